"""Mutate files over the importers: whatever comes in, a reading or a refusal in words comes out.

    .venv/bin/python benchmarks/fuzz_sources.py [--nombre 100000] [--source NOM] [--graine 1]

Another importer joins by one entry of ``sources()``: a name, the bytes of good files, and a
function that reads a path. Outside continuous integration: a hundred thousand files take
half an hour on two busy cores. A file that breaks an importer is kept in ``--dossier``.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(RACINE / "tests"))

from cpomlib.socle.erreurs import CpomError  # noqa: E402

MEMOIRE_MAX = 2 << 30
"""Address space of a worker: an importer that swells beyond is a failure."""
MORCEAUX = (
    b"\t", b"|", b";", b",", b'"', b"\n", b"\r", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"-", b"(",
    b"1e999", b"99999999999999999999", b"20251332", b"00000000", b"=1+1", b"\xe9", b"\xc3",
    b"PK\x03\x04", b"CompteNum", "é€œ ’".encode(), b" " * 50, b"9" * 400,
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One importer under fire.

    Attributes:
        nom: its name.
        graines: good files: name → bytes (the name's ending counts).
        lire: reads a path; anything but a result or a ``CpomError`` is a failure.
    """

    nom: str
    graines: dict[str, bytes]
    lire: Callable[[Path], object]


def sources() -> dict[str, Source]:
    """Return the importers that exist, by name."""
    return {source.nom: source for source in _all()}


def _all() -> tuple[Source, ...]:
    return (_fec(), _balance(), _cle(), _finess(), _siao(), _proposition(), _correspondance())


def _fec() -> Source:
    from entree.fec.ecritures import EXERCICE, Dialecte, ecrire, ecrire_classeur, lire

    dialectes = {
        "legal.txt": Dialecte(),
        "barre.txt": Dialecte("|", encodage="iso8859-15", fin="\n"),
        "guillemets.csv": Dialecte(";", guillemets=True, encodage="cp1252"),
        "utf16.txt": Dialecte(encodage="utf-16"),
        "sens.txt": Dialecte("|", sens=("D", "C"), manquantes=2),
    }
    with tempfile.TemporaryDirectory() as folder:
        paths = [ecrire(Path(folder) / name, EXERCICE, d) for name, d in dialectes.items()]
        paths.append(ecrire_classeur(Path(folder) / "classeur.xlsx", EXERCICE))
        seeds = {path.name: path.read_bytes() for path in paths}
    return Source(
        "fec", seeds, lambda path: lire(path, accepter_desequilibre=_une_fois_sur_2(path))
    )


def _balance() -> Source:
    from openpyxl import Workbook

    from cpomlib.entree.balance import lire_balance

    rows = [
        ("", "", "Mouvements", "", "Soldes", ""),
        ("Compte", "Intitulé", "Débit", "Crédit", "Débit", "Crédit"),
        ("102", "Fonds", "", "1 500,00", "", "1 500,00"),
        ("512", "Banque", "1 600,00", "100,00", "1 500,00", ""),
        ("Total", "", "1 600,00", "1 600,00", "1 500,00", "1 500,00"),
    ]
    text = "\n".join(";".join(row) for row in rows)
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder) / "b.xlsx")
        workbook = (Path(folder) / "b.xlsx").read_bytes()

    def read(path: Path) -> object:
        accept = _une_fois_sur_2(path)
        return lire_balance([path], "775680309", 2025, accepter_desequilibre=accept)

    seeds = {"b.csv": text.encode(), "b_cp1252.csv": text.encode("cp1252"), "b.xlsx": workbook}
    return Source("balance", seeds, read)


def _une_fois_sur_2(path: Path) -> bool:
    """Say yes for one file out of two: an unbalanced file is refused, or read to the end."""
    return path.stat().st_size % 2 == 0


def _cle() -> Source:
    from cpomlib.entree.fec import lire_cle

    seeds = {
        "cle.csv": b"JournalCode;Section;etablissement;non_reconductible\nPA;X;440001234;oui\n",
        "cle.yaml": b'regles:\n  - {JournalCode: PA, etablissement: "440001234"}\ndefaut: exclu\n',
    }
    return Source("cle", seeds, lire_cle)


def _finess() -> Source:
    from entree.finess.exemples import SEEDS

    from cpomlib.entree.finess import read_finess

    names = ("officiel.csv", "tableur.csv", "structures.json")
    seeds = dict(zip(names, SEEDS, strict=True))
    return Source("finess", seeds, lambda path: read_finess(path, toutes_categories=True))


def _siao() -> Source:
    from entree.siao.exemples import CLE, CORRESPONDANCE, KNOWN, SEEDS

    from cpomlib.entree.siao import lire_correspondance, read_siao

    with tempfile.TemporaryDirectory() as folder:
        mapping = Path(folder) / "correspondance.yaml"
        mapping.write_text(CORRESPONDANCE, encoding="utf-8")
        words = lire_correspondance(mapping)
    seeds = {"export.csv": SEEDS[0], "export.xlsx": SEEDS[1]}
    return Source(
        "siao",
        seeds,
        lambda path: read_siao(path, words, CLE, KNOWN, non_renseigne=_une_fois_sur_2(path)),
    )


def _proposition() -> Source:
    from entree.siao.exemples import SEEDS

    from cpomlib.entree.siao import proposer

    return Source("proposition", {"e.csv": SEEDS[0], "e.xlsx": SEEDS[1]}, proposer)


def _correspondance() -> Source:
    from entree.siao.exemples import CORRESPONDANCE

    from cpomlib.entree.siao import lire_correspondance

    return Source("correspondance", {"c.yaml": CORRESPONDANCE.encode()}, lire_correspondance)


def muter(content: bytes, tirage: random.Random) -> bytes:
    """Return bytes changed in one to eight places: flipped, cut, doubled, replaced."""
    data = bytearray(content)
    for _ in range(tirage.randint(1, 8)):
        place = tirage.randrange(len(data) + 1)
        match tirage.randrange(6):
            case 0 if data:
                data[place - 1] ^= 1 << tirage.randrange(8)
            case 1:
                data[place:place] = tirage.choice(MORCEAUX)
            case 2:
                del data[place : place + tirage.randint(1, 40)]
            case 3:
                data[place:place] = data[place : place + tirage.randint(1, 200)]
            case 4:
                data[place : place + tirage.randint(1, 6)] = tirage.randbytes(tirage.randint(0, 6))
            case _:
                other = tirage.randrange(len(data) + 1)
                size = tirage.randint(1, 60)
                data[place : place + size] = data[other : other + size]
    if tirage.random() < 0.02:
        del data[tirage.randrange(len(data) + 1) :]
    return bytes(data)


def muter_fichier(content: bytes, tirage: random.Random) -> bytes:
    """Mutate a file; in a workbook, mostly one of its parts, so that it still opens."""
    if not content.startswith(b"PK") or tirage.random() < 0.3:
        return muter(content, tirage)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chosen = tirage.choice(sorted(parts))
    parts[chosen] = muter(parts[chosen], tirage)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def lot(demande: tuple[str, int, int, str]) -> Counter[str]:
    """Read ``nombre`` mutated files of one importer; return what came out."""
    nom, graine, nombre, dossier = demande
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE_MAX, MEMOIRE_MAX))
    source, tirage = sources()[nom], random.Random(f"{nom}-{graine}")
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for rank in range(nombre):
            name = tirage.choice(sorted(source.graines))
            path = Path(folder) / name
            path.write_bytes(muter_fichier(source.graines[name], tirage))
            found[_outcome(source, path, Path(dossier) / f"{nom}-{graine}-{rank}-{name}")] += 1
    return found


def _outcome(source: Source, path: Path, kept: Path) -> str:
    try:
        source.lire(path)
    except CpomError as error:
        return "refusé" if str(error).strip() else "refusé sans un mot"
    except BaseException as error:
        kept.write_bytes(path.read_bytes())
        kept.with_suffix(".trace").write_text(traceback.format_exc(), encoding="utf-8")
        return f"PANNE {type(error).__name__}"
    return "lu"


def main() -> int:
    """Run the mutations and print what came out; 1 if an importer broke."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nombre", type=int, default=100_000)
    parser.add_argument("--source", action="append", choices=sorted(sources()))
    parser.add_argument("--graine", type=int, default=1)
    parser.add_argument("--processus", type=int, default=2)
    parser.add_argument("--dossier", default="fuzz-pannes")
    asked = parser.parse_args()
    Path(asked.dossier).mkdir(exist_ok=True)
    names = asked.source or sorted(sources())
    size = 250
    count = -(-asked.nombre // (size * len(names)))  # at least what was asked
    jobs = [
        (name, asked.graine * 1_000_000 + rank, size, asked.dossier)
        for rank in range(count)
        for name in names
    ]
    start, totals = time.monotonic(), {name: Counter() for name in names}
    with Pool(asked.processus, maxtasksperchild=20) as pool:
        for job, found in zip(jobs, pool.imap(lot, jobs), strict=True):
            totals[job[0]].update(found)
            done = sum(sum(found.values()) for found in totals.values())
            print(f"{done} fichiers", end="\r", file=sys.stderr)
    for name, found in totals.items():
        print(name, sum(found.values()), dict(found.most_common()))
    print(f"{time.monotonic() - start:.0f} s ; pannes gardées dans {asked.dossier}")
    return int(any(key.startswith("PANNE") for found in totals.values() for key in found))


if __name__ == "__main__":
    sys.exit(main())
