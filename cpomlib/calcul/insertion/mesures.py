"""What insertion structures are measured by: every unit and every indicator in one pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cpomlib.calcul.indicateurs import (
    Apport,
    Cotes,
    Measure,
    Rows,
    argent,
    chacun,
    colonne,
    fiches_insertion,
    mesurees,
    missing_reason,
    results,
    unfilled,
)
from cpomlib.calcul.insertion.unites import POPULATION, Groupement
from cpomlib.calcul.insertion.vue import ACTIVITE, FINANCEMENTS, VueInsertion, parmi
from cpomlib.socle import pluriel

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames

DYNAMIQUES = ("emploi_durable", "emploi_transition", "sorties_positives")
SORTIES = ("sortants", *DYNAMIQUES, "retraits")
EMPLOI = ("emploi_durable", "emploi_transition")
DEPARTEMENT = "departement"
_DES_SORTIES = {
    "sorties_dynamiques": (DYNAMIQUES, ()),
    "sorties_emploi_durable": (("emploi_durable",), ()),
    "sorties_emploi_transition": (("emploi_transition",), ()),
    "sorties_positives": (("sorties_positives",), ()),
    "autres_sorties": (("sortants",), ("retraits", *DYNAMIQUES)),
}
"""Share of those who left → columns that make it, columns that are taken away."""


def compute_insertion(
    frames: Frames, unites: Mapping[str, Groupement], annee: int, partie: str = ""
) -> pd.DataFrame:
    """Compute every indicator of insertion for every unit at once.

    Args:
        frames: the checked tables (money in centimes); an absent one counts as empty.
        unites: name → structures and territories.
        annee: the year.
        partie: a part of it; the tables tell of whole years, so that nothing is then known.

    Returns:
        One row per unit and indicator, as :func:`cpomlib.calcul.indicateurs.compute` gives.
    """
    whole = (ACTIVITE, POPULATION, FINANCEMENTS)
    kept = {name: frame for name, frame in frames.items() if not (partie and name in whole)}
    seen = VueInsertion(kept, unites, annee)
    missing = {
        source: np.where(there, "", missing_reason(source, annee, partie)).astype(object)
        for source, there in (
            (ACTIVITE, seen.activite.some()),
            (POPULATION, seen.allocataires.some()),
            (FINANCEMENTS, seen.finances.some()),
        )
    }
    # a territory where nobody is received has a coverage, which is none
    missing[ACTIVITE][seen.vide] = ""
    return results(tuple(unites), fiches_insertion(), measures(seen), missing)


def measures(vue: VueInsertion) -> dict[str, Measure]:
    """Measure every indicator for every unit, before the rules of absence."""
    return mesurees(cotes_insertion(vue), _said(vue))


def cotes_insertion(vue: VueInsertion) -> dict[str, Cotes]:
    """Select what is behind each indicator of insertion."""
    rows, done = vue.activite, vue.remplies("etp_conventionnes", "etp_realises")
    received = colonne(ACTIVITE, rows, "accueillis")
    people = colonne(POPULATION, vue.allocataires, "effectif")
    return {
        "insertion_allocataires": (people, None),
        "insertion_accueillis": (received, None),
        "insertion_taux_couverture": (colonne(ACTIVITE, vue.couverts, "dont_rsa"), people),
        "insertion_capacite_moyenne": (received, chacun(ACTIVITE, rows)),
        **_exits(vue),
        **_costs(vue),
        **_grants(vue),
        "insertion_taux_realisation_etp": (
            colonne(ACTIVITE, done, "etp_realises"), colonne(ACTIVITE, done, "etp_conventionnes"),
        ),
    }  # fmt: skip


def _exits(vue: VueInsertion) -> dict[str, Cotes]:
    rows, told = vue.remplies(*SORTIES), vue.remplies(*EMPLOI)
    left = _sum(rows, ("sortants",), ("retraits",))
    shares = {
        f"insertion_taux_{name}": (_sum(rows, *columns), left)
        for name, columns in _DES_SORTIES.items()
    }
    worked = (_sum(told, EMPLOI), colonne(ACTIVITE, told, "accueillis"))
    return {"insertion_taux_acces_emploi": worked, **shares}


def _costs(vue: VueInsertion) -> dict[str, Cotes]:
    known, out = vue.remplies("cout_total"), vue.remplies("cout_total", *SORTIES)
    return {
        "insertion_cout_par_accueilli": (
            argent(ACTIVITE, known, "cout_total"), colonne(ACTIVITE, known, "accueillis"),
        ),
        "insertion_cout_par_sortie_dynamique": (
            argent(ACTIVITE, out, "cout_total"), _sum(out, DYNAMIQUES),
        ),
    }  # fmt: skip


def _grants(vue: VueInsertion) -> dict[str, Cotes]:
    funded, out = vue.financees(), parmi(vue.remplies(*SORTIES), vue.financees())
    granted = parmi(vue.finances, vue.activite)
    received = colonne(ACTIVITE, funded, "accueillis")
    return {
        "insertion_subvention_par_accueilli": (_granted(granted), received),
        "insertion_subvention_par_sortie_dynamique": (
            _granted(parmi(granted, out)), _sum(out, DYNAMIQUES),
        ),
        "insertion_subvention_departement_par_accueilli": (
            _granted(granted.equal("financeur", DEPARTEMENT)), received,
        ),
    }  # fmt: skip


def _granted(rows: Rows) -> Apport:
    return argent(FINANCEMENTS, rows, "montant_accorde")


def _sum(rows: Rows, plus: Sequence[str], moins: Sequence[str] = ()) -> Apport:
    """Add columns up row by row, others taken away; the rows fill them all."""
    values = np.zeros(len(rows.at))
    for sign, columns in ((1, plus), (-1, moins)):
        for name in columns:
            values = values + sign * rows.column(name).to_numpy("float64")
    return Apport(ACTIVITE, rows, values)


def _said(vue: VueInsertion) -> dict[str, dict[str, Any]]:
    """Say with each indicator what it leaves out; refuse it where nothing is left."""
    exits, silent = vue.remplies(*SORTIES), _silent(vue)
    unknown = np.array([_unknown(names) for names in vue.inconnus], dtype=object)
    told = vue.remplies("dont_rsa")
    kept = {
        "taux_acces_emploi": (vue.remplies(*EMPLOI), "emploi_durable"),
        **{f"taux_{name}": (exits, "sortants") for name in _DES_SORTIES},
        "cout_par_accueilli": (vue.remplies("cout_total"), "cout_total"),
        "cout_par_sortie_dynamique": (vue.remplies("cout_total", *SORTIES), "cout_total"),
        "subvention_par_accueilli": (vue.financees(), ""),
        "subvention_departement_par_accueilli": (vue.financees(), ""),
        "subvention_par_sortie_dynamique": (parmi(exits, vue.financees()), "sortants"),
        "taux_realisation_etp": (
            vue.remplies("etp_conventionnes", "etp_realises"), "etp_realises",
        ),
    }  # fmt: skip
    coverage = _kept(vue, told, "dont_rsa")
    coverage["notes"] = _joined(coverage["notes"], unknown, silent)
    return {
        "insertion_allocataires": {"notes": unknown},
        "insertion_accueillis": {"notes": silent},
        "insertion_capacite_moyenne": {"notes": silent},
        "insertion_taux_couverture": coverage,
        **{f"insertion_{name}": _kept(vue, *one) for name, one in kept.items()},
    }


def _kept(vue: VueInsertion, gardees: Rows, colonne: str) -> dict[str, Any]:
    kept, told = gardees.count(), vue.activite.count()
    nothing = (kept == 0) & (told > 0)
    notes = np.array([_left_out(int(gap)) for gap in told - kept], dtype=object)
    return {"refus": ((nothing, unfilled(ACTIVITE, colonne)),) if colonne else (), "notes": notes}


def _left_out(gap: int) -> str:
    if not gap:
        return ""
    one, more = "structure ne le dit pas", "structures ne le disent pas"
    return f"{pluriel(gap, one, more)}\u00a0: ce qui suit porte sur les autres."


def _silent(vue: VueInsertion) -> np.ndarray:
    one, more = "structure n’a rien déposé", "structures n’ont rien déposé"
    told = [f"{pluriel(gap, one, more)} pour {vue.annee}." if gap else "" for gap in
            vue.muettes.tolist()]  # fmt: skip
    return np.array(told, dtype=object)


def _unknown(names: Sequence[str]) -> str:
    if not names:
        return ""
    one, more = "Territoire sans population cette année", "Territoires sans population cette année"
    head = one if len(names) == 1 else more
    return f"{head}, laissé{'s' if names[1:] else ''} de côté\u00a0: {', '.join(names)}."


def _joined(*parts: np.ndarray) -> np.ndarray:
    said = zip(*parts, strict=True)
    return np.array([" ".join(filter(None, each)) for each in said], dtype=object)
