"""A mask that changes from one version to the next is said."""

import json

from conftest import plain

from cpomlib.calcul.secret.changements import masques_changes
from cpomlib.campagne import masques

AVANT = {"a": "secret", "b": "ok", "c": "ok", "d": "nd", "e": "secret"}


def test_the_same_masks_say_nothing():
    assert masques_changes(AVANT, AVANT) == ""
    # what has no value on one side was never shown on both
    assert masques_changes(AVANT, {**AVANT, "d": "secret", "e": "nd"}) == ""


def test_both_ways_are_counted():
    said = masques_changes(AVANT, {**AVANT, "a": "ok", "b": "secret", "c": "secret"})
    assert plain(said) == (
        "Attention : les masques ont changé depuis la version déjà faite : 1 chiffre masqué s’y "
        "montre, 2 chiffres montrés y sont masqués. Rapprochées, les deux versions pourraient "
        "redonner un effectif masqué : si la première a été diffusée, ne diffusez pas celle-ci "
        "(docs/secret.md)."
    )


def write(folder, statuts):
    folder.mkdir()
    figures = [{"id": name, "statut": statut} for name, statut in statuts.items()]
    (folder / "indicateurs.json").write_text(json.dumps(figures), encoding="utf-8")
    return folder


def test_a_report_is_set_beside_the_one_it_replaces(tmp_path):
    new, old = write(tmp_path / "neuf", AVANT), write(tmp_path / "ancien", {**AVANT, "a": "ok"})
    assert "1 chiffre montré y est masqué" in plain(masques.avis(new, old))
    assert masques.avis(new, new) == ""


def test_what_is_not_there_or_not_ours_is_no_version(tmp_path):
    new = write(tmp_path / "neuf", AVANT)
    assert masques.avis(new, tmp_path / "rien") == ""
    (tmp_path / "autre").mkdir()
    (tmp_path / "autre" / "indicateurs.json").write_text('{"a": [', encoding="utf-8")
    assert masques.avis(new, tmp_path / "autre") == ""
