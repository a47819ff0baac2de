"""What may be said of others, and of persons: statistical secrecy.

Primary secrecy masks a cell that is unsafe by itself, secondary secrecy masks what would let it
be calculated, the audit tries to recover what is masked.

To protect a table of counts with its margins, in long format::

    from cpomlib.calcul.secret import ENSEMBLE, proteger

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

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
