"""What may be said of others, and of persons: statistical secrecy.

Primary secrecy masks a cell that is unsafe by itself, secondary secrecy masks what would let it
be calculated, the audit tries to recover what is masked.

To protect a table of counts with its margins, in long format::

    from cpomlib.secret import ENSEMBLE, proteger

    table = DataFrame(
        [("52", "rue", 40), ("52", "expulsion", 4), ("52", ENSEMBLE, 44), ...],
        columns=["territoire", "modalite", "menages"],
    )
    shown = proteger(table, ["territoire", "modalite"], "menages",
                     parents={"territoire": {"44": "52", "49": "52", ...}},
                     contributions=["gestionnaires"])
    shown[["menages", "statut", "raison"]]   # NaN, « secret » and why, where masked

A rate is published with its denominator, so it says its numerator: protect the table of counts,
then publish a rate only where numerator and denominator are both ``ok``. Mean and median of a
region come from :func:`reference`.

A gestionnaire's own small counts, in a version to publish, are masked by :func:`masquer`.

To protect anything else, write its cells and relations (:class:`Systeme`, :func:`somme`,
:func:`rapport`), call :func:`secondaire`, then :func:`verifier`. Two tables are linked by the
cells they share; a cell already published is ``connue``.
"""

from cpomlib.secret.audit import Fuite, SecretError, auditer, verifier
from cpomlib.secret.gestionnaire import Masques, comptes_masques, masquer, masques
from cpomlib.secret.matrices import Matrices, matrices
from cpomlib.secret.racontes import (
    compte_au_denominateur,
    compte_au_numerateur,
    est_une_part,
    facteur_personnes,
    porte_sur_des_personnes,
)
from cpomlib.secret.references import Reference, rangs, reference, reference_de
from cpomlib.secret.regles import Regles, regles_des_seuils
from cpomlib.secret.secondaire import masquer_systeme, secondaire
from cpomlib.secret.systeme import Cellule, Equation, Systeme, rapport, somme
from cpomlib.secret.tableau import ENSEMBLE, proteger

__all__ = [
    "ENSEMBLE",
    "Cellule",
    "Equation",
    "Fuite",
    "Masques",
    "Matrices",
    "Reference",
    "Regles",
    "SecretError",
    "Systeme",
    "auditer",
    "compte_au_denominateur",
    "compte_au_numerateur",
    "comptes_masques",
    "est_une_part",
    "facteur_personnes",
    "masquer",
    "masquer_systeme",
    "masques",
    "matrices",
    "porte_sur_des_personnes",
    "proteger",
    "rangs",
    "rapport",
    "reference",
    "reference_de",
    "regles_des_seuils",
    "secondaire",
    "somme",
    "verifier",
]
