"""What is written is whole, or what was there before; the umask says who may read it."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import cpom, plain

from cpomlib.rendu.blocs.blocks import Paragraphe, Titre
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.rendu.documents.formats import FORMATS
from cpomlib.socle import fichiers
from cpomlib.socle.fichiers import DejaLaError, EcritureError, ecrire, en_entier
from environnement.sans_droits import au_plus

ANCIEN = "ancien contenu, entier"


@pytest.fixture(params=[0o077, 0o022, 0o007], ids=["077", "022", "007"])
def umask(request):
    """The umask of the user, put back afterwards."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path):
    """Return the rights of a file."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("nom", FORMATS)
def test_every_format_has_the_rights_that_the_umask_leaves(tmp_path, umask, nom):
    blocs = (Titre(1, "Un rapport"), Paragraphe("Un texte."))
    path = tmp_path / f"rapport.{nom}"
    FORMATS[nom].ecrire(blocs, Enveloppe(titre="Un rapport"), path)
    assert mode(path) == 0o666 & ~umask


def test_a_text_a_page_and_a_record_have_them_too(tmp_path, umask):
    ecrire(tmp_path / "index.html", "page")
    with en_entier(tmp_path / "table.csv") as flux:
        flux.write(b"a;b")
    assert mode(tmp_path / "index.html") == mode(tmp_path / "table.csv") == 0o666 & ~umask


def test_what_was_closed_to_others_stays_closed(tmp_path):
    path = tmp_path / "a"
    path.write_text(ANCIEN, encoding="utf-8")
    path.chmod(0o600)
    ecrire(path, "nouveau")
    assert (mode(path), path.read_text(encoding="utf-8")) == (0o600, "nouveau")


def test_a_private_file_is_private_whatever_the_umask(tmp_path, umask):
    ecrire(tmp_path / "cle", "00", prive=True)
    assert mode(tmp_path / "cle") == 0o600


def test_a_failure_on_the_way_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a"
    path.write_text(ANCIEN, encoding="utf-8")
    with pytest.raises(ZeroDivisionError), en_entier(path) as flux:
        flux.write(b"moit")
        raise ZeroDivisionError
    with pytest.raises(UnicodeEncodeError):
        ecrire(path, "nouveau\ud800")
    assert path.read_text(encoding="utf-8") == ANCIEN
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_never_replaces(tmp_path):
    path = tmp_path / "a"
    path.write_text(ANCIEN, encoding="utf-8")
    with pytest.raises(DejaLaError, match="existe déjà"):
        ecrire(path, "nouveau", neuf=True)
    assert path.read_text(encoding="utf-8") == ANCIEN
    ecrire(tmp_path / "b", "nouveau", neuf=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_a_link_still_leads_to_its_file_and_a_device_stays_one(tmp_path):
    (tmp_path / "vrai").write_text(ANCIEN, encoding="utf-8")
    (tmp_path / "lien").symlink_to(tmp_path / "vrai")
    ecrire(tmp_path / "lien", "nouveau")
    assert (tmp_path / "lien").is_symlink()
    assert (tmp_path / "vrai").read_text(encoding="utf-8") == "nouveau"
    ecrire(Path(os.devnull), "rien")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(
    ("chemin", "pourquoi"),
    [("absent/a", "ce chemin n’existe pas"), ("fichier/a", "tient la place d’un dossier"),
     ("dossier", "c’est un dossier"), ("x" * 300, "ce nom est trop long")],
)  # fmt: skip
def test_why_a_file_cannot_be_written_is_said_in_french(tmp_path, chemin, pourquoi):
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    (tmp_path / "dossier").mkdir()
    with pytest.raises(EcritureError) as caught:
        ecrire(tmp_path / chemin, "texte")
    assert pourquoi in str(caught.value)
    assert str(tmp_path / chemin) in str(caught.value)


def test_a_full_disk_leaves_the_old_file(tmp_path):
    path = tmp_path / "a"
    path.write_text(ANCIEN, encoding="utf-8")
    code = (
        "from pathlib import Path; from cpomlib.socle.fichiers import ecrire; "
        f"ecrire(Path({str(path)!r}), 'x' * 100_000)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          preexec_fn=au_plus(20_000), check=False)  # fmt: skip
    assert "le fichier dépasse la taille permise sur ce poste" in done.stderr
    assert path.read_text(encoding="utf-8") == ANCIEN
    assert list(tmp_path.iterdir()) == [path]


def test_a_kill_in_the_middle_leaves_the_old_file(tmp_path):
    path = tmp_path / "a"
    path.write_text(ANCIEN, encoding="utf-8")
    code = (
        "import time; from pathlib import Path; from cpomlib.socle.fichiers import en_entier\n"
        f"with en_entier(Path({str(path)!r})) as flux:\n"
        "    flux.write(b'x' * 100_000); flux.flush(); print('là', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.kill()
        process.wait()
    assert path.read_text(encoding="utf-8") == ANCIEN
    left = [p.name for p in tmp_path.iterdir() if p != path]
    assert all(name.startswith(fichiers.EN_COURS) for name in left)


def scenario(folder, gestionnaire):
    """Write the smallest scenario, and return its file."""
    path = folder / "scenario.yaml"
    path.write_text(
        f"titre: Essai\ngestionnaire: '{gestionnaire}'\nannee_base: 2025\nhorizon: 3\n"
        "hypotheses: []\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def gestionnaire(example_base):
    """Somebody of the example."""
    from cpomlib.base import open_base, read

    engine = open_base(example_base)
    known = read(engine, ["gestionnaires"])["gestionnaires"]["id_gestionnaire"].iloc[0]
    # as long as somebody reads, what SQLite needs beside the base is there already
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM depots")
        yield known


@pytest.mark.parametrize("forme", ["json", "csv", "xlsx", "pdf"])
def test_a_scenario_over_a_whole_file_on_a_full_disk(tmp_path, example_base, gestionnaire, forme):
    out = tmp_path / f"sortie.{forme}"
    out.write_text(ANCIEN, encoding="utf-8")
    asked = ("scenario", "projeter", scenario(tmp_path, gestionnaire), "--base", example_base,
             "--format", forme, "-o", out)  # fmt: skip
    done = cpom(*asked, check=False, preexec_fn=au_plus(100))
    assert done.returncode == 1
    assert "le fichier dépasse la taille permise" in plain(done.stderr)
    assert "Traceback" not in done.stderr
    assert out.read_text(encoding="utf-8") == ANCIEN
    cpom(*asked)
    assert out.read_bytes() != ANCIEN.encode()
    assert {p.name for p in tmp_path.iterdir()} == {out.name, "scenario.yaml"}
