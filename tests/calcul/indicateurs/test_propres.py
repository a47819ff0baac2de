"""The indicators that a service declares in its folder: computed, explained, refused in French."""

import math

import pytest
from calcul.indicateurs.builders import ANNEE, frames, indicators, sejour, value

from cpomlib.calcul.indicateurs import (
    Contexte,
    Conventions,
    apports,
    fiche,
    fiches,
    units_of,
)
from cpomlib.calcul.perimetre import par_etablissement
from cpomlib.socle import ParametreError

ENTETE = """indicateurs:
  - id: {id}
    libelle: "Un indicateur à nous"
    unite: {unite}
    numerateur: "ce que l’on compte"
{bas}    definition: "Ce que l’on compte."
    interet: "Sert au test."
    limites: "Aucune."
    calcul:
{calcul}"""
BAS = '    denominateur: "ce à quoi on rapporte"\n'


def declare(folder, calcul, *, unite="taux", nom="mon_taux", volet="publics", bas=BAS):
    """Write a fiche in the service's folder; return its path."""
    path = folder / "indicateurs" / f"{volet}.yaml"
    path.parent.mkdir(exist_ok=True)
    lines = "".join(f"      {line}\n" for line in calcul.strip().splitlines())
    path.write_text(ENTETE.format(id=nom, unite=unite, bas=bas, calcul=lines), encoding="utf-8")
    return path


@pytest.fixture
def service(tmp_path, monkeypatch):
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    return tmp_path


def compter(*conditions, lignes="sejours.accueillis"):
    """Return the calculation of a share of some rows."""
    asked = "".join(f"\n    {one}" for one in conditions)
    return f"numerateur:\n  lignes: {lignes}\n  si:{asked}\ndenominateur: {{lignes: {lignes}}}"


MENAGES = frames(
    sejours=[
        sejour("A", "2024-01-10", nb_enfants=2, sexe="F", composition="femme_enfants"),
        sejour("B", "2024-03-01", "2024-05-30", nb_enfants=1, composition="couple_enfants"),
        sejour("C", "2023-12-01", sexe="M", droits_incomplets=True),
        sejour("D", "2024-06-01"),
    ]
)


@pytest.mark.parametrize(
    ("conditions", "attendu"),
    [
        (["nb_enfants: {au_moins: 1}"], 2 / 4),  # A, B
        (["nb_enfants: {plus_de: 1}"], 1 / 4),  # A
        (["nb_enfants: {au_moins: 1, au_plus: 1}"], 1 / 4),  # B
        (["nb_enfants: {moins_de: 1}"], 2 / 4),  # C, D
        (["composition: femme_enfants"], 1 / 4),
        (["composition: [femme_enfants, couple_enfants]"], 2 / 4),
        (["composition: {sauf: femme_enfants}"], 3 / 4),
        (["sexe: F"], 1 / 4),
        (["sexe: non_renseigne"], 2 / 4),  # B, D
        (["sexe: {sauf: [F, non_renseigne]}"], 1 / 4),  # C
        (["sexe: {rempli: true}"], 2 / 4),
        (["sexe: {rempli: false}"], 2 / 4),
        (["droits_incomplets: true"], 1 / 4),
        (["droits_incomplets: false", "nb_enfants: {au_moins: 1}"], 2 / 4),
        (["date_entree: {au_plus: 2024-01-10}"], 2 / 4),  # A, C
        (["date_sortie: {rempli: true}"], 1 / 4),  # B
        # B stayed 90 days; A, C and D are there on 31 December, after 356, 396 and 213 days
        (["duree_jours: {plus_de: 213}"], 2 / 4),
        (["duree_mois: {moins_de: 3}"], 1 / 4),  # 90 / 30.4375 = 2.96
    ],
)
def test_a_share_of_the_households_received(service, conditions, attendu):
    declare(service, compter(*conditions))
    assert value(indicators(MENAGES), "mon_taux") == pytest.approx(attendu)


def test_a_mean_of_days_is_said_in_the_unit_asked(service):
    moyenne = "numerateur: {lignes: sejours.termines, somme: duree_mois}\n"
    declare(service, moyenne + "denominateur: {lignes: sejours.termines}", unite="mois")
    assert value(indicators(MENAGES), "mon_taux") == pytest.approx(90 / 30.4375)


def test_euros_per_place_and_a_ratio_for_100_places(service):
    data = frames(
        budgets=[
            {"sens": "charge", "compte": "6411", "groupe": 2, "montant": 250_000_00},
            {"sens": "charge", "compte": "6419", "groupe": 2, "montant": 10_000_00},
            {"sens": "charge", "compte": "002", "groupe": 3, "montant": 7_000_00},
            {"sens": "produit", "compte": "641", "groupe": 1, "montant": 1_00},
        ],
        places=[{"id_etablissement": "E1", "places_financees": 25}],
        salaries=[{"id_salarie": "S1", "etp": 0.8}, {"id_salarie": "S2", "etp": 0.5}],
    )
    declare(
        service,
        'numerateur: {lignes: budgets.ca, si: {sens: charge, compte: {commence_par: "64"}}, '
        "somme: montant}\ndenominateur: {lignes: places, somme: places_financees}",
        unite="euros", nom="personnel_par_place", volet="finances",
    )  # fmt: skip
    declare(
        service,
        "numerateur: {lignes: salaries, somme: etp}\n"
        "denominateur: {lignes: places, somme: places_financees}\nfacteur: 100",
        unite="nombre", nom="etp_100", volet="rh",
    )  # fmt: skip
    found = indicators(data)
    assert value(found, "personnel_par_place") == (250_000 + 10_000) / 25
    assert value(found, "etp_100") == pytest.approx(100 * (0.8 + 0.5) / 25)


def test_an_amount_is_compared_in_euros_and_heads_are_counted_once(service):
    data = frames(
        salaries=[
            {"id_salarie": "S1", "etp": 0.5, "cout_employeur": 20_000_00},
            {"id_salarie": "S1", "etp": 0.4, "cout_employeur": 18_000_00, "id_etablissement": "E2"},
            {"id_salarie": "S2", "cout_employeur": 45_000_00},
        ]
    )
    share = compter("cout_employeur: {au_moins: 20000}", lignes="salaries.personnes")
    declare(service, share, volet="rh")
    found = indicators(data).loc["mon_taux"]
    assert (found["numerateur"], found["denominateur"]) == (2, 2)


def test_what_no_row_fills_is_missing_and_not_zero(service):
    declare(service, compter("nationalite: francaise"))
    found = indicators(MENAGES).loc["mon_taux"]
    assert found["statut"] == "nd"
    assert "La colonne «\u00a0nationalite\u00a0»" in found["raison"]
    assert math.isnan(found["valeur"])


def test_a_table_that_is_not_there_says_so(service):
    declare(service, compter("mode: diffus", lignes="places"), volet="activite")
    found = indicators(MENAGES).loc["mon_taux"]
    assert (found["statut"], found["raison"][:19]) == ("nd", "La table «\u00a0Places\u00a0»")


def test_it_comes_after_ours_and_takes_what_it_leaves_out_from_them(service):
    before = list(fiches())
    declare(service, compter("sexe: F"))
    own = fiche("mon_taux")
    assert own.origine == "indicateur du service"
    assert (own.volet, own.besoins, own.source) == (
        "publics",
        ("sejours",),
        "Table «\u00a0Séjours\u00a0»\u00a0; indicateur du service",
    )
    assert (own.sens, own.frequence) == (fiche("part_emploi").sens, fiche("part_emploi").frequence)
    volets = [one.volet for one in fiches().values()]
    assert volets == sorted(volets, key=["publics", "activite", "cpom", "finances", "rh"].index)
    assert [name for name in fiches() if name != "mon_taux"] == before
    (service / "indicateurs" / "publics.yaml").unlink()
    assert list(fiches()) == before


def test_ours_do_not_change_by_one_bit(service):
    before = indicators(MENAGES)
    declare(service, compter("sexe: F"))
    after = indicators(MENAGES)
    assert after.drop(index="mon_taux").equals(before)


FAUTES = [
    ("numerateur: {lignes: sejours.acueillis}\ndenominateur: {lignes: places}", {},
     "La sélection « sejours.acueillis » n’existe pas. Le plus proche : « sejours.accueillis »"),
    (compter("compositon: couple"), {},
     "La colonne « compositon » de la table « sejours » n’existe pas. "
     "Le plus proche : « composition »."),
    (compter("composition: coupl"), {},
     "La valeur « coupl » n’est pas connue. Le plus proche : « couple »"),
    (compter("composition: {au_moins: 2}"), {},
     "La colonne « composition » ne se compare pas par « au_moins »."),
    (compter("nb_enfants: beaucoup"), {}, "« beaucoup » n’est pas un nombre."),
    (compter("nb_enfants: {au_mions: 1}"), {},
     "La clé « au_mions » n’est pas connue. Le plus proche : « au_moins »"),
    (compter("nb_enfants: {}"), {}, "Cette condition ne demande rien."),
    (compter("sexe:"), {}, "Pour une case vide, écrivez « rempli: false »."),
    (compter("droits_incomplets: oui"), {}, "« oui » n’est pas oui ou non. Écrivez true ou false."),
    ("numerateur: {lignes: salaries, somme: fonction}\ndenominateur: {lignes: places}", {},
     "La colonne « fonction » de la table « salaries » n’est pas un nombre."),
    ("numerateur: {lignes: salaries, somme: [etp, cout_employeur]}\n"
     "denominateur: {lignes: places}", {}, "Ces colonnes n’ont pas la même unité"),
    ("numerateur: {lignes: places}", {}, "Le dénominateur est dit sans être calculé."),
    ("numerateur: {lignes: places}", {"bas": ""}, "Un taux a un dénominateur."),
    ("numerateur: {lignes: places}\nfacteur: 100", {"bas": "", "unite": "nombre"},
     "Un facteur ne va pas sans dénominateur."),
    ("numerateur: {lignes: financements, somme: montant_accorde}", {"bas": "", "unite": "nombre"},
     "Le calcul donne des euros."),
    ("numerateur: {lignes: places}", {"bas": "", "unite": "euros"},
     "Le calcul ne donne pas des euros."),
    (compter("sexe: F"), {"nom": "Mon Taux"}, "« Mon Taux » n’est pas un nom d’indicateur."),
    (compter("sexe: F"), {"nom": "part_emploi"}, "« part_emploi » est déclaré deux fois."),
    ("code: mon_calcul.py", {}, "La clé « code » n’est pas connue."),
    (compter("sexe: F"), {"bas": BAS + "    modalites: sexe\n"}, "n’a pas de modalités."),
    (compter("sexe: F"), {"bas": BAS + "    lies: [part_emplois]\n"},
     "La clé « part_emplois » n’est pas connue. Le plus proche : « part_emploi »"),
]  # fmt: skip


@pytest.mark.parametrize(("calcul", "autre", "dit"), FAUTES, ids=[one[2][:40] for one in FAUTES])
def test_a_bad_fiche_is_refused_with_its_place_and_the_nearest_name(service, calcul, autre, dit):
    path = declare(service, calcul, **autre)
    with pytest.raises(ParametreError) as refused:
        fiches()
    said = str(refused.value).replace("\u00a0", " ")
    assert dit in said
    assert f"{path}, ligne " in said


def test_a_year_without_conventions_still_has_its_rows(service):
    """Each row behind a figure adds up to it, as for ours."""
    declare(service, compter("nb_enfants: {au_moins: 1}"))
    units = units_of(par_etablissement(MENAGES["etablissements"]))
    above, below = apports(Contexte(MENAGES, units, ANNEE, Conventions(18)))["mon_taux"]
    assert above.total.tolist() == [2, 0]
    assert below.total.tolist() == [4, 0]
