"""What a folder cannot say of itself: asked of a person, or read in a file of answers."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click

from cpomlib.socle import CommandeError

REPONSES = "cpom-reponses.yaml"
"""The file of answers, in the folder received."""
_TITRE = (
    "# Réponses données à « cpom importer » pour ce dossier ; relues la prochaine fois.\n"
    "# Corrigez-les ici, ou effacez une ligne pour que la question soit posée de nouveau.\n"
)


class SansReponseError(CommandeError):
    """A question that nobody could be asked."""


@dataclass
class Questions:
    """The questions of an import, each asked once.

    Attributes:
        fichier: where the answers are kept.
        oui: take what is proposed without asking.
        garder: keep the answers in the file.
        reponses: question → answer, those of the file first.
        posees: how many were put to a person, or answered by ``oui``.
        recues: how many the file answered.
    """

    fichier: Path
    oui: bool = False
    garder: bool = True
    reponses: dict[str, str] = field(default_factory=dict)
    posees: int = 0
    recues: int = 0
    _lues: set[str] = field(default_factory=set)

    def lire(self) -> Questions:
        """Take the answers of the file, if it is there; return the same questions."""
        from cpomlib.droit import read_yaml

        if self.fichier.exists():
            held = read_yaml(self.fichier)
            if not isinstance(held, Mapping):
                raise CommandeError(
                    "Le fichier des réponses n’est pas de la forme « question: réponse ».",
                    ou=str(self.fichier),
                    que_faire="Corrigez-le, ou effacez-le.",
                )
            self.reponses = {str(key): str(value) for key, value in held.items()}
            self._lues = set(self.reponses)
        return self

    def demander(
        self,
        cle: str,
        question: str,
        choix: Mapping[str, str] | None = None,
        propose: str = "",
        facultative: bool = False,
    ) -> str:
        """Return the answer to a question: that of the file, of ``oui``, or of a person.

        Args:
            cle: what it is about, as the file of answers names it.
            question: a French sentence.
            choix: value → what it is; anything when None.
            propose: what is proposed, empty when nothing is.
            facultative: no answer is an answer.

        Raises:
            SansReponseError: nobody is there to answer.
            CommandeError: the file answers something else than the choices.
        """
        if cle in self.reponses:
            if cle in self._lues:
                self.recues += 1
                self._lues.discard(cle)
            return _checked(self.reponses[cle], choix, facultative, f"{self.fichier.name}, {cle}")
        if self.oui and (propose or facultative):
            answer = propose
        elif sys.stdin.isatty():
            answer = _asked(question, choix, propose, facultative)
        else:
            raise SansReponseError(question, que_faire=self._how(cle, choix, propose))
        self.posees += 1
        self.reponses[cle] = answer
        return answer

    def _how(self, cle: str, choix: Mapping[str, str] | None, propose: str) -> str:
        """Say how the question is answered without anybody at the keyboard."""
        listed = f" Réponses possibles\u00a0: {_listed(choix)}." if choix else ""
        said = f" «\u00a0--oui\u00a0» répondrait «\u00a0{propose}\u00a0»." if propose else ""
        line = f"«\u00a0{cle}: {propose or '…'}\u00a0»"
        return f"Écrivez dans {self.fichier.name} la ligne {line}.{listed}{said}"

    def garde(self) -> bool:
        """Keep the answers in the file; say whether anything was written."""
        from cpomlib.socle import fichiers

        if not self.garder or not self.posees:
            return False
        import yaml

        text = yaml.safe_dump(self.reponses, allow_unicode=True, sort_keys=True, width=10_000)
        fichiers.ecrire(self.fichier, f"{_TITRE}{text}")
        return True


def _checked(answer: str, choix: Mapping[str, str] | None, facultative: bool, where: str) -> str:
    from cpomlib.socle import suggestion

    if choix is None or (facultative and not answer):
        return answer
    if found := _designated(answer, choix):
        return found
    raise CommandeError(
        f"«\u00a0{answer}\u00a0» n’est pas une réponse.",
        ou=where,
        que_faire=suggestion(answer, choix),
    )


def _asked(question: str, choix: Mapping[str, str] | None, propose: str, facultative: bool) -> str:
    """Ask a person, the choices numbered; a number, a value or its name is an answer."""
    click.echo(f"\n{question}")
    values = list(choix or {})
    for rank, value in enumerate(values, 1):
        click.echo(f"  {rank:>2}. {(choix or {})[value]}")
    while True:
        shown = f" [{propose}]" if propose else (" [aucun]" if facultative else "")
        typed = click.prompt(f"Réponse{shown}", default=propose, show_default=False).strip()
        found = _understood(typed, values, choix or {}) if choix is not None else typed
        if found or (facultative and not typed):
            return found
        click.echo("  Donnez un des numéros de la liste." if values else "  Il faut une réponse.")


def _understood(typed: str, values: list[str], choix: Mapping[str, str]) -> str:
    if typed not in choix and typed.isdecimal() and 1 <= int(typed) <= len(values):
        return values[int(typed) - 1]
    return _designated(typed, choix)


def _designated(typed: str, choix: Mapping[str, str]) -> str:
    """Return the value that is typed, or the only one whose name is."""
    if typed in choix:
        return typed
    alike = [value for value in choix if typed and choix[value].casefold() == typed.casefold()]
    return alike[0] if len(alike) == 1 else ""


def _listed(choix: Mapping[str, str]) -> str:
    """List the values, each with its name where that says more."""
    return ", ".join(
        value if value in name or name in value else f"{value} ({name})"
        for value, name in choix.items()
    )
