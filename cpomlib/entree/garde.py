"""The door of the importers: what a file is, and why it would not even be opened."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cpomlib.droit import Declaration, entre
from cpomlib.entree.fichier import FichierError, refuser_special
from cpomlib.socle import nombre

TEXTE, CLASSEUR, DOCUMENT = "texte", "classeur", "document"
Limite = Annotated[int, entre(1)]
ABIME = (
    zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, ValueError, RuntimeError,
)  # fmt: skip
"""What reading a workbook raises when it is damaged, or locked by a password."""
_TETE = 1 << 16
_NUL_MAX = 0.03
"""Share of NUL bytes beyond which a file is binary: old exports leave a few behind."""

_STRICT = b"http://purl.oclc.org/ooxml/"
"""Name space of the strict variant; the usual one is that of openxmlformats.org."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
_MAGICS = {
    b"%PDF": "un PDF",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"\x1f\x8b": "une archive compressée (gzip)",
    b"7z\xbc\xaf\x27\x1c": "une archive compressée (7-Zip)",
    b"Rar!": "une archive compressée (RAR)",
    b"SQLite format 3\0": "une base SQLite",
    b"PAR1": "un fichier Parquet",
    b"{\\rtf": "un document de traitement de texte (RTF)",
}
DOCX = "Dans le traitement de texte, enregistrez le fichier au format « Document Word (.docx) »."
XLSX = "Dans le tableur, enregistrez le fichier au format « Classeur Excel (.xlsx) »."


@dataclass(frozen=True)
class Limites:
    """How much the importers accept to read, in bytes (``parameters/sources/limites.yaml``).

    Attributes:
        texte_max: size of a text file.
        classeur_max: size of a workbook.
        classeur_deplie_max: size of a workbook once uncompressed.
        textes_communs_max: size of a workbook's table of texts, which is kept in memory.
        taux_compression_max: uncompressed / compressed size of one part of a workbook.
    """

    texte_max: Limite
    classeur_max: Limite
    classeur_deplie_max: Limite
    textes_communs_max: Limite
    taux_compression_max: Limite


LIMITES = Declaration("sources/limites.yaml", Limites)


def limites() -> Limites:
    """Return the limits in force: the service's own where it has some.

    Raises:
        ParametreError: the file is badly written, or a limit is not a whole number.
    """
    return LIMITES.lire()


def nature(path: Path, plafonds: Limites | None = None, *, documents: bool = False) -> str:
    """Say whether a file is a text or a workbook that may be opened.

    Args:
        path: the file.
        plafonds: the limits; those in force by default.
        documents: whether a Word document is admitted.

    Returns:
        ``texte``, ``classeur`` or ``document`` (OOXML without macro, within the limits).

    Raises:
        FichierError: anything else: absent, empty, too big, encrypted, with macros, of an
            older format, a zip bomb, another kind of file.
    """
    allowed = plafonds or limites()
    head, size = _head(path)
    if head.startswith(_OLE):
        raise _ole(path)
    if head.startswith(_BIFF):
        raise _xls(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_size(path, size, allowed.classeur_max, "un classeur")
        return _check_archive(path, allowed, documents=documents)
    _check_size(path, size, allowed.texte_max, "un fichier texte")
    _refuse_binary(path, head)
    return TEXTE


def _head(path: Path) -> tuple[bytes, int]:
    if path.is_dir():
        raise FichierError(
            "C’est un dossier, pas un fichier.", ou=str(path), que_faire="Indiquez le fichier."
        )
    try:
        refuser_special(path)
        with path.open("rb") as handle:
            head, size = handle.read(_TETE), path.stat().st_size
    except FileNotFoundError as error:
        raise FichierError(
            "Ce fichier n’existe pas.", ou=str(path), que_faire="Vérifiez son nom et son dossier."
        ) from error
    except (OSError, ValueError) as error:
        raise FichierError(
            "Ce fichier ne peut pas être ouvert.",
            ou=str(path),
            que_faire="Fermez-le s’il est ouvert ailleurs et vérifiez vos droits d’accès.",
        ) from error
    if not head:
        raise FichierError(
            "Ce fichier est vide.", ou=path.name, que_faire="Refaites l’export, puis recommencez."
        )
    return head, size


def _check_size(path: Path, size: int, maximum: int, kind: str) -> None:
    if size > maximum:
        raise FichierError(
            f"Ce fichier est trop gros : {taille(size)}.",
            ou=path.name,
            pourquoi=f"La limite pour {kind} est de {taille(maximum)}.",
            que_faire="Découpez-le, ou relevez la limite (parameters/sources/limites.yaml).",
        )


def taille(octets: int) -> str:
    """Write a size as people read it: ``1,5 Gio``, ``64 Mio``, ``12 Kio``."""
    for unit, scale in (("Gio", 1 << 30), ("Mio", 1 << 20), ("Kio", 1 << 10)):
        if octets >= scale:
            whole = octets % scale == 0
            return f"{nombre(octets / scale, 0 if whole else 1)}\u00a0{unit}"
    return f"{nombre(octets)}\u00a0octets"


def _refuse_binary(path: Path, head: bytes) -> None:
    for magic, kind in _MAGICS.items():
        if head.startswith(magic):
            raise FichierError(
                f"C’est {kind}, pas un tableau.",
                ou=path.name,
                que_faire="Demandez l’export en texte (CSV) ou en classeur Excel (.xlsx).",
            )
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff")) or ressemble_utf16(head)
    if not utf16 and head.count(b"\0") > _NUL_MAX * len(head):
        raise FichierError(
            "Ce fichier n’est pas un fichier texte.",
            ou=path.name,
            que_faire="Demandez l’export en texte (CSV) ou en classeur Excel (.xlsx).",
        )


def ressemble_utf16(head: bytes) -> bool:
    """Say whether every other byte is NUL, as in UTF-16 without its mark."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) / 2
    return min(even, odd) <= 0.05 * half and max(even, odd) >= 0.7 * half


def _ole(path: Path) -> FichierError:
    """Tell an encrypted workbook from an Excel 97 one: both are OLE containers."""
    mark = "EncryptedPackage".encode("utf-16-le")
    tail = b""
    with path.open("rb") as handle:
        for _ in range(64):
            block = handle.read(1 << 20)
            if mark in tail + block:
                return FichierError(
                    "Ce classeur est protégé par un mot de passe.",
                    ou=path.name,
                    que_faire="Enregistrez-en une copie sans mot de passe, puis recommencez.",
                )
            if not block:
                break
            tail = block[-len(mark) :]
    return _xls(path)


def _xls(path: Path) -> FichierError:
    return FichierError(
        "Ce fichier est dans un ancien format de la bureautique (.xls, .doc…).",
        ou=path.name,
        que_faire=XLSX,
    )


def _check_archive(path: Path, allowed: Limites, *, documents: bool) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except ABIME as error:
        raise abime(path) from error
    names = {part.filename for part in parts}
    refuser_gonfle(path, parts, allowed)
    written = documents and "word/document.xml" in names
    if not written:
        _refuse_other_archive(path, names)
    _refuse_strict(path, names)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FichierError(
            "Ce document contient des macros." if written else "Ce classeur contient des macros.",
            ou=path.name,
            pourquoi="Un programme caché dans un fichier reçu est un risque.",
            que_faire=DOCX if written else XLSX,
        )
    return DOCUMENT if written else CLASSEUR


def _refuse_strict(path: Path, names: set[str]) -> None:
    """Refuse what the parser takes for a workbook without sheets, or with other dates."""
    if "xl/workbook.xml" not in names:
        return
    try:
        with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as part:
            strict = _STRICT in part.read(_TETE)
    except ABIME as error:
        raise abime(path) from error
    if strict:
        raise FichierError(
            "Ce classeur est au format « Open XML strict », qui n’est pas lu.",
            ou=path.name,
            pourquoi="Ses dates et ses feuilles y sont écrites autrement.",
            que_faire="Dans le tableur, enregistrez-le sous « Classeur Excel (.xlsx) », et non "
            "« Classeur Open XML strict (.xlsx) ».",
        )


def abime(path: Path) -> FichierError:
    """Return the refusal of a workbook that cannot be read."""
    return FichierError(
        "Ce classeur est abîmé ou incomplet.",
        ou=path.name,
        que_faire="Ouvrez-le dans le tableur, enregistrez-le de nouveau, puis recommencez.",
    )


def refuser_gonfle(path: Path, parts: list[zipfile.ZipInfo], allowed: Limites) -> None:
    """Judge on the sizes the archive declares: nothing reads beyond them.

    Raises:
        FichierError: it would swell too much.
    """
    total = sum(part.file_size for part in parts)
    texts = sum(p.file_size for p in parts if p.filename.lower().endswith("sharedstrings.xml"))
    ratio = allowed.taux_compression_max
    swollen = any(
        part.file_size > (1 << 20) and part.file_size > ratio * max(part.compress_size, 1)
        for part in parts
    )
    if total > allowed.classeur_deplie_max or texts > allowed.textes_communs_max or swollen:
        raise FichierError(
            f"Ce classeur se déplie en {taille(total)} : il n’est pas ouvert.",
            ou=path.name,
            pourquoi="Un fichier qui gonfle à ce point peut bloquer l’ordinateur.",
            que_faire="Supprimez les lignes vides et la mise en forme sous le tableau, ou "
            "enregistrez-le en CSV.",
        )


def _refuse_other_archive(path: Path, names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise FichierError(
            "Ce classeur est au format binaire (.xlsb).", ou=path.name, que_faire=XLSX
        )
    if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
        return
    if "mimetype" in names and "content.xml" in names:
        raise FichierError(
            "Ce fichier est au format OpenDocument (.ods).", ou=path.name, que_faire=XLSX
        )
    if any(name.startswith("word/") for name in names):
        raise FichierError(
            "Ce fichier est un document de traitement de texte, pas un tableau.",
            ou=path.name,
            que_faire=XLSX,
        )
    raise FichierError(
        "Ce fichier est une archive ZIP, pas un classeur.",
        ou=path.name,
        que_faire="Décompressez-la, puis donnez le fichier qu’elle contient.",
    )
