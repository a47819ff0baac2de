"""What the README says can be typed, can be typed."""

import re
from pathlib import Path

import pytest
from click import Context, Group

from cpomlib.cli.main import cpom

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = 120


def commands():
    return sorted(
        set(re.findall(r"\bcpom ((?:[a-z]+)(?: [a-z-]+|[ `]--?[\w-]+| [A-Z_…]+)*)", README))
    )


def test_it_is_short():
    assert len(README.splitlines()) <= LINES


def test_its_make_targets_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)\b", README))
    assert named
    assert named <= targets


@pytest.mark.parametrize("line", commands())
def test_its_commands_and_options_exist(line):
    words = line.split()
    command = cpom
    while words and isinstance(command, Group) and not words[0].isupper():  # importer DOSSIER
        command = command.get_command(Context(command), words.pop(0))
        assert command is not None, line
    known = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known, line


def test_every_command_is_presented():
    presented = {line.split()[0] for line in commands()}
    assert set(cpom.list_commands(Context(cpom))) <= presented


def test_its_pictures_exist():
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file(), picture
