"""Invented names, some of them awkward on purpose. None is that of a real gestionnaire."""

from __future__ import annotations

PHARE = "L’Étape & Fils <Loire>"
"""Always present: an apostrophe, an accent, an ampersand and what looks like a tag."""

GESTIONNAIRES = (
    PHARE,
    "Association imaginaire Les Trois Moineaux",
    "Fondation d’Utopie pour l’Abri",
    "Le « Refuge » de Nulle-Part",
    "L'Œuvre du Héron d'Encre (apostrophes droites)",
    "Toit & Moi d’Utopie",
    "Les Amis de la Maison de Papier",
    "Foyer inventé de la Licorne",
    "Association départementale imaginaire pour l’accueil, l’hébergement, l’accompagnement, "
    "l’insertion et l’accès au logement des personnes seules, des couples et des familles "
    "sans abri de Nulle-Part et de ses environs (ADIAHAIALPSCFSA)",
    "Ça & Là – Ailleurs peut-être",
    "Les Lanternes d’Utopie / Antenne n° 10",
    "SOLIDARITÉ-DE-PAPIER",
)

_ETABLISSEMENTS = (
    "Les Tilleuls bleus",
    "La Marelle",
    "L’Envol de papier",
    "Les Quatre Nuages",
    "Le Chat botté",
    "La Boussole d’encre",
    "L’Île aux Parapluies",
    "Les Hirondelles de craie",
    "Le Moulin à rêves",
    "La Clef des songes",
    "L’Arbre à lanternes",
    "Le Phare de poche",
)

_SIGLES = {
    "214": "CHRS",
    "219": "Centre d’hébergement",
    "258": "Pension de famille",
    "443": "CADA",
}


def gestionnaire(rang: int) -> str:
    """Return the name of the gestionnaire of rank ``rang``; all names differ."""
    turn, place = divmod(rang, len(GESTIONNAIRES))
    return GESTIONNAIRES[place] if turn == 0 else f"Gestionnaire imaginaire n° {rang + 1}"


def etablissement(categorie: str, rang: int, commune: str) -> str:
    """Return the name of an establishment: what it is, an invented name, its commune."""
    return f"{_SIGLES[categorie]} {_ETABLISSEMENTS[rang % len(_ETABLISSEMENTS)]} – {commune}"
