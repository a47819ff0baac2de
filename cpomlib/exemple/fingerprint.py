"""The digest of what an invented region depends on, known without making it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cpomlib.exemple.calibration import FICHIER
from cpomlib.exemple.schema import SCHEMA
from cpomlib.socle import parameters_dir


def fingerprint(
    region: str, gestionnaires: int, graine: int, sejours: int | None, annee: int
) -> str:
    """Return the SHA-256 of the arguments, the calibration, the reference data, the code.

    Two calls with the same digest make the same data, so that asking twice for the same
    region is noticed before any work.
    """
    asked = "|".join(str(value) for value in (region, gestionnaires, graine, sejours, annee))
    digest = hashlib.sha256(asked.encode())
    for path in _sources():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> list[Path]:
    code = sorted(Path(__file__).parent.glob("*.py"))
    reference = sorted((parameters_dir() / "reference").glob("*.csv"))
    shipped = [parameters_dir() / name for name in (FICHIER, SCHEMA.fichier)]
    return [*code, *shipped, *reference]
