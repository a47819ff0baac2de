"""A gestionnaire's own counts: a zero is always shown, so that it protects nobody."""

import pandas as pd
import pytest

from cpomlib.calcul.indicateurs import fiches
from cpomlib.calcul.secret import masquer

# present on 31 December: 40 = 30 + 10 + 0, of which 10 is small; the zero is shown
PRESENTS = {"G": 40, "E1": 30, "E2": 10, "E3": 0}
SORTIES = {"G": 100, "E1": 100}


def lignes():
    rows = []
    for unite, count in PRESENTS.items():
        rows.append((unite, "menages_presents_31_12", count, None, count, "ok", ""))
        # a median over nobody has no value, and says why
        nobody = (None, "nd", "Le dénominateur est nul : ménages présents.")
        rows.append((unite, "anciennete_mediane_presents", None, count,
                     *((5.0, "ok", "") if count else nobody)))  # fmt: skip
    for unite, count in SORTIES.items():
        rows.append((unite, "sorties_menages", count, None, count, "ok", ""))
        received = PRESENTS[unite] + count
        rows.append((unite, "menages_accueillis", received, None, received, "ok", ""))
    columns = ["unite", "id", "numerateur", "denominateur", "valeur", "statut", "raison"]
    numbers = dict.fromkeys(("numerateur", "denominateur", "valeur"), "float64")
    return pd.DataFrame(rows, columns=columns).astype(numbers)


def masques(rows):
    shown = masquer(rows, {"G": ["E1", "E2", "E3"]})
    counts = shown[shown["id"] == "menages_presents_31_12"]
    return dict(zip(counts["unite"], counts["statut"] == "secret", strict=True))


def test_what_is_left_unsaid_between_units_is_not_known():
    # 140 - 100 and 130 - 100 give 40 and 30 back, and 140 = 130 + 10 if all is known: then nothing
    # can be masked, and what is counted in no establishment is left unknown
    hidden = masques(lignes())
    assert hidden["E2"] and not hidden["E3"]
    assert sum(hidden.values()) >= 2


def test_a_household_that_changed_house_and_motive_does_not_stop_everything():
    """In E1 for violence (1), then in E2 for the street: the whole says 0 and the part 1."""
    rows = pd.concat(
        [
            une_unite({"menages_accueillis": n}, [("part_motif_rue", n - v, n),
                                                  ("part_motif_violences", v, n)], unite)
            for unite, n, v in (("G", 49, 0), ("E1", 20, 1), ("E2", 30, 0))
        ],
        ignore_index=True,
    )  # fmt: skip
    shown = masquer(rows, {"G": ["E1", "E2"]})
    own = shown[(shown["unite"] == "E1") & (shown["id"] == "part_motif_violences")]
    assert list(own["statut"]) == ["secret"]


@pytest.mark.parametrize("dits", [True, False])
def test_it_is_protected_by_another_whether_a_rate_tells_the_zero_or_not(dits):
    alone = lignes()
    told = ["menages_presents_31_12", *["anciennete_mediane_presents"] * dits]
    alone = alone[alone["id"].isin(told)]
    assert masques(alone.reset_index(drop=True)) == {
        "G": False, "E1": True, "E2": True, "E3": False
    }  # fmt: skip


def une_unite(comptes, parts=(), unite="G"):
    """Write rows of one unit: counts, then rates as (id, numerator, denominator)."""
    rows = [(unite, name, value, None, value, "ok", "") for name, value in comptes.items()]
    rows += [(unite, name, num, den, num / den, "ok", "") for name, num, den in parts]
    columns = ["unite", "id", "numerateur", "denominateur", "valeur", "statut", "raison"]
    numbers = dict.fromkeys(("numerateur", "denominateur", "valeur"), "float64")
    return pd.DataFrame(rows, columns=columns).astype(numbers)


def masquees(rows):
    shown = masquer(rows, {})
    return set(shown.loc[shown["statut"] == "secret", "id"])


def test_ten_motives_of_eleven_households_do_not_come_back():
    """Eleven households, nine motives of one and one of two: 11 shown, each is 1 or 2."""
    names = [name for name, fiche in fiches().items() if fiche.famille == "part_motif"]
    assert len(names) == 10
    counts = dict(zip(names, [2, *[1] * 9], strict=True))
    rows = une_unite({"menages_accueillis": 11}, [(n, c, 11) for n, c in counts.items()])
    assert masquees(rows) == {"menages_accueillis", *names}


# 30 lone men (30 adults), 20 couples (40 adults), 4 lone minors (none): 70 adults, 4 children
MENAGES = {
    "homme_seul": 30, "femme_seule": 0, "couple": 20, "couple_enfants": 0, "homme_enfants": 0,
    "femme_enfants": 0, "groupe_adultes": 0, "mineur": 4,
}  # fmt: skip


def test_persons_do_not_give_a_composition_back():
    shares = [(f"part_composition_{name}", count, 54) for name, count in MENAGES.items()]
    counts = {"menages_accueillis": 54, "personnes_accueillies": 74, "enfants_accueillis": 4}
    # h + c + m = 54 and h + 2c + e = 74: with h and c shown, m = 4 and e = 4
    hidden = masquees(une_unite(counts, shares))
    assert {"part_composition_mineur", "enfants_accueillis"} < hidden
    assert hidden & {"part_composition_homme_seul", "part_composition_couple"}


def test_deaths_or_incomplete_rights_left_out_of_the_exits_are_protected():
    """40 left, of whom 37 are in the rates: the other three are dead, or without full rights."""
    rows = une_unite(
        {"sorties_menages": 40, "cpom_1_sorties_logement_ordinaire": 20},
        [("cpom_1_taux", 20, 37)],
    )
    assert masquees(rows)


EQUIPE = {"direction": 1.0, "encadrement": 0.8, "administration": 2.0, "socio_educatif": 14.2}


def equipe(effectif=20, conges=40.0, maladie=500.0):
    """Write the rows of a team of twenty: 18 posts, 540 days of absence."""
    shares = [(f"etp_part_{name}", posts, 18.0) for name, posts in EQUIPE.items()]
    work = 18.0 * 365
    days = [("taux_absenteisme", conges + maladie, work),
            ("taux_absenteisme_conges_speciaux", conges, work),
            ("taux_absenteisme_maladie_longue", maladie, work),
            ("taux_absenteisme_at_mp", 0.0, work)]  # fmt: skip
    means = [("cout_moyen_etp", 900_000.0, 18.0), ("anciennete_moyenne", 90.0, 18.0)]
    return une_unite({"effectif": effectif, "etp_total": 18.0}, [*shares, *days, *means])


def test_the_posts_of_a_team_of_twenty_tell_of_one_person():
    hidden = masquees(equipe())
    # 0.8 of 18 posts is 4.4 %: one person
    assert {f"etp_part_{name}" for name in ("direction", "encadrement", "administration")} <= hidden
    # 18 - 14.2 leaves 3.8 posts to three functions: the largest goes with them
    assert "etp_part_socio_educatif" in hidden


def test_the_causes_of_absence_may_be_one_person_s():
    hidden = masquees(equipe())
    # 40 and 500 days are less than ten years of absence: they may be one person's
    assert {"taux_absenteisme_conges_speciaux", "taux_absenteisme_maladie_longue"} <= hidden
    assert "taux_absenteisme_at_mp" not in hidden or "etp_total" in hidden
    large = masquees(equipe(conges=4000.0, maladie=4000.0))
    assert "taux_absenteisme_conges_speciaux" not in large or "etp_total" in large


def test_nothing_of_a_team_that_is_masked_is_shown():
    rows = equipe(effectif=9)
    assert masquees(rows) == set(rows["id"])


def test_those_who_came_and_left_are_persons():
    # (2 + 1) / 2 of 20: three persons moved
    rows = une_unite({"effectif": 20}, [("taux_rotation", 1.5, 20)])
    assert masquees(rows) == {"taux_rotation"}


def test_a_row_without_value_keeps_no_count():
    """Nobody said whether they work: the denominator is still seven households."""
    rows = une_unite({"menages_accueillis": 7})
    empty = pd.DataFrame(
        [("G", "part_emploi", 0.0, 7.0, float("nan"), "nd", "Colonne vide.")], columns=rows.columns
    )
    shown = masquer(pd.concat([rows, empty], ignore_index=True), {})
    assert shown[["numerateur", "denominateur", "valeur"]].isna().all().all()
    assert list(shown["statut"]) == ["secret", "nd"]
