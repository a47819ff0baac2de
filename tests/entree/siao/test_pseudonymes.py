"""Pseudonyms of households and stays, and the key that makes them."""

import hmac
import os

import pytest
from conftest import plain
from entree.siao.exports import CLE, PARTI, PRESENT, read
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.entree.siao import creer_cle, lire_cle
from cpomlib.entree.siao.cle import LONGUEUR, pseudonymes
from cpomlib.socle.erreurs import CommandeError
from cpomlib.tables.identifiants import identifying
from cpomlib.tables.schema import table


def test_pseudonyms_are_known_ones():
    # HMAC-SHA-256 by the standard library, then five bits a character from the left
    digest = int.from_bytes(hmac.digest(CLE, b"M-\0" + b"101", "sha256"), "big")
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    expected = "".join(signs[digest >> (256 - 5 * rank) & 31] for rank in range(1, 13))
    assert pseudonymes(CLE, "M-", ["101", ""]) == [f"M-{expected}", ""]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=20), unique=True, max_size=50))
def test_pseudonyms_are_distinct_stable_and_say_nothing(numbers):
    made = pseudonymes(CLE, "M-", numbers)
    assert len(set(made)) == len(numbers)
    assert made == pseudonymes(CLE, "M-", numbers)
    assert all(len(name) == 2 + LONGUEUR for name in made)
    assert not set(made) & set(pseudonymes(bytes(32), "M-", numbers))
    assert not {name[2:] for name in made} & {
        name[4:] for name in pseudonymes(CLE, "SEJ-", numbers)
    }
    assert identifying(table("sejours").champ("id_menage"), made) == {}


def test_two_numbers_with_the_same_pseudonym(monkeypatch):
    monkeypatch.setattr("cpomlib.entree.siao.cle.LONGUEUR", 1)  # 33 numbers, 32 pseudonyms
    with pytest.raises(CommandeError) as refusal:
        pseudonymes(CLE, "M-", [str(number) for number in range(33)])
    assert plain(str(refusal.value)) == (
        "Deux numéros donnent le même pseudonyme. C’est possible par hasard, et presque jamais. "
        "Découpez l’export en deux fichiers, ou changez de clé avant le premier dépôt."
    )


def test_the_same_household_keeps_its_pseudonym_from_one_file_to_the_next(tmp_path):
    one = read(tmp_path, PRESENT, PARTI).frames["sejours"]["id_menage"]
    two = read(tmp_path, PRESENT.replace("1;101", "9;101")).frames["sejours"]["id_menage"]
    assert two[0] == one[0] != one[1]


def test_a_key_is_made_for_its_owner_only(tmp_path):
    path = tmp_path / "cle"
    creer_cle(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(lire_cle(path)) == 32
    assert lire_cle(path) != lire_cle(_second(tmp_path))


def _second(tmp_path):
    creer_cle(tmp_path / "autre")
    return tmp_path / "autre"


def refused(action):
    with pytest.raises(CommandeError) as refusal:
        action()
    return plain(str(refusal.value))


def test_refusals_about_the_key(tmp_path, monkeypatch):
    path = tmp_path / "cle"
    creer_cle(path)
    secret = path.read_text()
    assert refused(lambda: creer_cle(path)) == (
        f"{path} : Ce fichier existe déjà : il n’est pas remplacé. Une autre clé changerait tous "
        "les pseudonymes. Retirez « --creer-cle », ou donnez un autre nom."
    )
    assert refused(lambda: creer_cle(tmp_path / "non" / "cle")) == (
        f"{tmp_path / 'non' / 'cle'} : Ce fichier n’a pas pu être écrit. "
        "Le système répond : ce chemin n’existe pas. Vérifiez le chemin, ou créez son dossier."
    )
    assert refused(lambda: lire_cle(tmp_path / "absente")) == (
        f"{tmp_path / 'absente'} : La clé ne peut pas être lue. "
        "Vérifiez le chemin, ou créez-la avec « --creer-cle »."
    )
    assert refused(lambda: lire_cle(path, tmp_path / "cpom.db")) == (
        f"{path} : La clé ne peut pas être dans le dossier de la base. Qui copierait ce dossier "
        "aurait les pseudonymes et de quoi les lever. Rangez-la ailleurs, par exemple dans un "
        "dossier personnel."
    )
    monkeypatch.delenv("CPOM_CLE", raising=False)
    assert refused(lambda: lire_cle(None)) == (
        "Il faut une clé pour remplacer les numéros de ménage par des pseudonymes. Indiquez-la par "
        "« --cle FICHIER » ou par la variable CPOM_CLE ; « --creer-cle » en crée une."
    )
    monkeypatch.setenv("CPOM_CLE", str(path))
    assert lire_cle(None).hex() == secret.strip()
    path.write_text(secret[:-10])
    told = refused(lambda: lire_cle(path))
    assert told == (
        f"{path} : Ce fichier ne contient pas une clé. Une clé a 64 caractères hexadécimaux. "
        "Créez-la avec « --creer-cle »."
    )
    assert secret[:20] not in told


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_key_that_others_may_read(tmp_path):
    path = tmp_path / "cle"
    creer_cle(path)
    path.chmod(0o644)
    assert refused(lambda: lire_cle(path)) == (
        f"{path} : D’autres que vous peuvent lire cette clé. Réservez-la-vous : chmod 600 {path}"
    )
