"""Dates compared with the day of the deposit, which is given: no clock is read."""

from datetime import date

import pandas as pd
import pytest
from conftest import plain

from cpomlib.tables.frames import conform
from cpomlib.tables.jours import date_faults, doutes_du_jour, refus_du_jour
from cpomlib.tables.lecture import Provenance

JOUR = date(2026, 11, 29)
E = "440000001"


def sejours(*stays):
    rows = pd.DataFrame(stays, columns=["id_sejour", "date_entree", "date_sortie"])
    days = {name: pd.to_datetime(rows[name]) for name in ("date_entree", "date_sortie")}
    return {
        "sejours": conform(
            "sejours",
            rows.assign(
                **days, id_etablissement=E, id_menage=rows["id_sejour"], composition="homme_seul",
                nb_adultes=1, nb_enfants=0, tranche_age="25_34", droits_incomplets=False,
                via_siao=True, dls_active=False,
            ),
        )
    }  # fmt: skip


def financements(annee):
    rows = {"id_etablissement": [E], "annee": annee, "financeur": "etat_177",
            "montant_accorde": 100_000_00}  # fmt: skip
    return {"financements": conform("financements", pd.DataFrame(rows))}


def budgets(document, annee):
    rows = {"id_etablissement": [E], "annee": annee, "document": document, "sens": "charge",
            "groupe": 1, "compte": "606", "montant": 1, "non_reconductible": False}  # fmt: skip
    return {"budgets": conform("budgets", pd.DataFrame(rows))}


def activite(annee, mois, realisees):
    rows = {"id_etablissement": [E], "annee": annee, "mois": mois, "journees_theoriques": 300,
            "journees_realisees": realisees}  # fmt: skip
    return {"activite": conform("activite", pd.DataFrame(rows))}


def told(faults):
    return [plain(f"{fault.colonne} : {fault.message} {fault.que_faire}") for fault in faults]


def judged(frames):
    return [len(kind(frames, JOUR, "f.csv")) for kind in (refus_du_jour, doutes_du_jour)]


def test_a_stay_that_begins_or_ends_after_the_day_is_refused_by_name():
    found = refus_du_jour(sejours(("S1", "2026-11-29", None), ("S2", "2026-11-30", "2035-03-01")),
                          JOUR, "f.csv")  # fmt: skip
    assert told(found) == [
        "date_entree : Cette date est après le jour du dépôt (29 novembre 2026). sejours : S2 "
        "(30/11/2026). Corrigez la date. Si le classeur d’origine compte les jours depuis 1904, "
        "toutes ses dates sont décalées de 4 ans et 1 jour : refaites l’export avec le calendrier "
        "de 1900.",
        # 1 March 2035 less 1 462 days is 28 February 2031: still to come, 1904 explains nothing
        "date_sortie : Cette date est après le jour du dépôt (29 novembre 2026). sejours : S2 "
        "(01/03/2035). Corrigez la date ; videz-la si le ménage est présent.",
    ]


def test_forty_years_ago_to_the_day_is_not_older():
    """29/11/1986 is forty years before; the day before is more."""
    assert judged(sejours(("S1", "1986-11-29", None))) == [0, 0]
    doubts = doutes_du_jour(sejours(("S1", "1986-11-28", None)), JOUR, "f.csv")
    assert told(doubts) == [
        "date_entree : Ce séjour a commencé plus de 40 ans avant le jour du dépôt. sejours : S1 "
        "(28/11/1986). Vérifiez la date d’entrée."
    ]


@pytest.mark.parametrize(
    ("frames", "refus", "doutes"),
    [
        (financements(2026), 0, 0),  # a year not over may be deposited
        (financements(2027), 0, 1),  # asked for already, perhaps
        (financements(2028), 1, 0),
        (financements(2052), 1, 0),
        (budgets("bp", 2027), 0, 0),  # a forecast is made before its year
        (budgets("be", 2027), 0, 1),
        (budgets("ca", 2027), 1, 0),  # accounts are not
        (budgets("bp", 2028), 1, 0),
        (activite(2027, 1, 0), 1, 0),
        (activite(2026, 11, 5), 0, 0),
        (activite(2026, 12, 0), 0, 0),
        (activite(2026, 12, 5), 1, 0),  # days realised in a month to come
    ],
)
def test_a_year_that_has_not_begun(frames, refus, doutes):
    assert judged(frames) == [refus, doutes]


def test_many_rows_are_named_five_at_most():
    stays = [(f"S{number}", "2030-01-01", None) for number in range(1, 8)]
    (fault,) = refus_du_jour(sejours(*stays), JOUR, "f.csv")
    assert "S5 (01/01/2030) et 2 autres." in plain(fault.message)


def test_with_its_provenance_a_fault_says_the_line():
    frame = sejours(("S1", "2026-01-01", None), ("S2", "2031-02-01", None))["sejours"]
    (fault,) = date_faults("sejours", frame, Provenance("sejours.csv"), JOUR)
    assert (fault.ligne, fault.valeur) == (3, "2031-02-01")


def test_a_planned_closure_is_a_doubt():
    rows = {"id_etablissement": [E], "id_gestionnaire": "000000018", "nom": "A",
            "categorie": "214", "regime": "autorise", "autorite": "prefet", "programme": "177",
            "departement": "44", "region": "52",
            "date_fermeture": pd.Timestamp("2027-01-01")}  # fmt: skip
    frames = {"etablissements": conform("etablissements", pd.DataFrame(rows))}
    assert judged(frames) == [0, 1]
