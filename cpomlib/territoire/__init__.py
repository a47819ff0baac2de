"""The regional sheets: what their notebooks call, one part at a time.

Every part is a function of a :class:`~cpomlib.territoire.dossier.Territoire`, which is read from
the base once; it returns blocks to show. The three sheets are
:mod:`~cpomlib.territoire.synthese`, :mod:`~cpomlib.territoire.tableau_de_bord` and
:mod:`~cpomlib.territoire.photographie`.
"""

from cpomlib.territoire.dossier import Territoire, load
from cpomlib.territoire.sortie import indicateurs

__all__ = ["Territoire", "indicateurs", "load"]
