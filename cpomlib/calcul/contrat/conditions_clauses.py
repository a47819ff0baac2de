"""When a clause is in a contract: what the parties chose, one small function each."""

from __future__ import annotations

from collections.abc import Callable

from cpomlib.calcul.contrat.convenu import Convenu
from cpomlib.calcul.contrat.prorogation import prorogation

Condition = Callable[[Convenu], bool]
FINANCES = ("dgf", "dgc")
"""Régimes whose amount changes by one of the ways of R. 314-40."""
SANS_CONTRADICTOIRE = ("taux_drl", "formule_fixe", "equation_ou_plafond")
"""The ways that set the whole tariff: 1°, 2° and 4° of R. 314-40 (R. 314-42, I)."""


def _modalite(modalite: str | None) -> Condition:
    def holds(convenu: Convenu) -> bool:
        return any(
            row["modalite"] == modalite and row["regime"] in FINANCES for row in convenu.moyens()
        )

    return holds


def _avenant(objet: str) -> Condition:
    return lambda one: any(row["objet"] == objet for row in one.contrat.de("avenants"))


def _choisi(colonne: str, valeur: bool | None) -> Condition:
    return lambda one: one.contrat.ligne[colonne] is valeur


def _acte(nature: str) -> Condition:
    return lambda one: bool(one.actes(nature))


BUDGETAIRES = ("budget_previsionnel", "compte_administratif", "bilan_etape", "enquete_couts")
"""Acts whose day of transmission the parties may agree."""


CONDITIONS: dict[str, Condition] = {
    "toujours": lambda _: True,
    "chrs": lambda one: bool(one.chrs),
    "tous_les_chrs": lambda one: bool(one.chrs) and not one.chrs_oublies,
    "chrs_oublies": lambda one: bool(one.chrs_oublies),
    "plusieurs_departements": lambda one: len(one.departements) > 1,
    "activites_subventionnees": lambda one: bool(one.subventionnees),
    "autre_autorite": lambda one: bool(one.ayant("autorite", "departement", "ars", "autre")),
    "sorties": lambda one: any(row["date_sortie"] for row in one.tenus),
    "entrees": lambda one: any(
        one.contrat.effet and row["date_entree"] > one.contrat.effet for row in one.tenus
    ),
    "contrat_precedent": lambda one: bool(one.contrat.ligne["contrat_precedent"]),
    "transposition": _avenant("transposition"),
    "conventions": lambda one: bool(one.contrat.de("conventions_contrat")),
    "moyens_connus": lambda one: bool(one.moyens()),
    "moyens_inconnus": lambda one: not one.moyens(),
    "taux_drl": _modalite("taux_drl"),
    "formule_fixe": _modalite("formule_fixe"),
    "avenant_annuel": _modalite("avenant_annuel"),
    "equation_ou_plafond": _modalite("equation_ou_plafond"),
    "modalite_inconnue": lambda one: _modalite(None)(one) or not one.moyens(),
    "sans_contradictoire": lambda one: any(_modalite(way)(one) for way in SANS_CONTRADICTOIRE),
    "dotation_commune": lambda one: bool(one.groupes("groupe_dgc")),
    "documents_convenus": lambda one: any(
        row["attendu_le"] for nature in BUDGETAIRES for row in one.actes(nature)
    ),
    "gestionnaire_public": lambda one: one.public,
    "modulation": _choisi("modulation", True),
    "affectation_libre": _choisi("libre_affectation", True),
    "affectation_autorite": _choisi("libre_affectation", False),
    "affectation_inconnue": _choisi("libre_affectation", None),
    "affectations_croisees": lambda one: bool(one.groupes("groupe_affectation")) and not one.public,
    "investissement": _acte("ppi"),
    "siege": _acte("frais_siege"),
    "plan_retour_equilibre": _choisi("plan_retour_equilibre", True),
    "plusieurs_signataires": lambda one: len(one.signataires) > len(("État", "gestionnaire")),
    "prorogation": lambda one: prorogation(one.contrat, one.jour).etat == "acquise",
}
"""Name of a condition in ``contrat/clauses.yaml`` → whether it holds."""
