"""The way to a contract as the page tells it, without a browser."""

from datetime import date

from calcul.contrat.fabrique import contrat, lignes
from conftest import plain

from cpomlib.calcul.contrat import demarche_de
from cpomlib.pages.contrat import demarche

JOUR = date(2026, 11, 30)


def tache(etape, nom, debut, fin, **cells):
    return {"etape": etape, "tache": nom, "debut": debut, "fin": fin,
            "responsable": "préfet de région", **cells}  # fmt: skip


def test_the_way_says_what_is_done_what_comes_first_and_who():
    rows = lignes(
        "demarche",
        tache("signature", "Signer", date(2026, 12, 1), date(2026, 12, 28)),
        tache("cadrage", "Lancer", date(2026, 1, 1), date(2026, 1, 31), faite_le=date(2026, 1, 20)),
        tache("moyens", "Négocier", date(2026, 9, 1), date(2026, 10, 31), acteurs="gestionnaire",
              consultes="SIAO"),
    )  # fmt: skip
    held, own = demarche_de(contrat({"demarche": rows}), JOUR)
    assert own and plain(demarche.titre(held, JOUR)) == (
        "3 tâches : 1 faite, 1 en retard, 1 à venir. La première à faire : Négocier, pour le "
        "31/10/2026 (préfet de région)."
    )
    shown = plain(demarche.tableau(held, JOUR))
    assert "faite le 20/01/2026" in shown
    assert "préfet de région ; avec gestionnaire ; consultés SIAO" in shown
    done = [row | {"faite_le": JOUR} for row in held]
    assert plain(demarche.titre(done, JOUR)) == "3 tâches : 3 faites."


def test_a_contract_without_its_own_has_the_usual_one_unless_it_is_signed():
    rows, own = demarche_de(contrat(statut="preparation"), JOUR)
    # a month from the day: 30/11 to 29/12
    assert not own and (rows[0]["debut"], rows[0]["fin"]) == (JOUR, date(2026, 12, 29))
    assert demarche_de(contrat(statut="signe"), JOUR) == ([], True)
