"""What a reader knows of the counts of one unit: every relation that the definitions make.

Declared once, for the reports to publish, the packages of aggregates, the regional references and
the regional sheets. ``docs/secret.md`` gives the same list in French.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Relation:
    """Σ factor × part, and what is left, make a total.

    Attributes:
        total: name of a count.
        parts: names of counts, and how many of the total each one is worth.
        reste: what is left, which nobody publishes; empty when nothing ever is.
        sensible: what is left tells a trait of persons, and is masked like a count.
        nul_sans: nothing is left where this count is zero.
    """

    total: str
    parts: tuple[tuple[str, int], ...]
    reste: str = ""
    sensible: bool = True
    nul_sans: str = ""


def _un(*noms: str) -> tuple[tuple[str, int], ...]:
    return tuple((name, 1) for name in noms)


def _composition(adultes: int, *noms: str) -> tuple[tuple[str, int], ...]:
    return tuple((f"part_composition_{name}", adultes) for name in noms)


_ADULTES = (
    *_composition(1, "homme_seul", "femme_seule", "homme_enfants", "femme_enfants"),
    *_composition(2, "couple", "couple_enfants", "groupe_adultes"),
)
"""Adults that each composition has at least; an unaccompanied minor has none."""

RELATIONS = (
    Relation("menages_accueillis", _un("menages_presents_31_12", "sorties_menages")),
    Relation(
        "cpom_1_sorties_logement_ordinaire",
        _un("cpom_1_sorties_logement_social", "cpom_1_sorties_logement_prive"),
    ),
    Relation(
        "sortis_a_droits",
        _un("cpom_1_sorties_logement_ordinaire", "cpom_2_sorties_logement_adapte"),
        "sortis_ailleurs",
    ),
    # those who left are not all in the rates: incomplete rights, deaths
    Relation("sorties_menages", _un("sortis_a_droits"), "sortis_hors_taux"),
    Relation("sejours_termines", _un("sorties_menages"), "sejours_sans_depart", sensible=False),
    Relation(
        "menages_accueillis",
        _un("accueillis_a_droits", "part_droits_incomplets"),
        "accueillis_recents",
    ),
    Relation("personnes_accueillies", _un("enfants_accueillis"), "adultes_accueillis"),
    Relation(
        "personnes_accueillies",
        (*_un("enfants_accueillis"), *_ADULTES),
        "adultes_en_plus",
        sensible=False,
        nul_sans="part_composition_groupe_adultes",
    ),
    Relation(
        "enfants_accueillis",
        _composition(1, "couple_enfants", "homme_enfants", "femme_enfants", "mineur"),
        "enfants_en_plus",
        sensible=False,
    ),
    Relation("part_age_moins_18", _un("part_composition_mineur"), "moins_18_en_famille"),
    Relation(
        "taux_absenteisme",
        _un(
            *(
                f"taux_absenteisme_{motif}"
                for motif in (
                    "maladie_courte", "maladie_moyenne", "maladie_longue",
                    "maternite_paternite", "at_mp", "conges_speciaux",
                )
            )
        ),
    ),
    # nobody works more than full time
    Relation("effectif", _un("etp_total"), "temps_non_travaille", sensible=False),
    Relation("etp_total", _un("part_temps_plein"), "etp_a_temps_partiel", sensible=False),
)  # fmt: skip
"""Of one unit and one year; the modalities of a family and the complement of each share are
added where the indicators are read."""
