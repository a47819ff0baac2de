"""Why this year: what a line says is proved again, by hand, on every small région drawn."""

from datetime import date

from calcul.programmation.fabrique import brute, recense, worth
from conftest import plain
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.calcul.programmation import Priorite, Souhaits, proposer
from cpomlib.calcul.programmation.optimum import Candidat
from cpomlib.calcul.programmation.proposition import fenetre

HORIZON = (2027, 2028, 2029)
INVERSE = "L’inverse dépasserait"


@st.composite
def cases(draw):
    held = []
    for name in "ABCD"[: draw(st.integers(2, 4))]:
        codes = draw(st.sets(st.sampled_from(["44", "49"]), min_size=1))
        ends = draw(st.sampled_from([None, 2027, 2028, 2029, 2030]))
        signed = {"etat": "en_vigueur", "fin": date(ends, 12, 31)} if ends else {}
        held.append(recense(name, dict.fromkeys(sorted(codes), 1), **signed))
    limits = {(code, year): draw(st.integers(0, 2)) for code in ("44", "49") for year in HORIZON
              if draw(st.booleans())}  # fmt: skip
    marks = {one.id: Priorite(draw(st.sampled_from([0.0, 0.2, 0.5]))) for one in held}
    return held, limits, marks


@settings(max_examples=40, deadline=None)
@given(cases())
def test_every_year_waited_is_explained_and_could_not_be_had(case):
    held, limits, marks = case
    asked = Souhaits(HORIZON, limits)
    made = proposer(held, marks, {}, asked)
    lines = {line.recense.id: line for line in made.lignes}
    everyone = [
        Candidat((one.nom, one.id), 1 + marks[one.id].milliemes, one.departements, years)
        for one in held
        if (years := fenetre(one, asked).annees)
    ]
    if not everyone:
        return
    best = worth(everyone, [lines[one.cle[1]].annee for one in everyone], limits)
    assert best == worth(everyone, brute(everyone, limits), limits)
    for rank, one in enumerate(everyone):
        line = lines[one.cle[1]]
        said = plain(line.motif)
        for before in (year for year in one.annees if year < line.annee):
            # what stands in the way is named, with the year
            full = [c for c in one.departements if (c, before) in limits
                    and made.charges.get((c, before), 0) >= limits[c, before]]  # fmt: skip
            assert full and all(f"en {before} dans le {code}" in said for code in full)
            # and had it signed then, all would exceed or wait more, or names come otherwise
            bound = [*everyone]
            bound[rank] = Candidat(one.cle, one.poids, one.departements, (before,))
            other = brute(bound, limits)
            assert worth(everyone, other, limits) > best
        if INVERSE in said:
            assert any(marks[o.cle[1]].note < marks[one.cle[1]].note
                       and lines[o.cle[1]].annee < line.annee for o in everyone)  # fmt: skip
