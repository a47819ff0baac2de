"""What a contract agreed prevails over ``seuils.yaml``, and is said where it changes something."""

from datetime import date

import pandas as pd
from calcul.contrat.fabrique import JOUR, cibles, connus, contrat, lignes, sain

from cpomlib.calcul.contrat import (
    AU_DEPOT,
    Mesuree,
    Mesures,
    Usages,
    Vue,
    autrement_comptees,
    suivre,
    touchees,
    verifier,
)
from cpomlib.tables import Provenance, conform


def convenu(cle, valeur, since=2025, texte=None):
    row = {"cle": cle, "valeur": valeur, "date_effet": date(since, 1, 1), "texte": texte}
    return {"conventions_contrat": lignes("conventions_contrat", row)}


def juge(held, year=2025, measured=0.22):
    found = Mesures({("C-1", "cpom_1_taux", "", "chrs", year): Mesuree(measured)})
    rows = suivre({"C-1": held}, found, Usages(), date(2030, 1, 1))
    return next((one.tolerance, one.jugement) for one in rows if one.annee == year)


def test_the_tolerance_that_a_contract_agreed_judges():
    """From 20 % to 30 %: 0.1 of the way is 1 point, 0.9 of it 9 points; 22 % for 30 % expected."""
    rows = {"cibles": cibles({2025: 0.3})}
    tolerance, said = juge(contrat(rows))
    assert (round(tolerance, 9), said) == (0.01, "non_atteinte")
    tolerance, said = juge(contrat(rows | convenu("tolerance_cible", 0.9)))
    assert (round(tolerance, 9), said) == (0.09, "proche")
    # not yet in force that year
    assert juge(contrat(rows | convenu("tolerance_cible", 0.9, since=2026)))[1] == "non_atteinte"
    kept = {"cibles": cibles({2025: 0.3}, sens="maintien")} | convenu("tolerance_maintien", 0.5)
    assert juge(contrat(kept))[1] == "atteinte"  # 0.3 less 0.15 is under 0.22


def test_the_number_of_objectives_that_a_contract_agreed_is_the_limit():
    assert verifier(sain(convenu("objectifs_max", 2)), Vue(JOUR, connus())) == []
    (found,) = verifier(sain(convenu("objectifs_max", 1)), Vue(JOUR, connus()))
    assert found.code == "trop_objectifs"


def test_it_is_said_under_what_it_changes_and_nowhere_else():
    held = contrat(convenu("seuil_presence_longue_mois", 24, texte="Deux ans."))
    (said,) = touchees(held, 2025, ["cpom_1_taux", "cpom_4_taux_presence_longue"])
    assert said.replace("\u00a0", " ") == (
        "Convention du contrat : durée de présence anormalement longue, 24 mois. Deux ans."
    )
    assert touchees(held, 2025, ["cpom_1_taux"]) == touchees(held, 2024, ["cpom_4_taux"]) == []
    (wide,) = touchees(contrat(convenu("tolerance_cible", 0.2)), 2025, ["cpom_1_taux"])
    assert wide.endswith("en part du chemin de la référence à la dernière cible, 20,0\u00a0%.")


def test_what_a_contract_counts_otherwise_than_all_is_told_with_what_all_count():
    held = contrat(convenu("seuil_presence_longue_mois", 24))
    (said,) = autrement_comptees(held, 2025, ["cpom_4_taux_presence_longue"])
    assert said.replace("\u00a0", " ") == (
        "durée de présence anormalement longue, 24 mois au lieu de 18 mois"
    )
    assert autrement_comptees(held, 2025, ["cpom_1_taux"]) == []
    # the same as all, or what changes no measure
    for one in (convenu("seuil_presence_longue_mois", 18), convenu("tolerance_cible", 0.2)):
        assert autrement_comptees(contrat(one), 2025, ["cpom_4_taux"]) == []


def test_what_nothing_would_read_is_refused_when_it_is_deposited():
    def refused(cle):
        rows = convenu(cle, 1)["conventions_contrat"]
        frame = conform("conventions_contrat", pd.DataFrame(rows))
        place = Provenance("conventions_contrat.csv")
        return [one.message for check in AU_DEPOT
                for one in check("conventions_contrat", frame, place)]  # fmt: skip

    assert refused("tolerance_cible") == []
    (said,) = refused("effectif_lecture_min")  # a threshold, but of the whole service
    assert said.startswith("Ce n’est pas une convention qu’un contrat peut fixer")
