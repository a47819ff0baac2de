"""FINESS extractions written line by line, and what reading them gives."""

from conftest import plain

from cpomlib.entree.lecture import resume

PREMIERE = "finess;etalab;111;2026-05-12"


def line(**cells):
    """Write one line of 32 cells: an invented CHRS of Nantes unless told otherwise."""
    given = {
        "et": "440001234", "ej": "440000129", "rs": "CHRS DU PORT", "longue": "", "commune": "109",
        "departement": "44", "categorie": "214", "siret": "73282932000074", "sph": "",
        "ouverture": "1985-03-01",
    } | cells  # fmt: skip
    row = [""] * 32
    for rank, name in ((1, "et"), (2, "ej"), (3, "rs"), (4, "longue"), (12, "commune"),
                       (13, "departement"), (18, "categorie"), (22, "siret"), (26, "sph"),
                       (28, "ouverture")):  # fmt: skip
        row[rank] = given[name]
    return ";".join(["structureet", *row[1:]])


def written(tmp_path, *lines, encoding="utf-8", name="finess.csv"):
    path = tmp_path / name
    path.write_bytes("\n".join([*lines, ""]).encode(encoding))
    return path


def rows(lecture, name="etablissements"):
    frame = lecture.frames[name].astype("object")
    return frame.where(frame.notna(), None).to_dict("records")


def told(lecture):
    return plain(resume(lecture))
