"""``cpom depots`` and the reading of a past state, as they are typed."""

import csv
import io
import json
import re

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from cpomlib import base as store
from cpomlib.cli.main import cpom
from cpomlib.socle.erreurs import CommandeError

SIREN, CHRS = "732829320", "440001234"
GESTIONNAIRES = f"id_gestionnaire,raison_sociale,statut\n{SIREN},L’Étape,association\n"
ETABLISSEMENTS = (
    "id_etablissement,id_gestionnaire,nom,categorie,regime,autorite,programme,departement,region\n"
    f"{CHRS},{SIREN},CHRS du Port,214,autorise,prefet,177,44,52\n"
)
ACTIVITE = "id_etablissement,annee,mois,journees_theoriques,journees_realisees\n" + "".join(
    f"{CHRS},2025,{month},1000,{{}}\n" for month in range(1, 13)
)
BUDGETS = (
    "id_etablissement;annee;document;sens;groupe;compte;montant;non_reconductible\n"
    f"{CHRS};2025;ca;charge;2;641;{{}};non\n"
)
DAY = "2026-03-03T10:00:00.000000+00:00"


@pytest.fixture
def base(tmp_path):
    """A base of two deposits: the structure, then the accounts and the activity of a year."""
    address = f"sqlite:///{tmp_path / 'cpom.db'}"
    folder(tmp_path / "structure", gestionnaires=GESTIONNAIRES, etablissements=ETABLISSEMENTS)
    give(tmp_path / "structure", address)
    give(figures(tmp_path / "envoi", 900, "1 000,10"), address)
    return address


def folder(path, **files):
    path.mkdir(exist_ok=True)
    for name, content in files.items():
        (path / f"{name}.csv").write_text(content, encoding="utf-8")
    return path


def figures(path, days, amount):
    return folder(path, activite=ACTIVITE.format(*[days] * 12), budgets=BUDGETS.format(amount))


def give(path, address, *options):
    words = ["importer", "tables", str(path), "--base", address, "--auteur", "Alpha", *options]
    return plain(run(*words))


def run(*words):
    result = CliRunner().invoke(cpom, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def depots(address, *words):
    return plain(run("depots", *words, "--base", address))


def plain(shown):
    return shown.replace("\u00a0", " ").replace("\u202f", " ")


def undated(shown):
    return re.sub(r"\d{2}/\d{2}/\d{4}( à)? \d{2}:\d{2}", "JOUR", shown)


def refusal(*words):
    with pytest.raises(CommandeError) as caught:
        run(*words)
    return plain(str(caught.value))


def rate(address, *options):
    words = ["indicateurs", "--gestionnaire", SIREN, "--annee", "2025", "--format", "json"]
    found = json.loads(run(*words, "--base", address, *options))
    return next(each["valeur"] for each in found if each["id"] == "taux_occupation")


def test_the_register(base):
    lines = undated(depots(base)).splitlines()
    assert [line.split() for line in lines[1:]] == [
        ["2", "JOUR", "validé", "Alpha", "tables", "envoi", "L’Étape,", "2025", "13"],
        ["1", "JOUR", "validé", "Alpha", "tables", "structure", "L’Étape", "2"],
    ]


def test_the_register_for_a_program(base):
    second, first = json.loads(run("depots", "--format", "json", "--base", base))
    assert (second["id"], second["statut"], second["annees"]) == (2, "valide", [2025])
    assert second["gestionnaires"] == [SIREN]
    assert second["lignes"] == {"activite": 12, "budgets": 1}
    assert [event["etat"] for event in second["evenements"]] == [2]
    assert first["lignes"] == {"gestionnaires": 1, "etablissements": 1}
    assert second["horodatage"].endswith("+00:00")


def test_the_register_of_a_gestionnaire_and_of_a_status(base, tmp_path):
    give(figures(tmp_path / "suite", 910, "1"), base, "--statut", "brouillon")
    assert len(depots(base, "--gestionnaire", SIREN).splitlines()) == 4
    assert [line.split()[0] for line in depots(base, "--statut", "brouillon").splitlines()] == [
        "N°",
        "3",
    ]
    assert depots(base, "--statut", "remplace") == "Aucun dépôt.\n"
    assert refusal("depots", "--gestionnaire", "732829321", "--base", base) == (
        f"Aucun dépôt ne porte sur le gestionnaire « 732829321 ». Le plus proche : « {SIREN} »."
    )


def test_one_deposit(base):
    with store.open_base(base).connect() as connection:
        digest = connection.execute(text("SELECT sha256 FROM depots WHERE id = 2")).scalar()
    assert undated(depots(base, "montrer", "2")) == (
        "Dépôt n° 2, validé\n"
        "  Déposé          le JOUR par Alpha\n"
        "  Fichier         envoi (format tables)\n"
        f"  SHA-256         {digest}\n"
        "  Validé          le JOUR par Alpha (état des données n° 2)\n"
        "  En vigueur      oui\n"
        f"  Gestionnaires   {SIREN} L’Étape\n"
        f"  Établissements  {CHRS}\n"
        "  Années          2025\n"
        "Tables\n  activite : 12 lignes\n  budgets : 1 ligne\n"
    )
    told = json.loads(run("depots", "montrer", "2", "--format", "json", "--base", base))
    assert (told["lots"], told["lots_en_vigueur"], told["remplace_par"]) == (2, 2, [])


def test_moments_are_shown_in_french_local_time(base):
    with store.open_base(base).begin() as connection:
        connection.execute(text("UPDATE depots SET horodatage = :day WHERE id = 2"), {"day": DAY})
    assert "le 03/03/2026 à 11:00 par Alpha" in depots(base, "montrer", "2")  # UTC + 1 in winter


def test_a_draft_from_its_deposit_to_its_validation(base, tmp_path):
    told = give(figures(tmp_path / "suite", 950, "1 000,10"), base, "--statut", "brouillon")
    assert told == (
        "Dépôt n° 3 enregistré, en brouillon.\n  activite : 12 lignes\n  budgets : 1 ligne\n"
        "Les données partagées ne changent pas tant qu’il n’est pas validé : "
        "« cpom depots valider 3 ».\n"
    )
    assert rate(base) == 0.9  # 900 / 1 000
    assert "En vigueur      non, pas avant sa validation" in depots(base, "montrer", "3")
    assert depots(base, "transmettre", "3", "--auteur", "Alpha") == (
        "Dépôt n° 3 transmis. Il prendra effet quand il sera validé : « cpom depots valider 3 ».\n"
    )
    assert depots(base, "valider", "3", "--auteur", "DDETS 44").startswith(
        "Dépôt n° 3 validé. État des données n° 3.\n"
    )
    assert rate(base) == 0.95  # 950 / 1 000
    shown = undated(depots(base, "montrer", "3"))
    assert "  Transmis        le JOUR par Alpha\n" in shown
    assert "  Validé          le JOUR par DDETS 44 (état des données n° 3)\n" in shown
    assert "non, remplacé par le dépôt n° 3" in depots(base, "montrer", "2")


def test_restored_by_its_number(base, tmp_path):
    give(figures(tmp_path / "suite", 950, "1 000,10"), base)
    assert depots(base, "retablir", "2", "--auteur", "DREETS").startswith(
        "Dépôt n° 2 rétabli. État des données n° 4.\n"
    )
    assert rate(base) == 0.9
    assert "  Rétabli         le JOUR par DREETS (état des données n° 4)\n" in undated(
        depots(base, "montrer", "2")
    )


def test_the_base_may_be_named_before_the_action(base):
    assert plain(run("depots", "--base", base, "montrer", "1")).startswith("Dépôt n° 1, validé")


@pytest.mark.parametrize("action", ["montrer", "valider", "transmettre", "retablir"])
def test_an_unknown_deposit(base, action):
    assert refusal("depots", action, "7", "--base", base) == (
        "Le dépôt n° 7 n’existe pas. Les plus proches : 1, 2."
    )


def test_what_changed(base, tmp_path):
    give(figures(tmp_path / "suite", 900, "999,99"), base)
    assert depots(base, "comparer", "2", "3") == (
        "Du dépôt n° 2 au dépôt n° 3\n"
        "\nactivite : 12 lignes, sans aucun changement\n"
        "\nbudgets : 0 ligne ajoutée, 0 retirée, 1 modifiée (1 cellule)\n"
        f"  ~ {CHRS}, 2025, ca, charge, 641, non ; montant : 1 000,10 € → 999,99 €\n"
    )
    assert depots(base, "comparer", "1", "3").splitlines()[2:] == [
        "gestionnaires : 1 ligne dans le seul dépôt n° 1",
        "",
        "etablissements : 1 ligne dans le seul dépôt n° 1",
        "",
        "activite : 12 lignes dans le seul dépôt n° 3",
        "",
        "budgets : 1 ligne dans le seul dépôt n° 3",
    ]


def test_a_long_list_is_cut_on_the_screen_and_whole_in_a_file(base, tmp_path):
    months = "".join(f"{CHRS},{year},{m},10,9\n" for year in (2023, 2024) for m in range(1, 13))
    header = ACTIVITE.split("\n", 1)[0] + "\n"
    give(folder(tmp_path / "avant", activite=header + months), base)
    changed = months.replace(",10,9", ",10,8")
    give(folder(tmp_path / "apres", activite=header + changed), base)
    shown = depots(base, "comparer", "3", "4").splitlines()
    assert shown[2] == "activite : 0 ligne ajoutée, 0 retirée, 24 modifiées (24 cellules)"
    assert shown[3] == f"  ~ {CHRS}, 2023, 1 ; journees_realisees : 9 → 8"
    assert shown[-1] == "  … et 4 autres différences (« --format csv » les donne toutes)"
    sheet = run("depots", "comparer", "3", "4", "--format", "csv", "--base", base)
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert len(rows) == 24
    assert rows[0] == {
        "table": "activite",
        "changement": "modifiée",
        "cle": f"id_etablissement={CHRS} annee=2023 mois=1",
        "colonne": "journees_realisees",
        "avant": "9",
        "apres": "8",
    }


def test_what_changed_for_a_program(base, tmp_path):
    give(figures(tmp_path / "suite", 900, "999,99"), base)
    told = json.loads(run("depots", "comparer", "2", "3", "--format", "json", "--base", base))
    assert (told["avant"], told["apres"]) == (2, 3)
    (ecart,) = told["tables"][1]["ecarts"]
    assert (ecart["colonne"], ecart["avant"], ecart["apres"]) == ("montant", 1000.1, 999.99)
    assert told["tables"][0]["ecarts"] == []


def test_the_same_file_twice(base, tmp_path):
    again = give(tmp_path / "envoi", base)
    assert re.sub(r"du [^:]* : rien", "du JOUR : rien", again).startswith(
        "Ce fichier est déjà dans la base (dépôt n° 2 du JOUR : rien n’a été écrit.\n"
        "Pour le déposer quand même, ajoutez « --forcer ».\n"
    )
    assert give(tmp_path / "envoi", base, "--forcer").startswith("Dépôt n° 3 enregistré.\n")
    draft = figures(tmp_path / "brouillon", 1, "1")
    give(draft, base, "--statut", "transmis")
    told = give(draft, base)
    assert ", transmis) : rien n’a été écrit.\n" in told
    assert "« cpom depots valider 4 »" in told


def test_the_figures_of_a_day(base, tmp_path):
    with store.open_base(base).begin() as connection:
        connection.execute(text("UPDATE evenements SET horodatage = :day"), {"day": DAY})
    give(figures(tmp_path / "suite", 950, "1 000,10"), base)
    assert rate(base) == 0.95
    assert rate(base, "--au", "03/03/2026") == 0.9
    assert rate(base, "--au", "2026-03-04") == 0.9
    assert rate(base, "--etat", "2") == 0.9
    assert rate(base, "--etat", "3") == 0.95


@pytest.mark.parametrize("command", ["indicateurs", "rapports"])
def test_a_state_that_cannot_be_read(base, command, tmp_path):
    who = {"indicateurs": ["--gestionnaire", SIREN], "rapports": ["--region", "52"]}[command]
    words = [command, *who, "--annee", "2025", "--base", base]
    assert refusal(*words, "--etat", "7") == (
        "L’état n° 7 n’existe pas. États de la base : de 1 à 2."
    )
    assert "la base ne contenait encore rien" in refusal(*words, "--au", "01/01/2020")
    assert "n’est pas encore passé" in refusal(*words, "--au", "01/01/2120")
    assert refusal(*words, "--au", "01/01/2020", "--etat", "1") == (
        "« --au » et « --etat » disent tous deux quelles données lire. N’en gardez qu’un."
    )
    shown = plain(run(*words, "--au", "31/02/2025"))
    assert "« 31/02/2025 » n’est pas une date. Écrivez JJ/MM/AAAA, par exemple" in shown


def test_the_help_is_french():
    told = plain(run("depots", "--aide"))
    assert "Liste les dépôts, le plus récent d’abord, ou agit sur l’un d’eux." in told
    assert "retablir" in told
