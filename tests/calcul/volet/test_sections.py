"""What is shown: unknown amounts to be completed, a service's values flagged, the law listed."""

import nbformat
import pytest
from calcul.volet.gestionnaire import ID, base

from cpomlib import base as store
from cpomlib.calcul.volet import Plan
from cpomlib.rapports import diagnostic
from cpomlib.rapports.volet_financier import rapport as volet_rapport
from cpomlib.rendu.blocs.blocks import Figure, Groupe, Paragraphe, Tableau
from cpomlib.rendu.blocs.html import html
from cpomlib.socle.projet import notebooks_dir

TAUX = """\
valeurs:
  2018-01-01:
    valeur: 0.01
    reference: {texte: Instruction budgétaire 2026 lue par le service}
"""


@pytest.fixture
def adresse(tmp_path):
    return base(tmp_path / "volet.db")


@pytest.fixture
def dossier(adresse):
    return lambda: diagnostic.load(adresse, ID, 2025, "52")


def blocks(bloc, kind):
    if isinstance(bloc, Groupe):
        return [found for each in bloc.blocs for found in blocks(each, kind)]
    return [bloc] if isinstance(bloc, kind) else []


def table(bloc, titre):
    return next(t for t in blocks(bloc, Tableau) if t.titre == titre)


def page(bloc):
    return str(html(bloc)).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_guides_lines_are_on_the_page(adresse, dossier):
    shown = page(volet_rapport.base(volet_rapport.calculer(dossier())))
    for amount in ("1 100 000,00 €", "−25 000,00 €", "1 040 000,00 €", "488 000,10 €"):
        assert amount in shown


def test_unknown_amounts_are_to_be_completed_with_their_text(dossier):
    found = volet_rapport.calculer(dossier())
    costs = table(volet_rapport.couts(found), "Coût à la place et tarif plafond")
    by_gham = {(row[0], row[1]): row[-2] for row in costs.lignes}
    assert by_gham["CHRS du guide", "4D"] == "à compléter"
    shown = page(volet_rapport.parametres(found))
    assert "Arrêté du 12 avril 2022 (JO du 22 avril 2022), article 2" in shown
    assert "Instruction budgétaire annuelle des CHRS" in shown
    path = volet_rapport.trajectoire(found)
    assert not blocks(path, Figure)
    assert page(path).count("à compléter") >= 20


def test_a_value_of_the_service_changes_the_next_report_and_is_flagged(dossier, service):
    before = volet_rapport.calculer(dossier())
    assert "propres au service" not in page(volet_rapport.identite(dossier(), before))
    service("legislation/dotations/taux_actualisation_drl.yaml", TAUX)
    after = volet_rapport.calculer(dossier())
    # 1 528 000,10 × 1,01 = 1 543 280,10
    path = volet_rapport.trajectoire(after)
    assert "1 543 280,10 €" in page(path)
    assert len(blocks(path, Figure)) == 1
    warned = page(volet_rapport.identite(dossier(), after))
    assert "valeurs propres au service : « Taux d’actualisation des dotations" in warned
    listed = table(volet_rapport.parametres(after), "Paramètres utilisés et références")
    row = next(row for row in listed.lignes if "taux_actualisation_drl" in row[0])
    assert row[2] == "1\u00a0%"
    assert row[3] == "Instruction budgétaire 2026 lue par le service"
    assert row[5].endswith("taux_actualisation_drl.yaml")


def test_the_plan_that_was_declared_is_used_and_named_and_a_past_state_reads_without(
    adresse, dossier
):
    before = dossier()
    done = store.declarer(
        store.open_base(adresse),
        {(ID, "plan"): "avenant_annuel: [1000, 1000, 1000, 1000, 1000]\n"},
        store.Origine("Léa", "plan.yaml", "0" * 64, "plan"),
    )
    one = dossier()
    found = volet_rapport.calculer(one)
    assert f"dépôt n° {done.depot} du " in page(volet_rapport.identite(one, found))
    assert "1 529 000,10 €" in page(volet_rapport.trajectoire(found))
    past = diagnostic.load(adresse, ID, 2025, "52", etat=before.etat)
    assert past.plan == before.plan == Plan()


def test_every_section_is_shown_and_names_its_texts(dossier):
    found = volet_rapport.calculer(dossier())
    articles = {
        volet_rapport.base: "III 1 a",
        volet_rapport.couts: "L. 314-4",
        volet_rapport.affectation: "R. 314-51",
        volet_rapport.reserves: "R. 314-48",
        volet_rapport.siege: "R. 314-92",
        volet_rapport.trajectoire: "R. 314-40",
        volet_rapport.investissement: "R. 314-20",
        volet_rapport.equilibre: "L. 313-11-2",
    }
    for section, article in articles.items():
        said = [p for p in blocks(section(found), Paragraphe) if "Textes" in p.titre]
        assert article in said[-1].texte, section.__name__


def test_the_diagnostic_has_its_part_and_its_method_lists_the_parameters(dossier):
    one = dossier()
    part = diagnostic.volet_financier(one)
    assert table(part, "L’essentiel").lignes[0][1] == volet_rapport.calculer(one).total_base
    listed = table(diagnostic.methode(one), "Paramètres utilisés et références")
    assert any("affectation/excedent" in row[0] for row in listed.lignes)


def test_a_gestionnaire_without_budgets_or_balances_is_told_what_to_supply(tmp_path):
    from calcul.volet import gestionnaire

    from cpomlib import base as store

    frames = gestionnaire.frames()
    frames["budgets"], frames["balances"] = frames["budgets"][:0], frames["balances"][:0]
    address = f"sqlite:///{tmp_path}/vide.db"
    engine = store.open_base(address, creer=True)
    store.deposit(engine, frames, store.Origine("Claire", "depot", "1" * 64, "tables"))
    found = volet_rapport.calculer(diagnostic.load(address, ID, 2025, "52"))
    sections = (volet_rapport.base, volet_rapport.couts, volet_rapport.affectation,
                volet_rapport.reserves, volet_rapport.siege, volet_rapport.trajectoire,
                volet_rapport.equilibre)  # fmt: skip
    shown = page(Groupe(tuple(section(found) for section in sections)))
    assert "Aucun budget exécutoire n’est déposé" in shown
    assert "Aucun compte administratif 2025 n’est déposé" in shown
    # what is signed says who gives it, not how the tool is fed
    assert "Le gestionnaire, par sa balance" in shown
    assert "Déposez la table" not in shown


def test_the_notebook_has_the_parameters_of_the_diagnostic():
    def parameters(name):
        notebook = nbformat.read(notebooks_dir() / "rapports" / f"{name}.ipynb", as_version=4)
        return next(c.source for c in notebook.cells if "parameters" in c.metadata.get("tags", []))

    assert parameters("volet_financier") == parameters("diagnostic")
