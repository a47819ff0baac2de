"""What the volet financier does not say without its reserve: cash, keys that tell nothing."""

from decimal import Decimal

from calcul.volet.gestionnaire import GUIDE
from conftest import plain

from cpomlib.calcul.volet import ACompleter, convergences, couts, reprise
from cpomlib.calcul.volet.plan_financier import Plan
from cpomlib.rapports.volet_financier.couts_gham import tableau_couts
from cpomlib.rapports.volet_financier.resultat import reserves
from cpomlib.rendu.blocs import Paragraphe

D = Decimal


def test_a_reserve_is_not_offered_without_saying_that_cash_is_negative(donnees, droit):
    # FRNG: 5 000 + 50 000 + 15 000 + 10 000 = 80 000; less the BFR, 40 000
    whole = reprise(donnees(), droit)
    assert (whole.annees[-1].tresorerie, whole.alerte) == (D("40000.00"), "")
    # a deficit carried forward of 60 000: FRNG 10 000, cash 10 000 − 40 000 = −30 000
    spent = reprise(donnees(report=-60_000), droit)
    assert spent.maximum == D("10000.00")
    assert spent.annees[-1].tresorerie == D("-30000.00")
    assert plain(spent.alerte) == (
        "La trésorerie est négative fin 2025 (−30 000,00 €) : les réserves ne sont plus en caisse, "
        "et en reprendre une creuserait ce manque."
    )
    shown = reserves(spent).blocs
    said = next(b for b in shown if isinstance(b, Paragraphe) and "ouverte" in b.titre)
    assert said.role == "avertissement"
    assert spent.alerte in said.texte
    assert not any("Une reprise est possible" in getattr(b, "titre", "") for b in shown)


def test_costs_that_only_follow_the_places_are_not_compared_with_ceilings(donnees, droit):
    lines = couts(donnees(), Plan(), droit)
    shown = {(row[0], row[1]): row[-1] for row in tableau_couts(lines, 2025).lignes}
    own = {(line.nom, line.gham): line for line in lines.lignes if line.id == GUIDE}
    assert len({line.detail.cout for line in own.values()}) == 1  # the same in every GHAM
    assert shown[next(key for key in own if key[1] == "3R")] == "non comparé"
    given = Plan(cles={GUIDE: {"3R": D("0.7"), "4D": D("0.3")}})
    told = {row[1]: row[-1] for row in tableau_couts(couts(donnees(), given, droit), 2025).lignes
            if row[0] == "CHRS du guide"}  # fmt: skip
    # 1 075 000 × 0.7 ÷ 30 = 25 083,33; less 20 551
    assert told["3R"] == D("4532.33")


def test_no_convergence_is_worked_out_of_such_costs(donnees, droit):
    data = donnees(2022, annees=(2020, 2021, 2022))
    row = {(x.id, x.gham): x for x in convergences(data, Plan(), droit)}[GUIDE, "3R"]
    assert isinstance(row.maximum, ACompleter)
    assert plain(row.financement.quoi) == (
        "Les clés de répartition entre GHAM ne sont pas données : le financement de chacun n’est "
        "pas connu."
    )
