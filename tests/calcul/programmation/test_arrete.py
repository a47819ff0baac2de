"""The arrêté: its versions, its two forms, what changed, the version to deposit."""

import pandas as pd
import pytest
from calcul.programmation.fabrique import recense
from conftest import plain

from cpomlib.calcul.programmation import (
    Priorite,
    Souhaits,
    arretes,
    changements,
    lignes_a_deposer,
    par_annee,
    proposer,
    version_de,
)
from cpomlib.socle import CommandeError
from cpomlib.tables import conform

NOMS = {"732829320": "Alpha", "000520015": "Beta"}


def frames(*versions):
    """Return the tables of versions: (form, lines (year, who, volume in cents))."""
    heads, rows = [], []
    for number, (form, lines) in enumerate(versions, 1):
        heads.append({"region": "52", "version": number, "forme": form})
        rows += [{"region": "52", "version": number, "rang": rank, "annee": year,
                  "id_gestionnaire": who, "nombre_chrs": 2, "volume": volume,
                  "etat": "retire" if volume == 0 else "prevu"}
                 for rank, (year, who, volume) in enumerate(lines, 1)]  # fmt: skip
    return {
        "arretes_programmation": conform("arretes_programmation", pd.DataFrame(heads)),
        "programmation": conform("programmation", pd.DataFrame(rows)),
    }


def test_by_volume_only_the_first_year_is_nominative():
    [one] = arretes(frames(("volume", [(2027, "732829320", 100), (2028, None, 250),
                                       (2028, None, 50), (2029, None, 0)])), "52")  # fmt: skip
    told = [(y.annee, y.nominative, y.chrs, y.volume) for y in par_annee(one)]
    assert told == [(2027, True, 2, 100), (2028, False, 4, 300)]
    assert one.annee_de("732829320") == 2027 and one.annee_de("000520015") is None


def test_what_changed_is_told_line_by_line():
    before, after = arretes(
        frames(("volume", [(2027, "732829320", 100), (2028, None, 250)]),
               ("nominative", [(2028, "732829320", 200), (2028, "000520015", 50)])), "52",
    )  # fmt: skip
    assert [plain(one) for one in changements(before, after, NOMS)] == [
        "La forme devient : nominative pour toute la période.",
        "Alpha : passe de 2027 à 2028, volume annuel porté de 1,00 € à 2,00 €.",
        "Beta : nommé pour 2028.",
    ]
    assert [plain(one) for one in changements(after, before, NOMS)][-1] == (
        "Beta : retiré (était programmé en 2028).")  # fmt: skip
    assert changements(before, before, NOMS) == []


def changed(before, after):
    return [plain(one) for one in changements(*arretes(frames(before, after), "52"), NOMS)]


def test_a_year_that_names_nobody_comes_leaves_or_changes():
    named = (2027, "732829320", 100)
    two = ("volume", [named, (2028, None, 250)])
    # nothing else tells of 2029: a version that adds it does not say that nothing changes
    assert changed(two, ("volume", [*two[1], (2029, None, 70)])) == [
        "2029 : ajoutée, 2 CHRS, 0,70 €."]  # fmt: skip
    assert changed(("volume", [*two[1], (2029, None, 70)]), two) == [
        "2029 : retirée (2 CHRS, 0,70 €)."]  # fmt: skip
    assert changed(two, ("volume", [named, (2028, None, 300)])) == [
        "2028 : 2 CHRS, 2,50 € devient 2 CHRS, 3,00 €."]  # fmt: skip


def test_what_a_line_holds_is_told_when_it_changes():
    one, two = arretes(frames(("nominative", [(2027, "732829320", None)]),
                              ("nominative", [(2027, "732829320", 100)])), "52")  # fmt: skip
    two.lignes[0]["nombre_chrs"] = 3
    two.lignes[0]["departements"] = "44 49"
    assert [plain(line) for line in changements(one, two, NOMS)] == [
        "Alpha : 3 CHRS au lieu de 2, départements Loire-Atlantique, Maine-et-Loire, volume annuel "
        "fixé à 1,00 €."
    ]


def test_the_last_version_is_the_one_meant_and_an_unknown_one_is_refused():
    known = arretes(frames(("nominative", [(2027, "732829320", 1)]),
                           ("nominative", [(2028, "732829320", 1)])), "52")  # fmt: skip
    assert version_de(known).version == 2
    with pytest.raises(CommandeError, match="La version 3"):
        version_de(known, 3)
    with pytest.raises(CommandeError, match="Aucun arrêté"):
        version_de(())


def proposition():
    held = [recense("Alpha"), recense("Beta", {"44": 1, "49": 2}), recense("Gamma", {"49": 1})]
    limits = {("44", 2027): 1, ("49", 2027): 0, ("49", 2028): 1}
    paid = {"id-Alpha": 100, "id-Beta": 250, "id-Gamma": None}
    marks = {one.id: Priorite() for one in held}
    return proposer(held, marks, paid, Souhaits((2027, 2028, 2029), limits))


def test_what_is_deposited_tells_nobody_of_the_others():
    """Once published, everybody of the région reads the lines: no name, no mark of another."""
    rows = lignes_a_deposer(proposition(), "52", 3, "nominative")["programmation"]
    assert [plain(row["motif"]) for row in rows] == [
        "Première année possible.",
        "Reportée à 2028 : 1 signature déjà en 2027 dans le 44, aucune signature possible en 2027 "
        "dans le 49.",
        "Reportée à 2029 : aucune signature possible en 2027 dans le 49 ; 1 signature déjà en 2028 "
        "dans le 49.",
    ]  # fmt: skip
    assert not any(row.get("priorite") for row in rows)
    assert "Alpha" in proposition().lignes[1].motif


def test_the_version_to_deposit_is_nominative_or_counted():
    named = lignes_a_deposer(proposition(), "52", 3, "nominative")["programmation"]
    assert [(row["rang"], row["annee"], row["id_gestionnaire"]) for row in named] == [
        (1, 2027, "id-Alpha"), (2, 2028, "id-Beta"), (3, 2029, "id-Gamma")]  # fmt: skip
    made = lignes_a_deposer(proposition(), "52", 3, "volume")
    assert made["arretes_programmation"] == [{"region": "52", "version": 3, "forme": "volume"}]
    counted = [(row["annee"], row.get("id_gestionnaire"), row["departements"], row["nombre_chrs"],
                row["volume"]) for row in made["programmation"]]  # fmt: skip
    assert counted == [(2027, "id-Alpha", "44", 1, 100), (2028, None, "44 49", 3, 250),
                       (2029, None, "49", 1, None)]  # fmt: skip
