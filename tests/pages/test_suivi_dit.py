"""What the following of a contract says, without a browser."""

from datetime import date

from calcul.contrat.fabrique import JOUR, cibles, contrat

from cpomlib.calcul.contrat import (
    CadreDelais,
    Delais,
    Mesures,
    Usages,
    echeances,
    suivre,
)
from cpomlib.pages.contrat import suivi_dit


def dit(held):
    found = echeances(held, CadreDelais(JOUR, Delais(JOUR), {}))
    return suivi_dit.echeances(found, JOUR, held).replace("\u00a0", " ")


def test_past_the_legal_day_is_said_neutrally():
    said = dit(contrat(statut="preparation", date_effet=None, duree_mois=None))
    assert "Date légale de signature du contrat, 31/12/2024. Échéance légale dépassée" in said
    assert "Rien n’est dû." in said and "en retard" not in said
    assert "dépassée" not in dit(contrat(date_effet=date(2024, 6, 1)))


def test_what_is_followed_without_a_target_says_so_once_and_conventions_come_under():
    held = contrat({"cibles": cibles({2025: None})})
    rows = suivre({"C-1": held}, Mesures(), Usages(), JOUR)
    shown = suivi_dit.tableau([one for one in rows if one.annee == 2025], 20, ["Convention : 24."])
    assert shown.count("sans cible") == 1 and "Suivi sans cible" not in shown
    assert shown.index("Convention : 24.") < shown.index(suivi_dit.NEUTRE)
