"""``cpom anomalies`` as it is typed, and the justifications a base keeps."""

import csv
import io
import json
import subprocess
import sys

import pytest
from calcul.anomalies.tables import ANNEE, frames, ligne, plain, solde
from conftest import PATIENCE

from cpomlib import base as store
from cpomlib.base.justifications import justifications
from cpomlib.cli.main import main
from cpomlib.dossier.examen import examiner_base
from cpomlib.rapports.diagnostic import qualite
from cpomlib.rapports.publiable import load
from cpomlib.rendu.blocs.content import content

CPOM = [sys.executable, "-c", "from cpomlib.cli.main import main; main()", "anomalies"]
G1, E1 = "100000009", "440000001"
MOTIF = "Report à nouveau voté après l’envoi"


def tables(charges):
    lines = [ligne("6063", charges, document="be"), ligne("7311", 1000, "produit", document="be")]
    return frames(
        gestionnaires=[{"id_gestionnaire": G1}],
        etablissements=[{"id_etablissement": E1, "id_gestionnaire": G1}],
        budgets=[{**line, "id_etablissement": E1} for line in lines],
        balances=[solde("4711", 8, id_gestionnaire=G1)],
    )


@pytest.fixture
def address(tmp_path):
    found = f"sqlite:///{tmp_path / 'base.db'}"
    deposit(found, 1234.56)
    return found


def deposit(address, charges):
    origine = store.Origine("A.", "depot", f"{charges:064}", "tables")
    store.deposit(store.open_base(address, creer=True), tables(charges), origine)


@pytest.fixture
def cpom(monkeypatch, capsys):
    """Run the command in this process, as ``main`` does: code, what it says, errors."""

    def run(*words, base=""):
        typed = ["cpom", "anomalies", *words, *(["--base", base] if base else [])]
        monkeypatch.setattr(sys, "argv", typed)
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return end.value.code, plain(said.out), plain(said.err)

    return run


def test_it_runs_as_it_is_typed(address):
    done = subprocess.run(
        [*CPOM, "--gestionnaire", G1, "--base", address],
        capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE,
    )  # fmt: skip
    assert done.returncode == 0
    assert "be_desequilibre" in done.stdout


def listed(address, **options):
    examen = examiner_base(store.open_base(address), G1, ANNEE, **options)
    return {one.code: one for one in examen.anomalies}


def test_they_are_listed_justified_and_reopened(cpom, address):
    code, out, _ = cpom("--gestionnaire", G1, base=address)
    assert code == 0
    assert out.startswith(
        "Année 2025.\n3 anomalies, dont 3 à justifier ou à corriger.\n\nGRAVITÉ FORTE\n"
    )
    assert "  440000001  be_desequilibre\n" in out
    assert "Charges 1 234,56 €, produits 1 000,00 € (écart de -234,56 €)." in out

    answer = ["justifier", "be_desequilibre", "--gestionnaire", G1, "--auteur", "Claire"]
    code, out, _ = cpom(*answer, "--motif", MOTIF, base=address)
    assert (code, out.split("\n")[0]) == (0, "Année 2025. 1 anomalie justifiée :")
    _, out, _ = cpom("--gestionnaire", G1, base=address)
    assert out.startswith("Année 2025.\n3 anomalies, dont 2 à justifier")
    assert "Justifiée (Claire, " in out and f") : {MOTIF}" in out

    deposit(address, 1300.00)
    _, out, _ = cpom("--gestionnaire", G1, base=address)
    assert out.startswith("Année 2025.\n3 anomalies, dont 3 à justifier")
    assert "Justification antérieure, le chiffre a changé (Claire, " in out

    # Answered again: the latest counts, the earlier one is kept with the figure of its day.
    assert cpom(*answer, "--motif", "Voté une seconde fois en juin", base=address)[0] == 0
    assert listed(address)["be_desequilibre"].statut == "justifiee"
    kept = justifications(store.open_base(address), [E1])
    assert [one.motif for one in kept] == [MOTIF, "Voté une seconde fois en juin"]
    assert "1 234,56 €" in plain(kept[0].constat)
    # The first figure again: the first answer was to it, but the latest one counts.
    deposit(address, 1234.56)
    assert listed(address)["be_desequilibre"].statut == "rouverte"


def test_a_past_state_reads_as_it_did(cpom, address):
    engine = store.open_base(address)
    before = store.latest_state(engine)
    cpom(
        "justifier", "be_desequilibre", "--gestionnaire", G1, "--auteur", "A.", "--motif", MOTIF,
        base=address,
    )  # fmt: skip
    assert listed(address, etat=before)["be_desequilibre"].statut == "justifiee"
    deposit(address, 1300.00)
    cpom(
        "justifier", "comptes_d_attente", "--gestionnaire", G1, "--auteur", "A.", "--motif", MOTIF,
        base=address,
    )  # fmt: skip
    past = listed(address, etat=before)
    assert past["be_desequilibre"].statut == "justifiee"
    assert past["comptes_d_attente"].statut == "ouverte"


def test_json_and_csv_say_the_same(cpom, address):
    told = json.loads(cpom("--gestionnaire", G1, "--format", "json", base=address)[1])
    lines = list(
        csv.DictReader(io.StringIO(cpom("--gestionnaire", G1, "--format", "csv", base=address)[1]))
    )
    assert [one["code"] for one in told["anomalies"]] == [line["code"] for line in lines]
    first = next(one for one in told["anomalies"] if one["code"] == "be_desequilibre")
    assert first["valeurs"] == {"charges": "1234.56", "produits": "1000", "ecart": "-234.56"}
    assert first["statut"] == "ouverte"
    assert {one["manque"] for one in told["non_evaluees"]} >= {
        "aucune ligne de la table « Séjours » pour 2025"
    }
    grave = json.loads(
        cpom("--gestionnaire", G1, "--format", "json", "--severite", "forte", base=address)[1]
    )
    assert {one["severite"] for one in grave["anomalies"]} == {"forte"}


@pytest.mark.parametrize(
    "words, dit",
    [
        ((), "Il manque « --gestionnaire » ou « --region »."),
        (("--gestionnaire", "100000017"), "Le gestionnaire « 100000017 » n’est pas dans la base. "
         "Le plus proche : « 100000009 »."),
        (("--gestionnaire", G1, "--annee", "2031"), "Rien n’est déposé pour l’année 2031. Années "
         "qui ont des données : 2025."),
        (("--gestionnaire", G1, "regles"), "Les options se placent après « regles »."),
        (("justifier", "be_desequilibr", "--gestionnaire", G1, "--motif", MOTIF, "--auteur", "A."),
         "La règle « be_desequilibr » n’existe pas. Le plus proche : « be_desequilibre »"),
        (("justifier", "reserves_negatives", "--gestionnaire", G1, "--motif", MOTIF,
          "--auteur", "A."),
         "Rien à justifier : l’anomalie « reserves_negatives » n’est pas relevée. Voyez la liste"),
        (("justifier", "ca_et_be", "--gestionnaire", G1, "--motif", MOTIF, "--auteur", "A."),
         "n’est pas relevée. Cette règle n’a pas pu être évaluée partout : aucune ligne de la "
         "table « Budgets et comptes administratifs » (compte administratif) pour 2025."),
        (("justifier", "be_desequilibre", "--gestionnaire", G1, "--motif", MOTIF, "--auteur", "A.",
          "--etablissement", "440000099"),
         "Rien à justifier : l’anomalie « be_desequilibre » n’est pas relevée pour 440000099."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(cpom, address, words, dit):
    code, out, error = cpom(*words, base="" if "regles" in words else address)
    assert code != 0
    assert out == ""
    assert dit in error
    assert justifications(store.open_base(address), [G1, E1]) == ()


def test_the_rules_can_be_read(cpom):
    _, out, _ = cpom("regles")
    assert out.startswith("STRUCTURE\n  ferme_mais_actif ")
    _, out, _ = cpom("regles", "ca_et_be")
    assert "Limites : Extension en cours d’année" in out
    assert "Seuil : Écart des charges réalisées au budget exécutoire, 0,20 (taux ;" in out


def test_the_diagnostic_shows_them_with_their_justification(cpom, address):
    cpom(
        "justifier", "be_desequilibre", "--gestionnaire", G1, "--auteur", "Claire", "--motif",
        MOTIF, base=address,
    )  # fmt: skip
    shown = plain(json.dumps(content(qualite(load(address, G1, ANNEE))), ensure_ascii=False))
    assert "Ce qui mérite une vérification : 3 anomalies, dont 2 à justifier" in shown
    assert "Budget exécutoire en déséquilibre" in shown
    assert "justifiée (Claire, " in shown and f") : {MOTIF}" in shown
    assert "à justifier ou à corriger" in shown
    assert "Les seuils de ces anomalies" in shown
    assert "Ce qui n’a pas pu être contrôlé" in shown
    assert "SAL" not in shown and "MEN-" not in shown
