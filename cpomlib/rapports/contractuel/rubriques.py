"""The headings of the contract: one name each, in its text and where what lacks is listed."""

from __future__ import annotations

TITRES = {
    "visas": "Visas",
    "preambule": "Préambule",
    "presentation": "Présentation de l’organisme gestionnaire",
    "perimetre": "Périmètre du contrat",
    "objectifs": "Objectifs du contrat",
    "finances_base": "Base budgétaire",
    "finances_evolution": "Évolution des moyens et documents budgétaires",
    "finances_affectation": "Affectation des résultats",
    "finances_subventions": "Subventions",
    "finances_investissement": "Investissement, siège, retour à l’équilibre",
    "suivi": "Modalités de suivi et d’évaluation",
    "revision": "Révision et prorogation",
    "contentieux": "Recours contentieux",
    "annexes": "Pièces annexées",
    "duree": "Durée et date de mise en œuvre",
}
"""Rubric of the model contract → its heading."""
SANS_NUMERO = ("visas", "preambule", "presentation")
FINANCES = tuple(name for name in TITRES if name.startswith("finances_"))
_PARTIES = {"perimetre": "I", "objectifs": "II", **dict.fromkeys(FINANCES, "III"), "suivi": "IV",
            "revision": "V", "contentieux": "VI", "annexes": "VII", "duree": "VIII"}  # fmt: skip


def ou(rubrique: str) -> str:
    """Say where a rubric is in the contract: the number of its part, its heading."""
    number = _PARTIES.get(rubrique)
    return f"{number}.\u00a0{TITRES[rubrique]}" if number else TITRES[rubrique]
