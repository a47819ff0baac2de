"""The help of every command, found by itself: whole, in French, with an example to type."""

import re
import shlex

import click
import pytest
from click.testing import CliRunner
from conftest import plain

from cpomlib.cli.aide import resume
from cpomlib.cli.entiers import Entier
from cpomlib.cli.main import cpom, speak_french

ANGLAIS = re.compile(
    r"\b(the|with|show|this|message|exit|required|multiple|command|args|file|integer|text|path|"
    r"directory|filename|boolean|choice|float|range)\b",
    re.IGNORECASE,
)
FRANCAIS = {"message", "multiple"}
"""Words of both languages."""
EXEMPLE = re.compile(r"Exemple\s: (cpom .+?)(?:\n\n|\Z)", re.DOTALL)


def under(command, path, context=None):
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=path[-1], parent=context)
        for name in command.list_commands(context):
            yield from under(command.get_command(context, name), (*path, name), context)


COMMANDES = dict(under(cpom, ("cpom",)))
FEUILLES = [path for path, command in COMMANDES.items() if not isinstance(command, click.Group)]


@pytest.fixture(scope="module", autouse=True)
def french():
    speak_french()


def told(path):
    done = CliRunner().invoke(cpom, [*path[1:], "--aide"], terminal_width=100, prog_name="cpom")
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("path", COMMANDES, ids=" ".join)
def test_help_is_french_and_whole(path):
    text = told(path)
    assert not re.search(r"\.\.\.", text), "a summary is cut, or a value named in English"
    shown = re.sub(r"[«(].*?[»)]|--[\w-]+|https?\S+", " ", text.replace("\n", " "))
    assert {word.lower() for word in ANGLAIS.findall(shown)} <= FRANCAIS
    assert "AAAA-MM-JJ" not in text  # a day is written one way
    for param in COMMANDES[path].params:
        if isinstance(param, click.Option) and not param.hidden:
            assert param.help, param.opts
            if isinstance(param.default, str | int) and param.default and not param.is_flag:
                assert param.show_default or "défaut" in param.help, param.opts


@pytest.mark.parametrize("path", FEUILLES, ids=" ".join)
def test_an_example_can_be_typed(path):
    match = EXEMPLE.search(told(path))
    assert match, "no example"
    words = shlex.split(" ".join(match[1].split()))
    assert tuple(words[: len(path)]) == path or path == ("cpom", "importer", "dossier")
    given = words[len(path) :] if tuple(words[: len(path)]) == path else words[2:]
    command = COMMANDES[path]
    context = click.Context(command, info_name=path[-1], resilient_parsing=True)
    values, rest, _ = command.make_parser(context).parse_args(list(given))
    assert rest == []
    lacking = [p.name for p in command.params if p.required and values.get(p.name) in (None, ())]
    assert lacking == []


def test_a_summary_is_the_first_sentence():
    assert resume("Dit tout\nde suite. Et le reste.\n\nPlus loin.") == "Dit tout de suite."


def test_the_shell_completes(monkeypatch):
    monkeypatch.setenv("COMP_WORDS", "cpom imp")
    monkeypatch.setenv("COMP_CWORD", "1")
    from click.shell_completion import BashComplete

    found = BashComplete(cpom, {}, "cpom", "_CPOM_COMPLETE").complete()
    assert found == "plain,importer"


@pytest.mark.parametrize(("words", "said"), [
    (("contrat", "avancer", "C-1", "A", "--avancement", "170"),
     "170 est hors des bornes. Donnez un nombre entier de 0 à 100."),
    (("app", "scenarios", "--places", "0"),
     "0 est hors des bornes. Donnez un nombre entier, 1 ou plus."),
    (("app", "scenarios", "--places", "dix"), "'dix' n’est pas un nombre valable."),
])  # fmt: skip
def test_a_number_that_cannot_be_is_refused_in_words(words, said):
    done = CliRunner().invoke(cpom, words)
    assert done.exit_code == 2
    assert said in plain(done.output)


def test_no_command_writes_its_bounds_as_a_machine_does():
    """« 170 n’est pas dans l’intervalle 0<=x<=100 »."""
    typed = {type(one.type) for command in COMMANDES.values() for one in command.params}
    assert Entier in typed
    assert not typed & {click.IntRange, click.FloatRange}
