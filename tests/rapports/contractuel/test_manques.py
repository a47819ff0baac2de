"""What is unknown is marked in the contract, and every mark has its line with who knows it."""

from datetime import date

import pytest
from calcul.contrat.fabrique import GARE, PARTIES, PORT, cibles, lignes
from rapports.contractuel.contrats import CHRS, complet, petit
from rapports.contractuel.test_documents import blocs, des, tableau

from cpomlib.calcul.contrat import Manquement
from cpomlib.dossier import DossierContrat
from cpomlib.rendu.blocs import A_COMPLETER, Encarts, Paragraphe, Tableau, Titre

RIEN = {name: () for name in ("contrat_parties", "objectifs", "cibles", "actions", "moyens")}
DEUX = {"contrat_etablissements": lignes(
    "contrat_etablissements", CHRS | {"id_etablissement": PORT},
    {"id_etablissement": GARE, "date_entree": date(2025, 1, 1)})}  # fmt: skip
SANS_FONCTION = {"contrat_parties": lignes("contrat_parties", PARTIES[1])}
SANS_DEPART = {"cibles": cibles({2029: 0.3}, valeur_reference=None)}
ACTES = {"actes": lignes("actes", {"nature": "ppi"}, {"nature": "frais_siege"})}
CAS = {
    "petit": petit(),
    "complet": complet(),
    "presque rien": petit(RIEN, date_effet=None, duree_mois=None, annee_diagnostic=None,
                          libre_affectation=None, periodicite_comite_mois=None,
                          arrete_programmation=None),
    "un établissement sans moyens": petit(DEUX),
    "sans fonction ni autorité": petit(SANS_FONCTION),
    "sans départ": petit(SANS_DEPART),
    "sans capacité": petit(places={}),
    "actes sans date": petit(ACTES, plan_retour_equilibre=True),
}  # fmt: skip


def marques(shown):
    """Return every mark, each with the texts that stand around it."""
    for one in des(Paragraphe, shown):
        yield from ((mark, (one.texte,)) for mark in A_COMPLETER.findall(one.texte))
    for one in des(Tableau, shown):
        for row in one.lignes:
            said = tuple(str(cell) for cell in row if isinstance(cell, str) and len(cell) > 4)
            for cell in row:
                if isinstance(cell, str) and A_COMPLETER.search(cell):
                    yield cell, tuple(text for text in said if not A_COMPLETER.search(text))


@pytest.mark.parametrize("nom", sorted(CAS))
def test_every_mark_has_its_line_with_who_knows_it(nom):
    shown = blocs("contrat", CAS[nom])
    rows = des(Tableau, shown)[-1].lignes
    found = list(marques(shown))
    assert found, "a contract that the parties did not end has something to complete"
    for mark, around in found:
        what = mark.removeprefix("[à compléter").removeprefix("\u00a0: ").rstrip("]")
        names = [row[0].lower() for row in rows]
        wanted = [what.lower()] if what else [text.lower() for text in around]
        assert any(text in name for text in wanted for name in names), (mark, around)
    assert all(row[1] for row in rows)


def test_the_base_is_not_added_up_where_one_of_them_has_none():
    table = tableau(blocs("contrat", CAS["un établissement sans moyens"]), "Base budgétaire")
    assert [row[3] for row in table.lignes][1:] == ["[à compléter]", ""]


def test_a_signed_contract_is_no_draft_and_says_its_amendments_and_who_agreed():
    signed = complet()
    rows = lignes("signatures", {"acte": "0", "partie": "asso", "reponse": "accord",
                                 "repondu_le": date(2024, 12, 3)})  # fmt: skip
    signed.contrat.tables["signatures"] = rows
    shown = blocs("contrat", signed)
    note = next(one for one in des(Paragraphe, shown) if one.role == "note")
    assert note.titre == "Contrat en vigueur jusqu’au 31/12/2029."
    assert "Avenants compris\u00a0: n°\u00a01 (périmètre, 01/01/2027)." in note.texte
    assert "Projet" not in note.titre
    boxes = {one.titre: one.textes for each in des(Encarts, shown) for one in each.encarts}
    assert boxes["L’Étape, Gestionnaire"] == ("Accord le 03/12/2024",)
    assert boxes["Préfecture, Préfet de région"] == ()
    assert [one.texte for one in des(Titre, shown)][-1] == "Ce que la base ne tient pas"


def test_an_act_that_was_sent_is_not_the_decision_of_the_authority():
    sent = {"actes": lignes("actes", {"nature": "frais_siege", "fait_le": date(2024, 10, 15)})}
    said = [one.texte for one in des(Paragraphe, blocs("contrat", petit(sent)))]
    assert "Demande du 15/10/2024\u00a0; joindre l’accord de l’autorité." in said


def test_what_prevents_a_draft_to_be_signed_is_said_before_it_is(monkeypatch):
    rules = (("duree", "bloquant"), ("cible_courte", "a_corriger"))
    found = [Manquement(code, grave, "x", f"Message {grave}.", "Texte") for code, grave in rules]
    monkeypatch.setattr(DossierContrat, "manquements", found)
    assert tableau(blocs("contrat", petit()), "Contrôle du contrat").lignes == (
        ("bloquant", "Message bloquant.", "Texte"),
    )
    signed = des(Tableau, blocs("contrat", petit(statut="signe")))
    assert "Contrôle du contrat" not in [one.titre for one in signed]
