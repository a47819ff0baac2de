"""A package retouched as somebody might, and how its reading is refused."""

import csv
import io
import json
import zipfile

import pytest
from conftest import plain

from cpomlib.entree.agregats import lire
from cpomlib.entree.agregats.paquet import empreinte
from cpomlib.socle.erreurs import DonneesError

HOUSES, WHOLE = "agregats_etablissements", "agregats_gestionnaires"


def rewritten(envoi, path, change=None, rename=None, hashed=True, extra=None):
    """Copy a package with some rows changed: ``change(name, rows)`` edits them in place."""
    with zipfile.ZipFile(envoi.paquet) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    head = json.loads(files["datapackage.json"])
    for resource in head["resources"]:
        text = files[resource["path"]].decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        if change and change(resource["name"], rows) is not None:
            sheet = io.StringIO()
            writer = csv.DictWriter(sheet, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
            files[resource["path"]] = sheet.getvalue().encode()
        if hashed:
            resource["hash"] = empreinte(files[resource["path"]])
    if rename:
        rename(head)
    files["datapackage.json"] = json.dumps(head).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**files, **(extra or {})}.items():
            archive.writestr(name, content)
    return path


def refused(path, known):
    with pytest.raises(DonneesError) as caught:
        lire(path, known)
    return [plain(str(fault)) for fault in caught.value.fautes]


def edit(where, indicateur, cells):
    """Change the first row of an indicator that has a value."""

    def change(name, rows):
        if name != where:
            return None
        line = next(r for r in rows if r["indicateur"] == indicateur and r["statut"] == "ok")
        return line.update({key: str(value) for key, value in cells.items()}) or True

    return change
