"""The first screen: which contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cpomlib.pages.tenue import Annuaire


class Accueil(Annuaire):
    """A search among the contracts; nothing of any is shown before one is chosen."""

    def __init__(self, choisir: Callable[[str], None]) -> None:
        super().__init__("Contrat", "Tapez quelques lettres du gestionnaire")
        self._choisir = choisir
        self.titre.value = "<h1>Objectifs et cibles du CPOM</h1>"
        self._proposes: tuple[str, ...] | None = None
        self.recherche.observe(lambda change: self._cherche(change["new"]), "value")

    def montrer(self, contrats: Mapping[str, str], message: str) -> None:
        """Show the choice.

        Args:
            contrats: code → name.
            message: why nothing is open, empty where nothing was asked for.
        """
        self._proposes = None
        self.remplir(contrats, message)
        self._cherche("")

    def _cherche(self, text: str) -> None:
        if text in self.connus:
            self._choisir(self.connus[text])
            return
        found = self.proches(text)
        if not found or found != self._proposes:
            self._proposes = found
            self.proposer(text, lambda name: self._choisir(self.connus[name]))
