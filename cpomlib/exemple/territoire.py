"""An invented département, whole: its insertion, its scheme, agreements, its governance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.exemple.conventions import conventions
from cpomlib.exemple.insertion import CONSEIL, DEPARTEMENT, Ligne, framed, insertion
from cpomlib.exemple.schema import schema
from cpomlib.exemple.structure_contractuelle import contrat_de_structure

if TYPE_CHECKING:
    import pandas as pd

COTES = {
    # axis → question → État, Département, associations, personnes; then the year before, if other
    "implication": {"personnes": "3321", "associations": "3422", "terrain": "3322"},
    "reseau": {"connaissance": "2223", "coordination": "3321", "situations": "2322"},
    "complementarites": {"observation": "2211", "accompagnement": "2322", "accueil": "2221"},
    "marges": {"initiative": "2222", "adaptation": "1211", "moyens": "2111"},
    "simplification": {"parcours": "2311", "instances": "1111", "demarches": "2211"},
}
PARTIES = ("etat", "departement", "association", "personnes")
TERRITOIRE = "Montargois"
COMMENTAIRES = {
    ("personnes", "implication", "personnes"): "On nous demande notre avis une fois que c’est "
    "écrit.",
    ("departement", "implication", "associations"): "Les associations siègent aux commissions.",
    ("association", "simplification", "instances"): "Onze instances dans l’année pour le même "
    "public.",
    ("personnes", "simplification", "parcours"): "Il faut tout redire à chaque guichet.",
}
EXPERIENCES = (
    (
        "cas_complexes",
        "Instance de gestion des cas complexes",
        "en_cours",
        0.6,
        "Vingt-deux situations examinées en un an, quatorze débloquées.",
    ),
    (
        "guide_solidarites",
        "Guide des solidarités en ligne",
        "faite",
        1.0,
        "Guide ouvert, mis à jour deux fois l’an par les accueils.",
    ),
    ("conference_financeurs", "Conférence des financeurs de l’insertion", "en_cours", 0.3, None),
)


def territory(annee: int) -> dict[str, pd.DataFrame]:
    """Return every table of the invented département.

    The insertion is that of 2006 to 2009, calibrated on a published scheme; the agreements and
    the governance, of the last year of data.

    Args:
        annee: the last year of data.
    """
    made = insertion()
    houses = made["structures_insertion"]["id_etablissement"].tolist()
    rows: dict[str, list[Ligne]] = {}
    for source in (schema(houses), contrat_de_structure(), conventions(annee), _governance(annee)):
        for name, lines in source.items():
            rows.setdefault(name, []).extend(lines)
    found = {name: framed(name, lines) for name, lines in rows.items()}
    both = made.keys() & found.keys()
    return {**made, **found, **{name: _joined(name, made[name], found[name]) for name in both}}


def _joined(name: str, one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    from cpomlib.tables import conform

    return conform(name, pd.concat([one, other], ignore_index=True))


def _governance(annee: int) -> dict[str, list[Ligne]]:
    code = "C-GOUV-1"
    return {
        "gouvernance": [*_marks(annee, 0), *_marks(annee - 1, 1)],
        "contrats": [{"id_contrat": code, "id_gestionnaire": CONSEIL, "statut": "signe",
                      "cadre": "schema_departemental", "date_effet": date(annee - 1, 1, 1),
                      "intitule": f"Gouvernance du territoire, {TERRITOIRE} (inventé)",
                      "duree_mois": 36, "diagnostic_valide_le": date(annee - 2, 11, 15)}],
        "contrat_etablissements": [
            {"id_contrat": code, "id_etablissement": "S-45-CS1",
             "date_entree": date(annee - 1, 1, 1)}
        ],
        "objectifs": [{"id_contrat": code, "id_objectif": "1", "axe": "autre",
                       "niveau": "strategique", "intitule": "Mieux travailler ensemble"}],
        "actions": [
            {"id_contrat": code, "id_objectif": "1", "id_action": name, "intitule": told,
             "pilote": "direction des solidarités", "etat": state, "avancement": done,
             "date_debut": date(annee - 1, 3, 1), "date_fin": date(annee + 1, 6, 30),
             "commentaire": gave}
            for name, told, state, done, gave in EXPERIENCES
        ],
    }  # fmt: skip


def _marks(annee: int, recul: int) -> Iterator[Ligne]:
    """The marks of a year; the year before, the associations rated one lower where they could."""
    for axe, questions in COTES.items():
        for question, marks in questions.items():
            for party, mark in zip(PARTIES, marks, strict=True):
                lower = recul if party == "association" else 0
                yield {
                    "departement": DEPARTEMENT,
                    "territoire": TERRITOIRE,
                    "annee": annee,
                    "point_de_vue": party,
                    "axe": axe,
                    "question": question,
                    "cotation": max(1, int(mark) - lower),
                    "commentaire": None if recul else COMMENTAIRES.get((party, axe, question)),
                }
