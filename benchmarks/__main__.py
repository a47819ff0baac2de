"""Measure, write ``docs/performance.md``, and fail when a ratio is worse by more than 20 %.

    python -m benchmarks [campagne profil page contrat million formats scenarios] [--petit]

Without ``--petit``, the whole takes a quarter of an hour on two quiet cores.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from importlib import import_module

from benchmarks import tableau
from benchmarks.mesure import Mesure
from cpomlib.campagne.versions import versions
from cpomlib.socle.typographie import nombre

BANCS = ("campagne", "profil", "page", "contrat", "million", "formats", "scenarios")


def main(arguments: list[str] | None = None) -> int:
    """Measure; 1 when a ratio has gone back."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("bancs", nargs="*", metavar="BANC", help=", ".join(BANCS))
    parser.add_argument("--petit", action="store_true", help="à petite taille, sans rien écrire")
    parser.add_argument("--accepter", action="store_true", help="la référence devient ces mesures")
    asked = parser.parse_args(arguments)
    unknown = [banc for banc in asked.bancs if banc not in BANCS]
    if unknown:
        parser.error(f"banc inconnu : {', '.join(unknown)}. Bancs : {', '.join(BANCS)}.")
    mesures = _measured(asked.bancs or list(BANCS), asked.petit)
    if asked.petit:
        return 0
    whole = set(asked.bancs or BANCS) == set(BANCS)
    if whole:
        text = tableau.page(mesures, date.today(), versions(), tableau.machine())
        tableau.PAGE.write_text(text, encoding="utf-8")
        print(f"Écrit : {tableau.PAGE}")
    found = tableau.reculs(mesures, tableau.lire_reference())
    if asked.accepter or (whole and not tableau.REFERENCE.exists()):
        tableau.ecrire_reference(mesures)
        found = []
    for text in found:
        print(f"RECUL {text}", file=sys.stderr)
    return int(bool(found))


def _measured(bancs: list[str], petit: bool) -> list[Mesure]:
    mesures = []
    for banc in bancs:
        start = time.monotonic()
        for mesure in import_module(f"benchmarks.{banc}").mesures(petit):
            mesures.append(mesure)
            kept = {True: "tenu", False: "NON TENU", None: ""}[mesure.tenue]
            print(f"{banc:10}{mesure.libelle:66}{tableau.ecrit(mesure):>14}  {kept}", flush=True)
        print(f"{banc:10}{nombre(time.monotonic() - start)}\u00a0s\n", flush=True)
    return mesures


if __name__ == "__main__":
    sys.exit(main())
