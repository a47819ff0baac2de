"""The draft of a contract, without any browser: rows, address, targets, objectives, meetings."""

from datetime import date
from types import SimpleNamespace

import pytest
from conftest import plain

from cpomlib.calcul.contrat import CibleSuivie, Contrat, Mesuree, milieu, portee_de
from cpomlib.pages.contrat import dit, fixer, noter, ordonner
from cpomlib.pages.contrat.brouillon import Brouillon, de_donnees, en_donnees
from cpomlib.pages.contrat.depot import enregistrer, heurts, repartir
from cpomlib.pages.tenue import deplier, plier
from cpomlib.socle import CommandeError

CODE = "C-A-1"


def objectif(code, parent=None, **more):
    return {"id_contrat": CODE, "id_objectif": code, "axe": "acces_logement", "intitule": code,
            "niveau": "operationnel" if parent else "strategique", "parent": parent,
            "constat": None, "indicateur_constat": None, "reference_plan": None,
            "id_etablissement": None, "priorite": None} | more  # fmt: skip


def cible(annee, valeur, avenant=None):
    return {"id_contrat": CODE, "avenant": avenant, "id_objectif": "1.1",
            "indicateur": "cpom_1_taux", "libelle": None, "unite": None, "id_etablissement": None,
            "perimetre": None, "sens": "hausse", "annee_reference": 2025,
            "valeur_reference": 0.36, "annee": annee, "cible": valeur, "tolerance": None,
            "motif": None}  # fmt: skip


def contrat(statut="preparation"):
    head = {"id_contrat": CODE, "id_gestionnaire": "A", "statut": statut, "date_effet": None,
            "duree_mois": None, "intitule": None}  # fmt: skip
    rows = (objectif("1"), objectif("1.1", "1"), objectif("1.2", "1"), objectif("2"))
    return Contrat(head, {"contrats": [head], "objectifs": rows,
                          "cibles": (cible(2027, 0.38), cible(2028, 0.46))})  # fmt: skip


def la_cible(base, draft):
    return fixer.retrouver(draft.applique(base), ("1.1", "cpom_1_taux", ""))


VIDE = Brouillon(CODE, 7)


def test_a_draft_holds_what_differs_and_nothing_when_all_is_as_before():
    base = contrat()
    moved = fixer.fixer(base, VIDE, la_cible(base, VIDE), 2028, 0.5)
    assert la_cible(base, moved).points == ((2027, 0.38), (2028, 0.5))
    assert list(moved.tables) == ["cibles"] and len(moved.tables["cibles"]) == 1
    back = fixer.fixer(base, moved, la_cible(base, moved), 2028, 0.46)
    assert back == VIDE and back.vide


def test_a_draft_goes_through_the_address_and_a_broken_one_is_none():
    base = contrat()
    draft = noter.ouvrir_rencontre(base, VIDE, (date(2026, 11, 29), "comite_suivi"))
    draft = noter.noter(base, draft, date(2026, 11, 29),
                        {"nature": "decision", "texte": "Réunir les bailleurs.",
                         "echeance": date(2027, 3, 31)})  # fmt: skip
    draft = fixer.fixer(base, draft, la_cible(base, draft), 2027, None)
    assert de_donnees(deplier(plier(en_donnees(draft)))) == draft
    assert de_donnees(deplier("AAAA")) is None
    held = en_donnees(draft)
    held["tables"]["cibles"] = [[["", "1.1", "cpom_1_taux", "", "2027"], {"annee": "demain"}]]
    assert de_donnees(held) is None
    # an address made by hand changes nothing that the page does not show
    held["tables"] = {"contrats": [[[], {"statut": "signe"}]], "moyens": []}
    assert de_donnees(held).vide


def test_a_reserved_page_does_not_save_the_draft_of_another_contract():
    acces = SimpleNamespace(choisi=lambda code: "C-B-1")
    seen = SimpleNamespace(base=SimpleNamespace(id="C-B-1"))
    with pytest.raises(CommandeError, match="autre contrat"):
        enregistrer(acces, seen, VIDE, "DDETS")


def test_the_last_row_of_a_target_stays_without_value():
    base = contrat()
    draft = fixer.fixer(base, VIDE, la_cible(base, VIDE), 2027, None)
    draft = fixer.fixer(base, draft, la_cible(base, draft), 2028, None)
    assert la_cible(base, draft).points == ()
    assert len(draft.applique(base).de("cibles")) == 1


def test_a_signed_contract_changes_only_by_an_amendment_that_restates_the_whole_set():
    base = contrat("signe")
    with pytest.raises(CommandeError, match="signé"):
        fixer.fixer(base, VIDE, la_cible(base, VIDE), 2028, 0.5)
    draft = Brouillon(CODE, 7, avenant=2)
    moved = fixer.fixer(base, draft, la_cible(base, draft), 2028, 0.5)
    rows = moved.applique(base).de("cibles")
    assert sorted((row["avenant"] or 0, row["annee"], row["cible"]) for row in rows) == [
        (0, 2027, 0.38), (0, 2028, 0.46), (2, 2027, 0.38), (2, 2028, 0.5),
    ]  # fmt: skip
    with pytest.raises(CommandeError, match="signée"):
        fixer.retirer(base, draft, la_cible(base, draft))
    with pytest.raises(CommandeError, match="ordre"):
        ordonner.deplacer(base, draft, "1.1", 1)


def test_an_objective_moves_with_all_that_names_it():
    base = contrat()
    draft, code = ordonner.deplacer(base, VIDE, "1.1", 1)
    after = draft.applique(base)
    assert code == "1.2"
    assert {row["id_objectif"] for row in after.de("cibles")} == {"1.2"}
    assert ordonner.trouver(after, "1.1")["intitule"] == "1.2"
    draft, code = ordonner.deplacer(base, VIDE, "1", 1)
    after = draft.applique(base)
    assert code == "2"
    assert [(row["id_objectif"], row["intitule"], row["parent"])
            for row in ordonner.en_ordre(after)] == [
        ("1", "2", None), ("2", "1", None), ("2.1", "1.1", "2"), ("2.2", "1.2", "2"),
    ]  # fmt: skip
    assert {row["id_objectif"] for row in after.de("cibles")} == {"2.1"}
    back, _ = ordonner.deplacer(base, draft, "2", -1)
    assert back == VIDE


def test_an_objective_is_added_split_answered_and_kept_while_something_names_it():
    base = contrat()
    draft, code = ordonner.nouveau(base, VIDE, "1")
    assert code == "1.3"
    draft = ordonner.decliner(base, draft, code, {"X": "Les Tilleuls", "Y": "Le Port"})
    rows = [r for r in draft.applique(base).de("objectifs") if r["parent"] == "1.3"]
    assert [(r["id_objectif"], r["id_etablissement"]) for r in rows] == [("1.3.1", "X"),
                                                                        ("1.3.2", "Y")]  # fmt: skip
    assert ordonner.decliner(base, draft, code, {"X": "Les Tilleuls"}) == draft
    draft = ordonner.repondre(base, draft, "1.3", "taux_etp_vacants")
    with pytest.raises(CommandeError, match="répond déjà"):
        ordonner.repondre(base, draft, "1.3", "taux_occupation")
    for kept in ("1.3", "1.1", "1"):
        with pytest.raises(CommandeError, match="tient encore"):
            ordonner.retirer(base, draft, kept)
    assert ordonner.retirer(base, VIDE, "2").applique(base).de("objectifs")[-1][
        "id_objectif"] == "1.2"  # fmt: skip


def test_points_are_numbered_changed_and_closed():
    base, day = contrat(), date(2026, 11, 29)
    draft = noter.noter(base, VIDE, day, {"nature": "decision", "texte": "a"})
    draft = noter.noter(base, draft, day, {"nature": "divergence", "texte": "b"})
    draft = noter.noter(base, draft, day, {"texte": "A"}, 1)
    rows = draft.applique(base).de("releves")
    assert [(r["numero"], r["nature"], r["texte"]) for r in rows] == [
        (1, "decision", "A"), (2, "divergence", "b"),
    ]  # fmt: skip
    draft = noter.clore(base, draft, rows[0], day)
    assert draft.applique(base).de("releves")[0]["close_le"] == day
    with pytest.raises(CommandeError, match="Écrivez"):
        noter.noter(base, draft, day, {"nature": "decision", "texte": " "})


def test_two_drafts_of_the_same_rows_clash_and_others_are_laid_on_what_is_new():
    base = contrat()
    mine = fixer.fixer(base, VIDE, la_cible(base, VIDE), 2028, 0.5)
    mine = ordonner.modifier(base, mine, "2", {"intitule": "Le mien"})
    theirs = fixer.fixer(base, VIDE, la_cible(base, VIDE), 2028, 0.42).applique(base)
    same = heurts(base, theirs, mine)
    assert same == [("cibles", "", "1.1", "cpom_1_taux", "", "2028")]

    actuel = SimpleNamespace(base=theirs, lus=SimpleNamespace(etat=9))
    kept = repartir(mine, actuel)
    assert (kept.etat, la_cible(theirs, kept).points[-1]) == (9, (2028, 0.5))
    taken = repartir(mine, actuel, same)
    assert la_cible(theirs, taken).points[-1] == (2028, 0.42)
    assert ordonner.trouver(taken.applique(theirs), "2")["intitule"] == "Le mien"


def visee(valeur, indicateur="cpom_1_taux", **more):
    return CibleSuivie("1.1", indicateur, None, "chrs", "hausse", 2025, 0.36, None,
                       ((2028, valeur),), **more)  # fmt: skip


def test_a_target_says_at_once_what_it_means():
    # 45 out of 125 in 2025; 46 % of 125 is 57.5, a half goes up: 58, 13 more
    known = [(2025, Mesuree(45 / 125, 45, 125, "", True))]
    said = [plain(dit.titre(portee_de(2028, value, known), visee(value)))
            for value in (0.46, 0.36, 0.352, 0.30)]  # fmt: skip
    assert said == [
        "46 % en 2028 : 13 ménages de plus par an",
        "36 % en 2028 : autant de ménages qu’en 2025",
        "35,2 % en 2028 : 1 ménage de moins par an",  # 44 out of 125
        "30 % en 2028 : 7 ménages de moins par an",  # 37.5 is 38
    ]
    free = visee(8, "L-conventions", unite="conventions")
    assert plain(dit.titre(portee_de(2028, 8, [(2025, Mesuree(5.5))]), free)) == (
        "8 en 2028 : 2,5 de plus qu’en 2025"
    )
    assert plain(dit.titre(portee_de(2028, 8, []), free)) == "8 en 2028"


def test_the_middle_half_is_told_in_whole_points_and_of_ten_at_least():
    values = [0.301, 0.312, 0.333, 0.348, 0.361, 0.377, 0.389, 0.401, 0.423, 0.502]
    found = milieu(values, "taux")
    # ranks 2.25 and 6.75 of ten: 0.333 + 0.25 × 0.015 = 0.33675; 0.389 + 0.75 × 0.012 = 0.398
    assert (round(found.bas, 9), round(found.haut, 9), found.nombre) == (0.34, 0.40, 10)
    assert milieu(values[:9], "taux") is None
