"""An extension: who was asked, who answered, and what silence means."""

from datetime import date

from calcul.contrat.fabrique import cadre, contrat, dates, lignes

from cpomlib.calcul.contrat import (
    echeances,
    prorogation,
    terme_actuel,
)

PARTIES = lignes(
    "contrat_parties",
    {
        "partie": "prefet",
        "nature": "prefet_region",
        "organisme": "Préfecture",
        "role": "autorite_tarification",
    },
    {"partie": "asso", "nature": "gestionnaire", "organisme": "L’Étape", "role": "signataire"},
    {"partie": "dept", "nature": "departement", "organisme": "Département", "role": "signataire"},
)


def demande(*rows):
    return lignes("signatures", *({"acte": "P"} | row for row in rows))


def prorogee(signatures, months=12, **cells):
    return contrat({
        "contrat_parties": PARTIES,
        "avenants": lignes("avenants", {"numero": 1, "nature": "avenant", "objet": "prorogation",
                                        "duree_mois": months}),
        "signatures": signatures,
    }, **cells)  # fmt: skip


BOTH = [
    {"partie": name, "recu_le": date(2028, 11, 15), "preuve": "recommandé"}
    for name in ("prefet", "dept")
]


def test_silence_of_two_months_extends_when_every_receipt_is_proved():
    held = prorogee(demande(*BOTH))
    assert prorogation(held, date(2029, 1, 14)).etat == "en_cours"
    found = prorogation(held, date(2029, 1, 15))
    assert (found.etat, found.acquise_le) == ("acquise", date(2029, 1, 15))
    assert terme_actuel(held, date(2029, 1, 14)) == date(2029, 12, 31)
    assert terme_actuel(held, date(2029, 1, 15)) == date(2030, 12, 31)


def test_without_proof_or_too_late_silence_says_nothing():
    day = date(2029, 6, 1)
    unproved = prorogee(demande(BOTH[0], BOTH[1] | {"preuve": None}))
    assert prorogation(unproved, day).etat == "sans_effet_tacite"
    late = prorogee(demande(*(row | {"recu_le": date(2029, 1, 1)} for row in BOTH)))
    assert prorogation(late, day).etat == "sans_effet_tacite"  # after 31 December 2028
    last_day = prorogee(demande(*(row | {"recu_le": date(2028, 12, 31)} for row in BOTH)))
    assert prorogation(last_day, day).etat == "acquise"
    some = prorogee(demande(BOTH[0] | {"recu_le": None}, BOTH[1]))
    assert prorogation(some, day).etat == "sans_effet_tacite"
    (answer,) = [one for one in echeances(late, cadre(day)) if one.nature == "prorogation_reponse"]
    said = answer.dit.replace("\u00a0", " ")
    assert said == "Reçue trop tard, ou sans preuve : le silence ne vaut pas accord."


def test_one_refusal_opens_the_negotiation():
    rows = [BOTH[0], BOTH[1] | {"reponse": "refus", "repondu_le": date(2029, 1, 5)}]
    held = prorogee(demande(*rows))
    assert prorogation(held, date(2029, 6, 1)).etat == "refusee"
    assert terme_actuel(held, date(2029, 6, 1)) == date(2029, 12, 31)


def test_a_refusal_after_the_silence_has_agreed_comes_too_late():
    rows = [BOTH[0], BOTH[1] | {"reponse": "refus", "repondu_le": date(2029, 2, 1)}]
    assert prorogation(prorogee(demande(*rows)), date(2029, 6, 1)).etat == "acquise"


def test_all_may_agree_even_late():
    said = {"recu_le": date(2029, 5, 1), "reponse": "accord", "repondu_le": date(2029, 5, 20)}
    held = prorogee(demande(*(row | said for row in BOTH)))
    assert terme_actuel(held, date(2029, 5, 20)) == date(2030, 12, 31)


def test_an_extension_moves_what_follows():
    held, before, after = prorogee(demande(*BOTH)), date(2029, 1, 14), date(2029, 1, 15)
    assert dates(held, "negociation", before) == [("0", date(2028, 12, 31), "en_retard")]
    assert dates(held, "negociation", after) == [("0", date(2029, 12, 31), "a_venir")]
    assert dates(held, "negociation_conseillee", after) == [("0", date(2029, 6, 30), "a_venir")]
    assert dates(held, "rapport_execution", after) == [("0", date(2030, 12, 31), "a_venir")]
    assert [one[0] for one in dates(held, "budget_previsionnel", after)][-1] == "2030"
    assert dates(held, "duree_maximale", after) == [("0", date(2030, 12, 31), "a_venir")]
