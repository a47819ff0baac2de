"""The documents of a contract, made in memory: what is in each, what is not, how many pages."""

import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from calcul.contrat.fabrique import ACTION, PORT, RUE, lignes
from rapports.contractuel.contrats import complet, petit

from cpomlib.calcul.contrat import mesurer
from cpomlib.calcul.indicateurs import conventions_des_seuils
from cpomlib.rapports import contractuel
from cpomlib.rapports.contractuel import compte_rendu
from cpomlib.rendu.blocs import Encarts, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.documents import Enveloppe, plan
from cpomlib.rendu.documents.pdf import ecrire
from cpomlib.socle import CommandeError
from cpomlib.tables import empty, table_names

PARTIES = {
    "contrat": ("entete", "parties", "perimetre", "objectifs", "moyens", "execution", "annexes",
                "signatures", "reste"),
    "note_de_cadrage": ("entete", "perimetre", "parties", "demarche", "a_reunir", "points"),
    "objectifs_et_suivi": ("entete", "objectifs", "actions", "suivi"),
    "fiches_actions": ("entete", "fiches"),
    "preparation_comite": ("entete", "cibles", "actions", "echeances", "points", "decisions"),
    "compte_rendu": ("entete", "releves", "ouverts", "validation"),
    "bilan": ("entete", "objectifs", "ecarts", "chemin", "actions", "moyens", "methode"),
}  # fmt: skip
"""Document → the functions that its notebook calls, in order."""


def plats(bloc):
    if isinstance(bloc, Groupe):
        return [one for each in bloc.blocs for one in plats(each)]
    return [bloc]


def blocs(nom, dossier):
    room = getattr(contractuel, nom)
    return [one for part in PARTIES[nom] for one in plats(getattr(room, part)(dossier))]


def des(kind, shown):
    return [one for one in shown if isinstance(one, kind)]


def tableau(shown, debut):
    return next(one for one in des(Tableau, shown) if one.titre.startswith(debut))


def avec_mesures(dossier):
    """Measure the targets that the parties wrote by hand."""
    frames = {name: empty(name) for name in table_names()}
    held = {dossier.contrat.id: dossier.contrat}
    made = mesurer(frames, held, range(2024, 2028), conventions_des_seuils(dossier.jour))
    return replace(dossier, mesures=made)


@pytest.fixture(scope="module")
def grand():
    return avec_mesures(complet())


def avec_moyens(dossier, *houses):
    dossier.contrat.tables["moyens"] = lignes("moyens", *(
        {"id_etablissement": house, "annee": year, "regime": "dgf", "montant_prevu": 100_00}
        for house in houses for year in (2025, 2026)))  # fmt: skip
    return dossier


def pages(nom, dossier, tmp_path):
    path = tmp_path / f"{nom}.pdf"
    ecrire(blocs(nom, dossier), Enveloppe("Contrat"), path)
    said = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    return int(next(line.split()[1] for line in said.splitlines() if line.startswith("Pages")))


def test_the_contract_of_one_chrs_has_four_pages_of_clauses_at_most_and_one_of_what_is_missing(
    tmp_path,
):
    assert pages("contrat", petit(), tmp_path) <= 4 + 1


def test_no_heading_of_a_contract_is_empty():
    for dossier in (petit(), complet()):
        shown = blocs("contrat", dossier)
        for one, after in pairwise(shown):
            deeper = isinstance(after, Titre) and isinstance(one, Titre) \
                and after.niveau > one.niveau  # fmt: skip
            assert not isinstance(one, Titre) or not isinstance(after, Titre) or deeper, one
        assert not isinstance(shown[-1], Titre)


def test_the_parts_are_those_of_the_model_contract_numbered_from_one_to_eight():
    places = plan.elements(blocs("contrat", petit()))
    heads = {one.numero: one.bloc.texte for one in places
             if isinstance(one.bloc, Titre) and one.bloc.niveau == 2 and one.numero}  # fmt: skip
    assert list(heads) == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"]
    assert heads["I"] == "Périmètre du contrat"
    assert heads["VI"] == "Recours contentieux"


def test_what_was_not_agreed_has_no_rubric():
    heads = {one.texte for one in des(Titre, blocs("contrat", petit()))}
    assert "Subventions" not in heads
    assert "Investissement, siège, retour à l’équilibre" not in heads
    assert "Subventions" in {one.texte for one in des(Titre, blocs("contrat", complet()))}


def test_the_base_is_shown_to_the_cent_with_its_sum():
    table = tableau(blocs("contrat", petit()), "Base budgétaire")
    assert table.titre == "Base budgétaire de 2025"
    assert table.lignes[-1][3:] == (
        Decimal("600000.00"), Decimal("100000.00"), Decimal("400000.00"), Decimal("100000.00"),
    )  # fmt: skip


def test_the_house_that_leaves_is_dated_and_who_subsidises_signs():
    shown = blocs("contrat", complet())
    table = tableau(shown, "Établissements")
    assert [row[-1] for row in table.lignes] == [date(2026, 12, 31), "", ""]
    boxes = [one.titre for each in des(Encarts, shown) for one in each.encarts]
    assert boxes == ["Préfecture, Préfet de région", "L’Étape, Gestionnaire",
                     "Préfecture du 49, préfet"]  # fmt: skip


def test_a_clause_leads_to_the_annex_it_names():
    shown = blocs("contrat", petit())
    anchors = {one.ancre for one in des(Titre, shown)}
    said = des(Paragraphe, shown)
    links = [link for one in said for link in one.renvois if link.texte in one.texte]
    assert {one.texte for one in links} == {"annexe\u00a01", "annexe\u00a02"}
    assert {one.ancre for one in links} <= anchors


def test_what_is_missing_is_listed_with_who_knows_it():
    shown = blocs("contrat", petit(date_effet=None))
    rows = tableau(shown, "Ce qui reste").lignes
    assert ("Date d’effet", "les parties", "VIII.\u00a0Durée et date de mise en œuvre") in rows
    assert any("[à compléter\u00a0: date d’effet]" in one.texte for one in des(Paragraphe, shown))


def test_a_text_of_the_parties_takes_the_place_of_ours():
    own = {"textes_contrat": lignes("textes_contrat", {"clause": "revision", "texte": "Ainsi."})}
    said = [one.texte for one in des(Paragraphe, blocs("contrat", petit(own)))]
    assert "Ainsi." in said
    assert not [text for text in said if "prorogation simple" in text]


def test_an_action_has_a_page_with_its_cost_against_its_funding(grand, tmp_path):
    assert pages("fiches_actions", grand, tmp_path) == 1 + len(grand.actions)
    table = tableau(blocs("fiches_actions", grand), "Coût et financement")
    # from March 2025 to March 2028: four years begun at 1 000 €, of which 400 € are paid
    whole = (Decimal("4000.00"), Decimal("400.00"), Decimal("0.00"), Decimal("3600.00"))
    assert table.lignes[-1] == ("Ensemble", *whole)


def test_a_target_that_is_missed_asks_why_and_what_next(grand):
    row = tableau(blocs("bilan", grand), "Cibles à expliquer").lignes[0]
    assert row[1:] == ("Places", "7,6\u00a0places, pour 10\u00a0places\u00a0: non atteinte",
                       "Travaux", "2027")  # fmt: skip


def test_the_minutes_are_set_out_by_nature_and_recall_what_is_open(grand):
    shown = blocs("compte_rendu", grand)
    assert [one.texte for one in des(Titre, shown)] == [
        "Décisions", "Points de divergence", "Réorientations",
        "Décisions antérieures encore ouvertes",
    ]  # fmt: skip
    assert des(Tableau, shown)[-1].lignes[0][2] == "Ancienne décision."
    held = tableau(shown, "Points de divergence")
    assert "Qui" not in [one.titre for one in held.colonnes], "nobody does a disagreement"
    assert "à dire" in tableau(shown, "Décisions").lignes[0]
    assert des(Encarts, shown), "not validated: each side has the place to do it"


def test_the_minutes_of_another_day_are_asked_for_by_it(grand):
    assert compte_rendu.rencontre(grand, "2025-11-20")["date"] == date(2025, 11, 20)
    with pytest.raises(CommandeError, match="Rencontres du contrat\u00a0: 20/11/2025, 20/11/2026"):
        compte_rendu.rencontre(grand, "2026-01-01")


def test_the_committee_sees_what_is_missing_and_the_actions_without_money(grand):
    shown = blocs("preparation_comite", grand)
    assert tableau(shown, "Actions en retard").lignes[0][-1] == Decimal("3600.00")
    assert tableau(shown, "Cibles à expliquer").lignes


def test_the_committee_has_the_decisions_of_the_last_meeting_that_it_counts_as_open(grand):
    shown = blocs("preparation_comite", grand)
    # of 2025: one; of 2026: a decision and a reorientation, the disagreement asks nothing of anyone
    assert "3\u00a0décisions ouvertes" in des(Paragraphe, shown)[0].texte
    table = tableau(shown, "Décisions encore ouvertes")
    assert sorted(row[2] for row in table.lignes) == [
        "Ancienne décision.", "Texte decision.", "Texte reorientation.",
    ]  # fmt: skip


def test_a_rubric_has_one_name_in_the_text_and_where_what_is_missing_is_listed():
    shown = blocs("contrat", petit(date_effet=None))
    heads = {one.bloc.texte: one.numero for one in plan.elements(shown)
             if isinstance(one.bloc, Titre)}  # fmt: skip
    places = {row[2] for row in tableau(shown, "Ce qui reste").lignes}
    for place in places:
        number, _, name = place.rpartition(".\u00a0")
        assert heads[name].split(".")[0] == number, place


def test_an_action_that_is_done_is_said_done_once():
    done = lignes("actions", ACTION | {"etat": "faite", "avancement": 1.0})
    (row,) = [line for line in tableau(blocs("fiches_actions", petit({"actions": done})),
              "Mode opératoire").lignes if line[0] == "Où l’on en est"]  # fmt: skip
    assert row[1] == "faite"


def test_what_is_missing_from_the_sheets_is_said_once_with_who_knows_it():
    whole = ACTION | {"moyens": "Un poste", "indicateur_realisation": "Visites"}
    shown = blocs("fiches_actions", petit({"actions": lignes(
        "actions", ACTION, whole | {"id_action": "B"})}))  # fmt: skip
    (note,) = [one for one in des(Paragraphe, shown) if one.role == "note"]
    assert note.titre == "À compléter par le gestionnaire"
    assert note.texte == (
        "Constat (2\u00a0fiches), moyens mobilisés (1\u00a0fiche), "
        "indicateur de réalisation (1\u00a0fiche)."
    )


def test_the_means_follow_the_order_of_the_perimeter():
    # by its name alone the subsidised activity would come first
    shown = blocs("contrat", avec_moyens(complet(), PORT, RUE))
    houses = [row[0] for row in tableau(shown, "Établissements").lignes]
    assert houses == ["CHRS La Gare", "CHRS Le Port", "Accueil de rue"]
    for title in ("Base budgétaire", "Montants prévus"):
        told = [row[0] for row in tableau(shown, title).lignes][:-1]
        assert [name for name in houses if name in told] == told, title


def test_a_contract_in_preparation_has_a_way_proposed_and_drawn():
    shown = blocs("note_de_cadrage", petit())
    (figure,) = des(Figure, shown)
    assert len(figure.tableau.lignes) == 8
    assert "proposée" in tableau(shown, "Qui fait quoi").note


@pytest.mark.parametrize("nom", sorted(PARTIES))
def test_every_document_holds_for_a_contract_that_says_next_to_nothing(nom):
    bare = {name: () for name in ("contrat_parties", "objectifs", "cibles", "actions", "moyens")}
    dossier = petit(bare, date_effet=None, duree_mois=None)
    assert plan.elements(blocs(nom, dossier))


def test_the_final_balance_is_that_of_the_last_year(grand):
    def nature(one):
        return blocs("bilan", one)[0].nature

    assert nature(grand) == "Bilan annuel"
    assert nature(replace(grand, annee=2029)) == "Bilan final"
