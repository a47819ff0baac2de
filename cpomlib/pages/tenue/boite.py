"""What the fields of a card are made of: a box that marks what it refuses, a list, a note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from cpomlib.calcul.scenarios import ValeurRefuseeError
from cpomlib.pages.tenue import composants as w


class Boite:
    """A box that is typed in: what it refuses stays in it, marked, with its reason beside it."""

    def __init__(
        self, libelle: str, texte: str, lire: Callable[[str], Any], changer: Callable[[Any], None],
        vide: str = "",
    ) -> None:  # fmt: skip
        self._lire, self._changer, self._compte = lire, changer, texte
        self._pourquoi, self._muet = "", False
        self.texte = w.Text(value=texte, description=libelle, continuous_update=False,
                            placeholder=vide, tooltip=libelle)  # fmt: skip
        self.refus = w.HTML("")
        self.texte.observe(self._typed, "value")
        self.widget = classe(w.VBox([self.texte, self.refus]), "cpom-champ")

    def _typed(self, change: Any) -> None:
        try:
            read = self._lire(change["new"])
        except ValeurRefuseeError as refusal:
            self._pourquoi = str(refusal)
            self._refuser()
            self.widget.add_class("cpom-refuse")
            return
        self._compte = change["new"].strip()
        if self.refus.value:
            self.refus.value = ""
            self.widget.remove_class("cpom-refuse")
        if not self._muet:
            self._changer(read)

    def montrer(self, texte: str) -> None:
        """Show what counts now, without telling it back.

        What was refused stays in the box; so does what says the same otherwise, « 44,5 % »: one
        may be typing there again, and would lose it.
        """
        self._compte = texte
        if self.refus.value:
            self._refuser()
        elif not self._pareil(texte):
            self._muet = True
            self.texte.value = texte
            self._muet = False

    def _pareil(self, texte: str) -> bool:
        """Whether the box says that value already, in its own words."""
        held = str(self.texte.value)
        try:
            return held == texte or bool(self._lire(held) == self._lire(texte))
        except ValeurRefuseeError:
            return False

    def _refuser(self) -> None:
        told = escape(f"{self._pourquoi} {self._reste()}")
        self.refus.value = f'<p class="cpom-refus" role="alert">{told}</p>'

    def _reste(self) -> str:
        """Say what counts while the box holds something else."""
        if not self._compte:
            return "Rien n’est compté à sa place."
        return f"La valeur d’avant, {self._compte}, reste comptée."


def menu(
    libelle: str, connus: Sequence[tuple[str, Any]], value: Any, changer: Callable[[Any], None]
) -> Any:
    """Make a list; it tells the code of what is chosen."""
    codes = [code for _, code in connus]
    # a Dropdown takes None for « nothing chosen »: its values are the ranks of the codes
    made = w.Dropdown(
        options=[(label, rank) for rank, (label, _) in enumerate(connus)],
        value=codes.index(value) if value in codes else 0,
        description=libelle,
        tooltip=libelle,
    )
    made.observe(lambda change: changer(codes[change["new"]]), "value")
    return made


def note(text: str) -> str:
    """Write what is said under a field."""
    return f'<span class="cpom-base">{escape(text)}</span>'


def classe(box: Any, *names: str) -> Any:
    """Give a widget names of the style sheet."""
    for name in names:
        box.add_class(name)
    return box
