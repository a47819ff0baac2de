"""LibreOffice, for real, started with a profile of its own."""

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import PATIENCE, needs

CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Every sheet as a CSV file, cells as they are shown."""


@pytest.fixture(scope="session")
def soffice(tmp_path_factory):
    """Convert a file; without the program, a complete run fails and another skips."""
    program = shutil.which("soffice")
    profile = tmp_path_factory.mktemp("profil").as_uri()

    def convert(path, kind, *, writer=False):
        needs("LibreOffice", program is not None)
        writes = program and (Path(program).resolve().parent / "libswlo.so").exists()
        needs("LibreOffice Writer", writes or not writer)
        folder = path.parent / "libreoffice"
        command = [program, f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", kind, "--outdir", str(folder), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        return folder

    return convert


@pytest.fixture(scope="session")
def pdf_text(soffice):
    """Return the words of a document that LibreOffice has laid out, page after page."""

    def read(path):
        made = soffice(path, "pdf", writer=True) / f"{path.stem}.pdf"
        needs("pdftotext", shutil.which("pdftotext") is not None)
        done = subprocess.run(
            ["pdftotext", "-layout", str(made), "-"],
            check=True,
            capture_output=True,
            timeout=PATIENCE,
        )
        return done.stdout.decode("utf-8")

    return read
