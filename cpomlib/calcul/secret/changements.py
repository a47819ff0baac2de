"""A mask that changes from one version to the next: set side by side, both say more than each."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from cpomlib.socle import pluriel


def masques_changes(avant: Mapping[Hashable, str], apres: Mapping[Hashable, str]) -> str:
    """Say which masks differ between two versions of the same figures, empty where none does.

    Args:
        avant: figure → its status (``ok``, ``nd``, ``secret``), in the version already made.
        apres: the same in the new one.
    """
    both = avant.keys() & apres.keys()
    shown = sum(avant[key] == "secret" and apres[key] == "ok" for key in both)
    hidden = sum(avant[key] == "ok" and apres[key] == "secret" for key in both)
    said = [
        pluriel(shown, "chiffre masqué s’y montre", "chiffres masqués s’y montrent") * bool(shown),
        pluriel(hidden, "chiffre montré y est masqué", "chiffres montrés y sont masqués")
        * bool(hidden),
    ]
    if not any(said):
        return ""
    return (
        "Attention\u00a0: les masques ont changé depuis la version déjà faite\u00a0: "
        f"{', '.join(filter(None, said))}. Rapprochées, les deux versions pourraient redonner un "
        "effectif masqué\u00a0: si la première a été diffusée, ne diffusez pas celle-ci "
        "(docs/secret.md)."
    )
