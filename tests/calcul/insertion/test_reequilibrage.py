"""Rebalancing: by hand, then what holds whatever the territories and the types."""

import math
from fractions import Fraction

from calcul.insertion.fabrique import ACTIVITE, ANNEE, frames
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.calcul.insertion import atteindre, lieux, offre, partager, repartir, structures
from cpomlib.calcul.insertion.offre import Genre, Offre

# 300, 200 and 100 beneficiaries. Places: Nord 50 ACI + 50 remobilisation, Sud 15 ACI.
# ACI: 90 beneficiaries for 65 places; remobilisation: 50 for 50.


def small(**changes):
    tables = frames(**changes)
    known = structures(tables)
    return offre(tables, known, lieux(tables, known), ANNEE)


def test_the_offer_by_hand():
    found = small()
    assert found.population == {"Est": 100, "Nord": 300, "Sud": 200}
    assert found.places == {("Nord", "aci"): 50, ("Nord", "remobilisation"): 50, ("Sud", "aci"): 15}
    # S-A3 does not say its cost: 220 000 € for the 50 places of the two others
    assert found.genres["aci"] == Genre(Fraction(90, 65), Fraction(220_000_00, 50),
                                        Fraction(90, 140))  # fmt: skip
    assert found.genres["remobilisation"].cout == Fraction(30_000_00, 50)
    assert found.comptable


def test_constant_means_by_hand():
    """65 ACI places for 600: Nord 32.5, Sud 21.67, Est 10.83; 50 others: 25, 16.67, 8.33."""
    plan = repartir(small())
    after = {(one.territoire, one.type): one.besoin for one in plan.lignes}
    assert after == {
        ("Est", "aci"): 11, ("Nord", "aci"): 32, ("Sud", "aci"): 22,
        ("Est", "remobilisation"): 8, ("Nord", "remobilisation"): 25, ("Sud", "remobilisation"): 17,
    }  # fmt: skip
    assert [(m.type, m.depuis, m.vers, m.places) for m in plan.mouvements] == [
        ("aci", "Nord", "Est", 11), ("aci", "Nord", "Sud", 7),
        ("remobilisation", "Nord", "Est", 8), ("remobilisation", "Nord", "Sud", 17),
    ]  # fmt: skip
    assert (plan.creees, plan.cout) == (0, 0)
    assert plan.avant["Est"] == 0
    assert plan.apres["Est"] == (11 * Fraction(90, 65) + 8) / 100


def test_a_coverage_of_one_half_by_hand():
    """Est: 50 persons, 90/140 of them by ACI: 32.14 → 32, and 18; 32 ÷ (90/65) = 23.1 → 24."""
    plan = atteindre(small(), Fraction(1, 2), deplacer=False)
    line = {(one.territoire, one.type): one for one in plan.lignes}
    est = line["Est", "aci"]
    assert (est.personnes, est.besoin, est.manque, est.creees) == (32, 24, 24, 24)
    assert est.cout == 24 * 4_400_00
    # Nord: 150 persons: 96.43 → 96 (53.57 → 54): 96 ÷ 90/65 = 69.3 → 70 places, 50 are there
    nord = line["Nord", "aci"]
    assert (nord.personnes, nord.besoin, nord.creees, nord.cout) == (96, 70, 20, 20 * 4_400_00)
    assert line["Nord", "remobilisation"].creees == 54 - 50
    assert plan.mouvements == ()
    assert all(plan.apres[where] >= Fraction(1, 2) for where in plan.apres)


def test_what_is_beyond_moves_before_anything_is_opened():
    """At 10 %, Nord asks for 20 ACI persons → 14 places of its 50; Est for 7 → 6 come from it."""
    plan = atteindre(small(), Fraction(1, 10))
    moves = [(m.type, m.depuis, m.vers, m.places) for m in plan.mouvements]
    assert ("aci", "Nord", "Est", 5) in moves  # 10 persons: 6.43 → 6; 6 ÷ 90/65 = 4.3 → 5
    assert plan.creees == 0


def test_what_cannot_be_counted_is_said():
    tables = frames(population={"Nord": 300})
    known = structures(tables)
    found = offre(tables, known, lieux(tables, known), ANNEE)
    assert found.sans_population == ("Sud",)
    done = frames()
    done["activite_insertion"].loc[0, "capacite"] = None
    assert offre(done, known, lieux(done, known), ANNEE).tus == ("S-A1",)


def test_a_structure_without_any_place_is_not_one_that_does_not_say():
    """S-A3 says 0 place: its 20 beneficiaries are in none; remobilisation receives nobody."""
    done = dict(ACTIVITE)
    done["S-A3"] = (30, 20, 0, *ACTIVITE["S-A3"][3:])
    done["S-B1"] = (50, 0, 50, *ACTIVITE["S-B1"][3:])
    found = small(activite=done)
    assert (found.tus, found.sans_place, found.genres_vides) == ((), ("S-A3",), ("remobilisation",))
    assert found.genres["aci"].par_place == Fraction(70, 50)
    assert found.places == {("Nord", "aci"): 50}


def test_a_territory_without_any_beneficiary_gives_its_places_back():
    """Sud counts nobody, which is known: its 15 ACI places go to Nord, by 300, and Est, by 100."""
    found = small(population={"Nord": 300, "Sud": 0, "Est": 100})
    assert found.sans_population == ()
    plan = repartir(found)
    south = plan.places_de("Sud")
    assert (south.places, south.parties, south.apres) == (15, 15, 0)
    assert (plan.avant["Sud"], plan.apres["Sud"]) == (None, None)
    # 65 ACI places for 400: Nord 48.75 → 49, Est 16.25 → 16
    assert [(m.depuis, m.vers, m.places) for m in plan.mouvements if m.type == "aci"] == [
        ("Nord", "Est", 1), ("Sud", "Est", 15)]  # fmt: skip
    assert atteindre(found, Fraction(1, 2)).places_de("Sud").besoin == 0
    assert not small(population={"Nord": 0, "Sud": 0}).comptable


def test_what_is_lacking_adds_up():
    plan = atteindre(small(), Fraction(1, 2), deplacer=False)
    lacking, whole = plan.manques, [one for one in plan.lignes if one.manque]
    assert lacking.besoin - lacking.places == lacking.creees == sum(one.creees for one in whole)
    assert lacking.cout == plan.cout


def test_a_cost_that_nobody_says_is_not_zero():
    one = Offre({"A": 10}, {("A", "ei"): 1}, {"ei": Genre(Fraction(1), None, Fraction(1))})
    plan = atteindre(one, Fraction(1))
    assert (plan.creees, plan.cout) == (9, None)


names = st.sampled_from("ABCDE")
kinds = st.sampled_from(["aci", "ei"])


@st.composite
def offers(draw):
    people = draw(st.dictionaries(names, st.integers(1, 900), min_size=1))
    cases = st.tuples(st.sampled_from(sorted(people)), kinds)
    places = draw(st.dictionaries(cases, st.integers(1, 200), min_size=1))
    there = sorted({kind for _, kind in places})
    weights = {kind: draw(st.integers(1, 50)) for kind in there}
    made = {
        kind: Genre(Fraction(draw(st.integers(1, 30)), 10), Fraction(draw(st.integers(1, 10**6))),
                    Fraction(weights[kind], sum(weights.values())))
        for kind in there
    }  # fmt: skip
    return Offre(dict(sorted(people.items())), dict(sorted(places.items())), made)


@settings(max_examples=60, deadline=None)
@given(offers())
def test_constant_means_keep_every_place(one):
    plan = repartir(one)
    for kind in one.genres:
        assert sum(line.apres for line in plan.lignes if line.type == kind) == one.total(kind)
        # nobody is further than a place from its exact share
        for line in plan.lignes:
            if line.type == kind:
                share = Fraction(one.total(kind) * one.population[line.territoire],
                                 sum(one.population.values()))  # fmt: skip
                assert abs(line.apres - share) < 1
    assert all(line.apres == line.besoin for line in plan.lignes)
    assert plan.cout == 0
    again = Offre(one.population, {(i.territoire, i.type): i.apres for i in plan.lignes},
                  one.genres)  # fmt: skip
    assert repartir(again).mouvements == ()


@settings(max_examples=60, deadline=None)
@given(offers(), st.fractions(0, 1, max_denominator=50), st.booleans())
def test_a_coverage_is_reached_everywhere(one, wanted, moved):
    plan = atteindre(one, wanted, deplacer=moved)
    assert all(plan.apres[where] >= wanted for where in one.population)
    assert all(line.apres >= line.besoin for line in plan.lignes)
    cheap, dear = atteindre(one, wanted).cout, atteindre(one, wanted, deplacer=False).cout
    assert cheap <= dear
    for line in plan.lignes:
        assert not (line.parties and line.venues)
        assert line.parties <= line.excedent


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5000), st.dictionaries(names, st.integers(1, 90), min_size=1))
def test_sharing_out_loses_nothing(total, weights):
    shared = partager(total, weights)
    assert sum(shared.values()) == total
    assert shared == partager(total, dict(reversed(weights.items())))


small_offers = st.tuples(
    st.lists(st.integers(0, 30), min_size=3, max_size=3),
    st.lists(st.integers(0, 6), min_size=3, max_size=3),
).filter(lambda told: sum(told[0]) and sum(told[1]))


@settings(max_examples=40, deadline=None)
@given(small_offers)
def test_constant_means_are_the_nearest_of_all_the_ways_to_share_out(told):
    """Every way to put so many places in three territories is tried: none is nearer the shares."""
    people, there = (dict(zip("ABC", held, strict=True)) for held in told)
    total, everyone = sum(there.values()), sum(people.values())
    plan = repartir(Offre(people, {(name, "ei"): count for name, count in there.items()},
                          {"ei": Genre(Fraction(1), None, Fraction(1))}))  # fmt: skip
    after = {one.territoire: one.apres for one in plan.lignes}

    def away(shared):
        return sum((count - Fraction(total * people[name], everyone)) ** 2
                   for name, count in shared.items())  # fmt: skip

    ways = ({"A": a, "B": b, "C": total - a - b} for a in range(total + 1)
            for b in range(total + 1 - a))  # fmt: skip
    assert away(after) == min(map(away, ways))
    # what moves is what one territory has less: no fewer places could move
    assert plan.deplacees == sum(max(0, there[name] - after[name]) for name in people)


@settings(max_examples=40, deadline=None)
@given(small_offers, st.fractions(0, 1, max_denominator=10))
def test_no_fewer_places_could_be_opened(told, wanted):
    """One type: every territory has its need, and what is beyond elsewhere is used up first."""
    people, there = (dict(zip("ABC", held, strict=True)) for held in told)
    one = Genre(Fraction(3, 2), Fraction(7, 3), Fraction(1))
    plan = atteindre(Offre(people, {(k, "ei"): n for k, n in there.items()}, {"ei": one}), wanted)
    # so many persons, whole; then so many places of a person and a half
    need = {name: math.ceil(Fraction(math.ceil(wanted * count), 1) / Fraction(3, 2))
            for name, count in people.items()}  # fmt: skip
    lack = sum(max(0, need[name] - there[name]) for name in people)
    beyond = sum(max(0, there[name] - need[name]) for name in people)
    assert (plan.creees, plan.deplacees) == (max(0, lack - beyond), min(lack, beyond))
    # each line is rounded to the cent, halves up
    lines = [Fraction(7, 3) * line.creees for line in plan.lignes]
    assert plan.cout == sum((each + Fraction(1, 2)) // 1 for each in lines)
