"""The files of an OpenDocument text, in one archive."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from cpomlib import __version__
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.odt.odf import VERSION, noeud, serialiser

GENRE = "application/vnd.oasis.opendocument.text"


def paquet(
    contenu: bytes, feuille: bytes, images: Mapping[str, bytes], enveloppe: Enveloppe
) -> bytes:
    """Return the archive: ``mimetype`` first, no date, no machine.

    Args:
        contenu: ``content.xml``.
        feuille: ``styles.xml``.
        images: path in the archive → PNG.
        enveloppe: title and author of the properties.
    """
    files = {
        "mimetype": GENRE.encode(),
        "content.xml": contenu,
        "styles.xml": feuille,
        "meta.xml": _meta(enveloppe),
        **images,
        "META-INF/manifest.xml": _manifest(images),
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def _meta(enveloppe: Enveloppe) -> bytes:
    said = {"dc:title": enveloppe.titre, "dc:description": enveloppe.bandeau,
            "dc:creator": enveloppe.service, "meta:initial-creator": enveloppe.service,
            "dc:language": "fr-FR"}  # fmt: skip
    known = [noeud(tag, text) for tag, text in said.items() if text]
    generator = noeud("meta:generator", f"cpomlib/{__version__}")
    meta = noeud("office:meta", generator, *known)
    return serialiser(noeud("office:document-meta", meta, office_version=VERSION))


def _manifest(images: Mapping[str, bytes]) -> bytes:
    xml = [_entry(name, "text/xml") for name in ("content.xml", "styles.xml", "meta.xml")]
    pictures = [_entry(name, "image/png") for name in images]
    root = _entry("/", GENRE, manifest_version=VERSION)
    return serialiser(noeud("manifest:manifest", root, *xml, *pictures, manifest_version=VERSION))


def _entry(path: str, kind: str, **more: str) -> Any:
    return noeud("manifest:file-entry", manifest_full_path=path, manifest_media_type=kind, **more)
