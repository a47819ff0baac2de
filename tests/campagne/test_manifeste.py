"""``campagne.json`` written line by line is what it would be, written whole."""

import json
from dataclasses import replace

from cpomlib.campagne.manifest import LigneManifeste, Manifeste, Rapport, Redaction


def lignes(count):
    made = Rapport("2026-01-01", 1, {"code": "a"}, {"x.html": "b"}, resume={"dit": ["[]\n", "é"]})
    return tuple(
        LigneManifeste(f"{rank:09d}", f"Nom « {rank} »", rapport=made) for rank in range(count)
    )


def entier(manifeste):
    return json.dumps(manifeste.as_data(), ensure_ascii=False, indent=2) + "\n"


def test_the_text_is_the_same_whatever_has_changed():
    written = Redaction()
    for count in (0, 1, 3):
        state = Manifeste("52", "Région", 2025, depots=({"a": []},), gestionnaires=lignes(count))
        assert written.texte(state) == entier(state)
    changed = replace(state.gestionnaires[1], statut="echec", raison="Pas\nde [] base.")
    state = replace(state.with_line(changed), etat="terminee")
    assert written.texte(state) == entier(state)
    assert "Pas\\nde [] base." in written.texte(state)
