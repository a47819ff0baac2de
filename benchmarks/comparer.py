"""Compare the figures of two campaigns: ``python -m benchmarks.comparer AVANT APRES``.

Each is a folder of reports. Figures are those of ``indicateurs.json``, read exactly; a difference
of two units in the last place is told apart from a greater one.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

FICHIER = "indicateurs.json"
CHIFFRES = ("valeur", "numerateur", "denominateur")
BITS = 2


def figures(folder: Path) -> dict[tuple[str, str, str], object]:
    """Return every figure of a campaign by report, indicator and part."""
    found: dict[tuple[str, str, str], object] = {}
    for path in sorted(folder.rglob(FICHIER)):
        for one in json.loads(path.read_text(encoding="utf-8")):
            for part in (*CHIFFRES, "statut"):
                found[path.parent.name, one["id"], part] = one.get(part)
    return found


def compare(
    before: Mapping[tuple[str, str, str], object], after: Mapping[tuple[str, str, str], object]
) -> Iterator[tuple[tuple[str, str, str], object, object, str]]:
    """Yield what differs: where, before, after, and how ("dernier bit", "absent", "autre")."""
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key, "absent"), after.get(key, "absent")
        if old != new:
            yield key, old, new, _how(old, new)


def _how(old: object, new: object) -> str:
    if "absent" in (old, new):
        return "absent"
    if isinstance(old, float) and isinstance(new, float):
        near = abs(old - new) <= BITS * math.ulp(max(abs(old), abs(new)))
        return "dernier bit" if near else "autre"
    return "autre"


def main(before: str, after: str) -> int:
    """Print what differs; return 1 when a figure does, beyond the last bit."""
    known, made = figures(Path(before)), figures(Path(after))
    found = list(compare(known, made))
    for (report, indicator, part), old, new, how in found:
        print(f"{report} {indicator} {part} : {old} -> {new} ({how})")
    print(f"{len(known)} chiffres avant, {len(made)} après, {len(found)} différences")
    return int(not known or any(how != "dernier bit" for *_, how in found))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
