"""One guarded reader for every YAML file: depth, size, nature, syntax, all said in French."""

import os
import re

import pytest
from conftest import plain
from hypothesis import given, settings
from hypothesis import strategies as st

from cpomlib.calcul.scenarios.lecture import read_scenario
from cpomlib.calcul.volet.plan_financier import read_plan
from cpomlib.droit.lecture import read_yaml
from cpomlib.droit.texte import OCTETS_MAX, charger
from cpomlib.entree.fiche_operateur import read_saisie
from cpomlib.entree.siao import lire_correspondance
from cpomlib.rendu.theme import theme
from cpomlib.socle.erreurs import CpomError, ParametreError
from cpomlib.socle.projet import parameters_dir


def fiche(path):
    return read_saisie(path, None)


READERS = [read_yaml, charger, read_scenario, read_plan, lire_correspondance, fiche]
DEEP = {
    "crochets": "a: " + "[" * 30_000,
    "fermes": "a: " + "[" * 30_000 + "]" * 30_000,
    "accolades": "a: " + "{b: " * 30_000,
    "tirets": "- " * 30_000 + "a",
    "marches": "".join(f"{' ' * rank}a:\n" for rank in range(1_000)),
    "questions": "? " * 30_000 + "a",
}


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_nesting_is_bounded_at_every_door(tmp_path, read, text):
    path = tmp_path / "f.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParametreError) as refusal:
        read(path)
    assert re.fullmatch(
        rf"{re.escape(str(path))}, ligne \d+ : Plus de 50 niveaux sont emboîtés. "
        "Retirez les crochets ou les tirets de trop.",
        plain(str(refusal.value)),
    )


def test_the_theme_of_a_service_goes_through_it(tmp_path, monkeypatch):
    monkeypatch.setenv("CPOM_PARAMETRES", str(tmp_path))
    (tmp_path / "theme.yaml").write_text("couleurs: " + "[" * 30_000, encoding="utf-8")
    with pytest.raises(ParametreError, match="niveaux sont emboîtés"):
        theme()
    (tmp_path / "theme.yaml").write_text("service:\tDREETS\n  x: [", encoding="utf-8")
    with pytest.raises(ParametreError, match="Ce fichier est mal écrit"):
        theme()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("titre: a\n\thorizon: 2030\n", 2, "une tabulation"),
        ("titre: a: b\n", 1, "il y a un « : » de trop (mettez le texte entre guillemets)"),
        ("a: [1, 2\nb: 3\n", 2, "une virgule ou un « ] » manque"),
        ('a: "ouvert\n', 2, "des guillemets ne sont pas fermés"),
        ("a: 1\n  b: 2\n", 2, "il y a un « : » de trop"),
        ("a:\n  b: 1\n c: 2\n", 3, "la ligne n’est pas alignée sur les précédentes"),
        ("a: &x 1\nb: *x\n", 2, "le renvoi « *x » n’est pas admis"),
        ("a: !!python/object:os.system 1\n", 1, "l’étiquette « ! » n’est pas admise"),
        ("a: 1\n---\nb: 2\n", 2, "il y a plusieurs documents dans le fichier"),
        ("a: \x1b\n", 0, "un caractère de commande y est caché"),
    ],
)
def test_what_is_badly_written_is_said_in_french_with_its_line(tmp_path, text, line, said):
    path = tmp_path / "f.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParametreError) as refusal:
        read_yaml(path)
    told = plain(str(refusal.value))
    assert said in told
    assert f"{path}, ligne {line} : " in told if line else f"{path} : " in told


def test_a_tab_after_a_name_is_read_alike_by_all(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text("titre: a\nhorizon:\t2030\nhypotheses:\n- type: x\n", encoding="utf-8")
    assert read_yaml(path)["horizon"] == 2030
    with pytest.raises(CpomError) as refusal:  # the same file, read for the lines as well
        read_scenario(path)
    assert "s.yaml, ligne 4, hypothèse 1 (x)" in plain(str(refusal.value))


ENGLISH = re.compile(
    r"\b(found|expected|while|mapping|block|token|document|stream|node|error|not|the)\b"
)


@settings(max_examples=150, deadline=None)
@given(
    at=st.integers(0, 400),
    put=st.sampled_from(["\t", "[", "{", "}", ": ", "- ", '"', "'", "@", "%", "&a ", "*a", "!x ",
                         "\n  ", "? ", "|", ">", "---\n", "\x00", "\\"]),
)  # fmt: skip
def test_no_mutation_of_a_file_speaks_english(tmp_path_factory, at, put):
    source = (parameters_dir() / "sources" / "limites.yaml").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("y") / "f.yaml"
    path.write_text(source[:at] + put + source[at:], encoding="utf-8")
    try:
        read_yaml(path)
    except CpomError as error:
        told = str(error).replace(str(path), "")
        assert not ENGLISH.search(told), told


def test_a_fifo_or_a_device_is_refused_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "f.yaml")
    for path in (tmp_path / "f.yaml", tmp_path):
        with pytest.raises(ParametreError, match="Ce n’est pas un fichier ordinaire"):
            read_yaml(path)


def test_a_file_too_big_is_not_read(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_bytes(b"#" * (OCTETS_MAX + 1))
    with pytest.raises(ParametreError) as refusal:
        read_yaml(path)
    assert plain(str(refusal.value)) == (
        f"{path} : Ce fichier est trop gros pour des paramètres. La limite est de 4 Mio. "
        "Vérifiez que c’est bien le fichier attendu."
    )
