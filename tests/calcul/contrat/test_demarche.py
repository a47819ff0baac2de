"""The way to a contract, dated from the day it is launched."""

from datetime import date

from calcul.contrat.fabrique import contrat, lignes

from cpomlib.calcul.contrat import etat_tache, retroplanning, taches

LANCEMENT = date(2026, 1, 15)


def test_five_months_then_four():
    rows = retroplanning(LANCEMENT)
    ends = {row["etape"]: row["fin"] for row in rows}
    assert ends["diagnostic"] == date(2026, 6, 14)  # five months, less a day
    assert ends["signature"] == date(2026, 10, 14)  # nine months
    assert rows[0]["debut"] == LANCEMENT
    assert all(row["responsable"] and row["debut"] < row["fin"] for row in rows)


def test_the_tasks_of_a_contract_in_order_with_where_they_stand():
    rows = lignes(
        "demarche",
        {"etape": "signature", "tache": "b", "debut": date(2026, 9, 1), "fin": date(2026, 10, 1)},
        {"etape": "cadrage", "tache": "a", "debut": date(2026, 1, 1), "fin": date(2026, 2, 1),
         "faite_le": date(2026, 1, 20)},
    )  # fmt: skip
    first, last = taches(contrat({"demarche": rows}))
    assert (first["tache"], last["tache"]) == ("a", "b")
    assert etat_tache(first, date(2026, 1, 20)) == "faite"
    assert etat_tache(first, date(2026, 1, 10)) == "en_cours"
    days = (date(2026, 8, 31), date(2026, 9, 1), date(2026, 10, 2))
    assert [etat_tache(last, day) for day in days] == ["a_venir", "en_cours", "en_retard"]
