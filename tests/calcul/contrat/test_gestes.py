"""A contract is signed, an action moves on: only the rows that change."""

from datetime import date

from calcul.contrat.fabrique import contrat, ligne, lignes

from cpomlib.calcul.contrat import attendus, avancer, signer

LE = date(2026, 11, 15)
PARTIES = lignes("contrat_parties", {"partie": "etat", "role": "autorite_tarification"},
                 {"partie": "asso", "role": "signataire"},
                 {"partie": "caf", "role": "financeur"})  # fmt: skip


def prepare(*signatures, **cells):
    tables = {"contrat_parties": PARTIES, "signatures": lignes("signatures", *signatures)}
    return contrat(tables, statut="preparation", **cells)


def test_all_who_sign_agree_and_the_contract_is_signed():
    made = signer(prepare(), LE, (), {"date_effet": date(2027, 1, 1), "duree_mois": None})
    assert [(row["acte"], row["partie"], row["reponse"], row["repondu_le"])
            for row in made["signatures"]] == [("0", "etat", "accord", LE),
                                               ("0", "asso", "accord", LE)]  # fmt: skip
    (head,) = made["contrats"]
    assert (head["statut"], head["date_effet"], head["duree_mois"]) == (
        "signe", date(2027, 1, 1), 60)  # fmt: skip


def test_one_who_agrees_alone_signs_nothing_yet():
    first = signer(prepare(), LE, ["asso"], {})
    assert "contrats" not in first
    held = prepare(first["signatures"][0] | {"preuve": "LRAR"})
    assert attendus(held) == ["etat"]
    last = signer(held, LE, ["etat"], {})
    assert last["contrats"][0]["statut"] == "signe" and len(last["signatures"]) == 1


def test_who_had_refused_and_agrees_keeps_the_proof_of_receipt():
    said = {"acte": "0", "partie": "etat", "recu_le": date(2026, 9, 1), "preuve": "LRAR",
            "reponse": "refus", "repondu_le": date(2026, 10, 1)}  # fmt: skip
    row = signer(prepare(said), LE, ["etat"], {})["signatures"][0]
    assert (row["reponse"], row["repondu_le"], row["preuve"]) == ("accord", LE, "LRAR")


def test_a_state_follows_a_progress_and_a_progress_a_state():
    row = ligne("actions", id_action="A", etat="a_venir", avancement=0.0)
    for said, wanted in (
        ({"pourcent": 40}, ("en_cours", 0.4)), ({"pourcent": 0}, ("a_venir", 0.0)),
        ({"pourcent": 100}, ("faite", 1.0)), ({"etat": "faite"}, ("faite", 1.0)),
        ({"etat": "abandonnee"}, ("abandonnee", 0.0)),
        ({"etat": "en_cours", "pourcent": 100}, ("en_cours", 1.0)),
    ):  # fmt: skip
        made = avancer(row, LE, said)
        assert (made["etat"], made["avancement"], made["date_point"]) == (*wanted, LE)
    done = row | {"etat": "faite", "avancement": 1.0}
    back = avancer(done, LE, {"etat": "en_cours"})
    assert (back["etat"], back["avancement"]) == ("en_cours", None)
    again = avancer(row | {"etat": "faite", "avancement": 1.0}, LE, {"pourcent": 50})
    assert again["etat"] == "en_cours"
