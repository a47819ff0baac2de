"""Reports in an object store: sent whole, read again by the next campaign, one at a time."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import fsspec
import pytest
from conftest import cpom, plain
from fsspec import AbstractFileSystem
from fsspec.implementations.memory import MemoryFileSystem

from campagne.carnets import ECRIRE, MONTRER, carnet
from campagne.region import ETAPE, PORT, base
from campagne.temoin import Temoin
from cpomlib.campagne import distant, sortie
from cpomlib.campagne.campaign import Campagne
from cpomlib.socle.erreurs import CommandeError, RapportError

CLES = {
    "AWS_ACCESS_KEY_ID": "essai",
    "AWS_SECRET_ACCESS_KEY": "essai",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}
ADRESSE = "s3://rapports/essai"


@pytest.fixture(scope="module")
def seau():
    """A real server of the S3 protocol, with one bucket."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**CLES, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}.items():
            patch.setenv(name, value)
        import s3fs

        s3fs.S3FileSystem.clear_instance_cache()
        store = s3fs.S3FileSystem()
        store.mkdir("rapports")
        yield store
        s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    folder = tmp_path_factory.mktemp("distant")
    modele = carnet(folder / "diagnostic.ipynb", ECRIRE, MONTRER)
    return Campagne(
        "52",
        2025,
        gestionnaires=[ETAPE, PORT],
        base=base(folder / "base.db", "exemple"),
        modele=modele,
    )


def raisons(ask: Campagne) -> dict[str, tuple[str, ...]]:
    return {sort.cible.id: sort.raisons for sort in sortie.expliquer(ask, ADRESSE)}


def test_a_campaign_in_a_store_is_taken_up_again_from_there(ask, seau) -> None:
    bilan = sortie.run(ask, ADRESSE, Temoin())
    racine = "rapports/essai/52/2025"
    assert bilan.index == "s3://rapports/essai/52/2025/index.html"
    assert sorted(path.removeprefix(f"{racine}/") for path in seau.find(racine)) == [
        f"{each}/{name}"
        for each in (ETAPE, PORT)
        for name in ("diagnostic.html", "diagnostic.ipynb", "indicateurs.json")
    ] + ["campagne.json", "index.html"]
    page = seau.cat_file(f"{racine}/{ETAPE}/diagnostic.html").decode()
    assert f"<p>Rapport de {ETAPE}, 2025</p>" in page
    key = f"essai/52/2025/{ETAPE}/diagnostic.html"
    head = seau.call_s3("head_object", Bucket="rapports", Key=key)
    assert head["ContentType"] == "text/html"
    assert f'href="{ETAPE}/diagnostic.html"' in seau.cat_file(f"{racine}/index.html").decode()

    assert raisons(ask) == {ETAPE: (), PORT: ()}
    seau.pipe_file(f"{racine}/{PORT}/diagnostic.html", b"autre chose")
    seau.rm_file(f"{racine}/{ETAPE}/indicateurs.json")
    assert set(raisons(ask).values()) == {("un fichier manque ou a été modifié",)}

    temoin = Temoin()
    sortie.run(replace(ask, gestionnaires=[PORT]), ADRESSE, temoin)
    assert temoin.debuts == [(1, 0)]
    assert raisons(ask)[PORT] == ()
    command = ["--base", ask.base, "--region", "52", "--annee", "2025", "--gestionnaire", PORT]
    said = cpom("rapports", *command, "--expliquer", "--sortie", ADRESSE).stdout
    assert "le carnet" in plain(said)


def test_a_store_that_refuses_is_said_in_french(ask, seau) -> None:
    with pytest.raises(RapportError) as caught:
        sortie.run(ask, "s3://absent/essai", Temoin())
    text = plain(caught.value)
    assert text.startswith("Les rapports ne peuvent pas être écrits dans « s3://absent/essai/")
    assert "Vérifiez l’adresse, les droits et la connexion" in text


@pytest.mark.parametrize(
    ("adresse", "message"),
    [
        ("s4://seau/a", "« s4://seau/a » n’est pas une adresse où écrire des rapports."),
        ("s3://", "« s3:// » ne nomme pas de dossier."),
    ],
)
def test_what_is_not_an_address_is_refused(ask, adresse: str, message: str) -> None:
    with pytest.raises(CommandeError) as caught:
        sortie.run(ask, adresse, Temoin())
    assert plain(caught.value).startswith(message)


def test_a_kind_of_store_without_its_library_says_what_to_install(monkeypatch) -> None:
    def absent(_: str) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr(fsspec.core, "url_to_fs", absent)
    with pytest.raises(CommandeError, match=r"pip install 'cpomlib\[s3\]'"):
        distant.ouvrir("s3://seau/a")


def full(self, lpath, rpath, **options) -> None:
    """Refuse pages, as a store whose quota is reached."""
    if rpath.endswith(".html"):
        raise PermissionError("quota")
    AbstractFileSystem.put_file(self, lpath, rpath, **options)


def test_a_store_that_fails_keeps_what_it_has(ask, tmp_path: Path, monkeypatch) -> None:
    one = replace(ask, gestionnaires=[ETAPE])
    sortie.run(one, "memory://seau", Temoin())
    store = MemoryFileSystem()
    before = {path: store.cat_file(path) for path in store.find("/seau")}
    assert len(before) == 5

    autre = carnet(tmp_path / "diagnostic.ipynb", ECRIRE, MONTRER, "display(HTML('<p>Ajout</p>'))")
    with (
        monkeypatch.context() as patch,
        pytest.raises(RapportError, match="il vous refuse cet accès"),
    ):
        patch.setattr(MemoryFileSystem, "put_file", full)
        sortie.run(replace(one, modele=autre), "memory://seau", Temoin())
    assert {path: store.cat_file(path) for path in store.find("/seau")} == before

    temoin = Temoin()
    sortie.run(replace(one, modele=autre), "memory://seau", temoin)
    assert temoin.debuts == [(1, 0)]
    assert b"<p>Ajout</p>" in store.cat_file(f"/seau/52/2025/{ETAPE}/diagnostic.html")


def test_one_campaign_at_a_time_and_a_forgotten_lock_does_not_hold() -> None:
    depot = distant.ouvrir("memory://verrous/a")
    with distant.seul(depot), pytest.raises(CommandeError) as caught, distant.seul(depot):
        pass
    text = plain(caught.value)
    assert text.startswith("Une autre campagne écrit dans « memory://verrous/a ». Elle est de ")
    assert "supprimez « .verrou »" in text
    assert depot.noms() == set()

    old = datetime.now(UTC) - distant.PEREMPTION - timedelta(minutes=1)
    left = {"proprietaire": "Paul sur poste", "date": old.isoformat(), "jeton": "x"}
    for content in (json.dumps(left).encode(), b"{", b'{"date": 3}'):
        depot.ecrire(".verrou", content)
        with distant.seul(depot):
            assert depot.noms() == {".verrou"}
        assert depot.noms() == set()


def test_a_record_cannot_name_a_file_elsewhere(tmp_path: Path) -> None:
    rapport = {"date": "", "etat": 1, "empreinte": {"code": "a"}, "fichiers": {"../../x": "a"}}
    line = {"id": ETAPE, "nom": "a", "rapport": rapport}
    other = {**line, "id": "../..", "rapport": {**rapport, "fichiers": {"a.html": "a"}}}
    text = json.dumps({"gestionnaires": [line, other]})
    (tmp_path / "campagne.json").write_text(text, encoding="utf-8")
    assert sortie._recorded(tmp_path) == set()


def test_a_file_address_is_a_folder_of_this_machine(tmp_path: Path) -> None:
    assert sortie.dossier(tmp_path.as_uri()) == tmp_path
    assert sortie.dossier("rapports") == Path("rapports")
    assert sortie.dossier("s3://seau/a") is None


def test_a_store_lost_on_the_way_is_said_in_french_and_keeps_what_it_has(ask, seau, monkeypatch):
    address = "s3://rapports/perdu"
    sortie.run(replace(ask, gestionnaires=[ETAPE]), address, Temoin())
    racine = "rapports/perdu/52/2025"
    before = {path: seau.cat_file(path) for path in seau.find(racine)}
    temoin = Temoin()
    debut = temoin.debut

    def lose(*counts):
        debut(*counts)
        monkeypatch.setattr(distant.DossierDistant, "poser", refuse)

    def refuse(self, source, nom):
        with self._said("écrits"):
            raise ConnectionResetError(104, "Connection reset by peer")

    temoin.debut = lose
    with pytest.raises(RapportError) as caught:
        sortie.run(replace(ask, gestionnaires=[PORT]), address, temoin)
    assert plain(caught.value) == (
        f"Les rapports ne peuvent pas être écrits dans « {address}/52/2025 ». "
        "Le stockage répond : il ne répond pas, ou plus. "
        "Vérifiez l’adresse, les droits et la connexion, puis relancez : ce qui est déjà rangé "
        "n’est pas refait."
    )
    seau.invalidate_cache()
    assert {path: seau.cat_file(path) for path in seau.find(racine)} == before
