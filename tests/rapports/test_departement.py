"""The sheets of a département, and of an agreement: what they say, and what they do not."""

import re
from dataclasses import replace

import pytest

from cpomlib import base as store
from cpomlib.dossier.territoire import load as load_region
from cpomlib.exemple import territory
from cpomlib.rapports import contractuel, gouvernance_territoriale, offre_insertion
from cpomlib.rendu.blocs.html import html
from cpomlib.socle.erreurs import CommandeError

JOUR = "2026-11-29"


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    address = f"sqlite:///{tmp_path_factory.mktemp('departement') / 'cpom.db'}"
    engine = store.open_base(address, creer=True)
    origin = store.Origine("exemple", "45", "0" * 64, "exemple")
    store.deposit(engine, territory(2025), origin)
    engine.dispose()
    return address


def text(bloc):
    """Return what a block says, without its tags."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", str(html(bloc))).replace("\u00a0", " ")
                  .replace("\u202f", " "))  # fmt: skip


def whole(room, dossier, parts):
    return text_of(getattr(room, part)(dossier) for part in parts)


def text_of(blocs):
    return " ".join(map(text, blocs))


OFFRE = ("entete", "territoires", "types", "constants", "vises", "suivi", "methode")


def test_nobody_of_these_houses_so_no_regional_figure_is_theirs(base):
    with pytest.raises(CommandeError) as refused:
        load_region(base, "24", 2009, jour=JOUR)
    assert str(refused.value).startswith(
        "Aucun gestionnaire de la région Centre-Val de Loire n’héberge\u00a0: ni établissement "
        "d’une catégorie FINESS, ni place."
    )


def test_the_offer_of_2006_says_the_figures_of_the_scheme(base):
    dossier = offre_insertion.load(base, "24", 2006, jour=JOUR)
    said = whole(offre_insertion, dossier, OFFRE)
    for told in ("département inventé", "25,0 %", "21,3 %", "1 079 €",
                 "De 11,0 % (Giennois) à 32,4 % (Montargois)"):  # fmt: skip
        assert told in said, told
    plan = dossier.vises
    assert f"ouvrir {plan.creees} places" in said.replace(" 000", "000")
    assert "118 places changeraient de territoire" in said
    # a reader can make the widest line again
    assert re.search(r"Comment une ligne est faite\.", said)


def test_the_targets_of_2009_are_judged_beside_their_measure(base):
    dossier = offre_insertion.load(base, "24", 2009, jour=JOUR)
    said = text(offre_insertion.suivi(dossier))
    assert "Taux de couverture 25,0 % 50,0 % 37,5 % 50,0 % non atteinte" in said
    assert "Capacité moyenne d’accueil 44 55 56" in said
    # 17 of 43 left well where 19.35 are wanted: chance alone gives it, so that counts are read
    assert "Taux de sorties dynamiques 35,3 % 45,0 % 17 sur 43 non atteinte, fragile" in said
    assert "Fragile : le hasard seul peut donner l’écart ; on lit les effectifs." in said
    # 2008 is no year of the contract's: 25 % + 2/3 of 25 points
    before = offre_insertion.load(base, "24", 2008, jour=JOUR)
    assert "Taux de couverture (repère) 25,0 % 41,7 %" in text(offre_insertion.suivi(before))


def test_no_gap_is_concluded_from_and_the_sheet_says_so(base):
    said = text(offre_insertion.territoires(offre_insertion.load(base, "24", 2009, jour=JOUR)))
    assert "Aucun écart n’est jugé." in said and "le hasard seul" in said
    assert "Zéro : personne n’y est accueilli par une structure de ce type." in said


def test_a_scheme_is_read_as_of_a_day_before_the_law_of_the_cpom(base):
    """It is under none of its delays: what is unknown on that day is not asked."""
    dossier = contractuel.load(base, "C-SDI-2007", 2009, "24", jour="2009-12-31")
    assert "En 2008" in text(contractuel.preparation_comite.entete(dossier))
    said = whole(contractuel.preparation_comite, dossier, ("cibles", "echeances"))
    assert contractuel.preparation_comite.points(dossier)
    # an amount has no number of persons: 328 of 1,290 have
    assert "328 sur 1 290" in said and "1 290 000 sur" not in said


def test_two_structures_with_the_same_target_are_two_lines(base):
    dossier = contractuel.load(base, "C-CS-1", 2025, "24", jour=JOUR)
    line = next(one for one in dossier.suivi if one.annee == 2025)
    other = replace(line, cible=replace(line.cible, etablissement="S-45-CS-1"), mesure=31.0)
    with_both = replace(dossier)
    object.__setattr__(with_both, "suivi", [line, other])
    said = text(contractuel.convention_pluripartite.objectifs(with_both))
    assert "(repère) 2025 33 permanences 28 permanences" in said and "31 permanences" in said


def test_what_is_not_counted_is_named_at_the_head_and_beside_the_plan(base):
    dossier = offre_insertion.load(base, "24", 2009, jour=JOUR)
    done, people = (dossier.frames[name].copy() for name in
                    ("activite_insertion", "population_insertion"))  # fmt: skip
    houses, year = done["id_etablissement"], done["annee"] == 2009
    done.loc[year & (houses == "S-45-101"), "capacite"] = None
    done.loc[year & (houses == "S-45-102"), "capacite"] = 0
    beauce = (people["territoire"] == "Beauce") & (people["annee"] == 2009)
    frames = {**dossier.frames, "population_insertion": people[~beauce],
              "activite_insertion": done[~(year & (houses == "S-45-601"))]}  # fmt: skip
    changed = replace(dossier, frames=frames)
    assert (
        "Ce total n’est pas entier. 1 structure n’a rien déposé pour 2009. Territoire sans "
        "population cette année, laissé de côté : Beauce."
    ) in text(offre_insertion.entete(changed))
    said = text(offre_insertion.constants(changed))
    assert (
        "Ne disent pas leurs places ou leurs allocataires : Accompagnement social, Orléanais 1 ; "
        "disent n’avoir aucune place : Accompagnement social, Orléanais 2 ; territoires sans "
        "population cette année : Beauce."
    ) in said
    # the line made again: 790 × 290/1 320 = 173.56 → 174; 174 ÷ (290/151) = 90.6 → 91 = 57 + 2 + 32
    assert (
        "50,0 % de 1 580 allocataires font 790 personnes à accueillir, réparties entre les types "
        "au plus fort reste ; la part de celui-ci dans le département est de 21,97 %, soit 174. "
        "Une place y accueille 1,921 allocataires par an : il en faut 91, il y en a 57, 2 viennent "
        "d’un autre territoire, 32 s’ouvrent, à 11 434,51 € la place et par an."
    ) in text(offre_insertion.vises(dossier))


def test_what_is_published_tells_of_no_association(base):
    dossier = offre_insertion.load(base, "24", 2009, jour=JOUR, publiable=True)
    said = whole(offre_insertion, dossier, OFFRE)
    hidden = offre_insertion.load(base, "24", 2009, jour=JOUR)
    for _, where in hidden.lieux:
        value = hidden.valeur("insertion_accueillis", where)
        assert f" {value:.0f} " not in said, where
    assert "Version diffusable" in said and "37,5 %" in said
    assert "changeraient" not in said and "C-SDI-2007" not in said
    told = {one["id"]: one["valeur"] for one in offre_insertion.indicateurs(dossier).liste}
    assert told["insertion_taux_couverture"] == 1320 / 3520


def test_a_region_without_any_insertion_says_how_to_supply_it(base):
    with pytest.raises(CommandeError, match="ne dit rien de l’insertion") as caught:
        offre_insertion.load(base, "52", 2009, jour=JOUR)
    assert "cpom importer tables" in caught.value.que_faire.replace("\u00a0", " ")


def test_a_year_without_activity_says_what_is_missing(base):
    dossier = offre_insertion.load(base, "24", 2020, jour=JOUR)
    said = whole(offre_insertion, dossier, OFFRE)
    assert "Rien à rééquilibrer" in said and "activite_insertion.csv" in said


@pytest.mark.parametrize(
    ("code", "told", "untold"),
    [
        ("C-CS-1", ("Condition suspensive. Agrément du 01/01/2023 au 31/12/2026 : délivré.",
                    "2026 01/01/2026 acquise"), ("se retire",)),
        ("C-CS-2", ("fini : la convention n’a plus d’effet", "arrivé à échéance le 31/12/2024"),
         ("se retire",)),
        ("C-CS-3", ("Un financeur se retire : Conseil régional.", "52 000,00 € en 2025",
                    "Rien n’est déposé pour 2026."), ()),
    ],
)  # fmt: skip
def test_an_agreement_says_its_approval_its_funders_and_its_renewals(base, code, told, untold):
    dossier = contractuel.load(base, code, 2025, "24", jour=JOUR)
    parts = ("entete", "financeurs", "reconductions", "demarche", "objectifs")
    said = whole(contractuel.convention_pluripartite, dossier, parts)
    assert all(one in said for one in told), said
    assert not any(one in said for one in untold)
    assert "Six étapes, six décisions" in said and "Comité d’appui partenarial" in said


def test_a_grid_is_read_from_four_points_of_view(base):
    dossier = gouvernance_territoriale.load(base, "24", 2025, jour=JOUR)
    parts = ("entete", "positions", "desaccords", "reponses", "experiences", "grille")
    said = whole(gouvernance_territoriale, dossier, parts)
    for told in ("l’axe le plus faible est « Simplification »", "Personnes concernées",
                 "On nous demande notre avis une fois que c’est écrit.",
                 "Conférence des financeurs", "Vingt-deux situations examinées"):  # fmt: skip
        assert told in said, told
    nobody = gouvernance_territoriale.load(base, "24", 2019, jour=JOUR)
    assert "Aucun territoire n’est coté en 2019." in text(gouvernance_territoriale.entete(nobody))


def test_a_grid_of_two_answers_says_who_is_missing_and_every_weakest_axis(base):
    dossier = gouvernance_territoriale.load(base, "24", 2025, jour=JOUR)
    rows = dossier.frames["gouvernance"]
    two = (rows["annee"] == 2025) & (rows["point_de_vue"] == "etat") & rows["question"].isin(
        ["connaissance", "observation"])  # fmt: skip
    seen = replace(dossier, frames={**dossier.frames, "gouvernance": rows[two]})
    said = whole(gouvernance_territoriale, seen, ("positions", "desaccords", "reponses"))
    assert (
        "les axes les plus faibles sont, à égalité, « Mise en réseau des acteurs », "
        "« Organisation des complémentarités »"
    ) in said
    assert "manquent. Département, Associations, Personnes concernées : aucune cotation." in said
    assert "Aucune question n’est cotée avec 2 points d’écart ou plus." in said


def test_the_scheme_prints_all_that_a_sheet_says(base):
    dossier = contractuel.load(base, "C-SDI-2007", 2008, "24", jour=JOUR)
    said = text(contractuel.fiches_actions.fiches(dossier))
    for told in ("Fiche 1.1.1", "Orientation 1 Piloter l’offre", "Ce que l’action vise",
                 "Chantiers et méthode", "Groupe projet", "Indicateur de résultat"):  # fmt: skip
        assert told in said, told
    assert len(re.findall("Mode opératoire", said)) >= 23
