"""The cost of an opérateur beside the mean of its département, where secrecy lets it be said."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cpomlib.calcul import ecart_relatif, moyenne_ponderee, rapport_des_sommes
from cpomlib.calcul.comparables import bareme
from cpomlib.calcul.secret import reference
from cpomlib.dossier import Dossier
from cpomlib.droit import libelle_categorie, nom_departement, nom_region
from cpomlib.rapports.voisinage import Alentours, empechement

COUT = "cout_place"
_PEU = "Les autres établissements du territoire relèvent de moins de {n} gestionnaires."


@dataclass(frozen=True)
class Comparaison:
    """The cost per place of an opérateur in one département, for one category.

    Attributes:
        departement: its name.
        categorie: label of the FINESS category.
        places: financed places the cost bears on.
        cout: euros per place.
        moyenne: that of every establishment of the category in ``territoire`` (Σ charges over
            Σ places); None when it may not be said.
        territoire: the département, or the région when the département has too few.
        raison: why there is no mean, a French sentence; empty when there is one.
    """

    departement: str
    categorie: str
    places: float
    cout: float
    moyenne: float | None
    territoire: str
    raison: str

    @property
    def ecart(self) -> float | None:
        """The gap to the mean, a fraction of it."""
        return ecart_relatif(self.cout, self.moyenne)


def comparaisons(dossier: Dossier, autour: Alentours | None) -> tuple[Comparaison, ...]:
    """Set the cost of the opérateur beside the mean, by département and category.

    Args:
        dossier: the opérateur's.
        autour: every establishment of the région, None when the others are not looked at.
    """
    own = _costs(dossier.par_etablissement, dossier.structures)
    around = None
    if autour is not None:
        around = _costs(autour.matrices.lignes(COUT), dossier.autour["etablissements"])
    return tuple(
        _compared(dossier, str(dep), str(cat), rows, around)
        for (dep, cat), rows in own.groupby(["departement", "categorie"], sort=True, observed=True)
    )


def ecart_moyen(lignes: tuple[Comparaison, ...]) -> float | None:
    """Return the mean gap, each cost weighing its places; None when no mean may be said."""
    known = ((line.ecart, line.places) for line in lignes)
    return moyenne_ponderee((gap, places) for gap, places in known if gap is not None)


def _costs(values: pd.DataFrame, structures: pd.DataFrame) -> pd.DataFrame:
    kept = values[(values["id"] == COUT) & (values["statut"] == "ok")]
    known = structures[
        ["id_etablissement", "id_gestionnaire", "departement", "region", "categorie"]
    ]
    return kept.merge(known, left_on="unite", right_on="id_etablissement")


def _compared(
    dossier: Dossier, departement: str, categorie: str, own: pd.DataFrame,
    around: pd.DataFrame | None,
) -> Comparaison:  # fmt: skip
    cost, places = rapport_des_sommes(own)
    names = nom_departement(departement), libelle_categorie(categorie)
    if around is None:
        return Comparaison(*names, places, cost, None, "", empechement(dossier))
    same = around[around["categorie"] == categorie]
    scales = (
        (names[0], same[same["departement"] == departement]),
        (f"région {nom_region(dossier.region)}", same),
    )
    reason = ""
    for name, rows in scales:
        reason = _reason(rows[rows["id_gestionnaire"] != dossier.id])
        if not reason:
            return Comparaison(*names, places, cost, rapport_des_sommes(rows)[0], name, "")
    return Comparaison(*names, places, cost, None, scales[-1][0], reason)


def _reason(others: pd.DataFrame) -> str:
    """Say why the mean may not be said: what is left once one's own is taken out must be safe."""
    said = reference(others)[COUT] if len(others) else None
    if said is None or said.statut != "ok":
        return said.raison if said else "Aucun autre établissement de cette catégorie."
    least = int(bareme().reglage("gestionnaires_min"))
    return _PEU.format(n=least) if others["id_gestionnaire"].nunique() < least else ""
