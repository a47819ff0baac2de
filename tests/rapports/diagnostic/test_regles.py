"""Strengths and points of attention: found by their declared rule, or not at all."""

from types import SimpleNamespace

import pytest

from cpomlib.droit import seuil
from cpomlib.rapports.regles import Regle, _strength, chiffres_declares, regles
from cpomlib.socle.erreurs import ParametreError

ANNEE = 2025


def dossier(valeurs, *, avant=None, medianes=None):
    known = {ANNEE: valeurs, ANNEE - 1: avant or {}}
    return SimpleNamespace(
        annee=ANNEE,
        valeur=lambda name, annee=None: known[annee or ANNEE].get(name),
        regional={name: SimpleNamespace(mediane=m) for name, m in (medianes or {}).items()},
    )


def rule(**changes):
    base = {
        "code": "T01", "nature": "vigilance", "indicateur": "taux_occupation", "compare": "seuil",
        "quand": "dessous", "section": "activite", "titre": "t", "texte": "t",
        "seuil": "alerte_occupation_basse",
    }  # fmt: skip
    return Regle(**{**base, **changes})


def test_a_rule_holds_strictly_beyond_its_threshold():
    limit = seuil("alerte_occupation_basse").nombre()
    assert _strength(dossier({"taux_occupation": limit}), rule()) is None
    assert _strength(dossier({"taux_occupation": limit - 0.01}), rule()) > 0


def test_the_further_the_figure_the_stronger_the_finding():
    # (0.85 - 0.80) / 0.85 = 0.0588…  and  (0.85 - 0.60) / 0.85 = 0.2941…
    near, far = (_strength(dossier({"taux_occupation": v}), rule()) for v in (0.80, 0.60))
    assert near == pytest.approx(0.05 / 0.85)
    assert far == pytest.approx(0.25 / 0.85)


def test_a_missing_figure_gives_no_finding():
    assert _strength(dossier({}), rule()) is None


def test_a_masked_region_gives_no_finding():
    regional = rule(compare="region", seuil="")
    assert _strength(dossier({"taux_occupation": 0.5}), regional) is None
    masked = dossier({"taux_occupation": 0.5}, medianes={"taux_occupation": None})
    assert _strength(masked, regional) is None


def test_a_gap_to_the_region_must_exceed_the_one_declared():
    costly = rule(
        indicateur="cout_place", compare="region", quand="dessus", seuil="",
        ecart="alerte_ecart_cout_place",
    )  # fmt: skip
    # 15 % of 16 000 is 2 400: 18 400 is on the fence, 18 401 beyond it
    median = {"cout_place": 16_000.0}
    assert _strength(dossier({"cout_place": 18_400.0}, medianes=median), costly) is None
    assert _strength(dossier({"cout_place": 18_401.0}, medianes=median), costly) > 0.15


def test_a_strength_has_a_ceiling():
    full = rule(quand="dessus", seuil="reference_occupation", plafond="alerte_occupation_haute")
    assert _strength(dossier({"taux_occupation": 0.95}), full) > 0
    assert _strength(dossier({"taux_occupation": 1.30}), full) is None


def test_the_declared_rules_are_all_sound():
    declared = regles()
    assert len({r.code for r in declared}) == len(declared)
    assert {r.nature for r in declared} == {"force", "vigilance"}
    for r in declared:
        for name in filter(None, (r.seuil, r.ecart, r.plafond)):
            seuil(name)
    assert len(chiffres_declares()) == 10


def test_an_unknown_indicator_is_refused_with_the_nearest_one(tmp_path, monkeypatch):
    text = (
        "chiffres_cles: []\nregles:\n  - {code: X1, nature: force, indicateur: taux_ocupation, "
        "compare: region, quand: dessus, section: a, titre: t, texte: t}\n"
    )
    (tmp_path / "diagnostic.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    with pytest.raises(ParametreError) as caught:
        regles()
    said = str(caught.value).replace("\u00a0", " ")
    assert "diagnostic.yaml, ligne 3, « regles › X1 › indicateur » : L’indicateur" in said
    assert "« taux_occupation »" in said


def test_a_figure_is_no_strength_beyond_the_threshold_that_makes_it_a_point_of_attention():
    """26.3 % of long stays is under a median of 30.3 %, but over the 25 % that alert."""
    alert = ("vigilance", "seuil", "dessus")
    alerts = {r.indicateur: r.seuil for r in regles() if (r.nature, r.compare, r.quand) == alert}
    low = [r for r in regles() if (r.nature, r.quand) == ("force", "dessous")]
    both = {r.code: (r.plafond, alerts[r.indicateur]) for r in low if r.indicateur in alerts}
    assert both["F05"] == ("alerte_presence_longue", "alerte_presence_longue")
    assert all(ceiling == alert for ceiling, alert in both.values())
