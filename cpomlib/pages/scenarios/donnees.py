"""The base years a page may read: those of one gestionnaire, or of the whole base."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import Engine

from cpomlib import base as store
from cpomlib.calcul.scenarios import MONTREES, Appuis, Etat, etat
from cpomlib.calcul.volet import Plan
from cpomlib.dossier import moities_regionales, plan_depose
from cpomlib.pages.scenarios import reserve
from cpomlib.socle import CommandeError, par_defaut, suggestion

TABLES = ("gestionnaires", "etablissements", "places", "budgets", "balances", "salaries",
          "activite")  # fmt: skip


BANDEAU_EXEMPLE = (
    "Région inventée\u00a0: ces données sont un exemple, elles ne décrivent aucun organisme réel."
)


@dataclass(frozen=True)
class OrigineChiffres:
    """Where the figures of a page come from.

    Attributes:
        nom: name of the gestionnaire.
        numero: state of the base.
        exemple: some of the data is invented.
    """

    nom: str
    numero: int
    exemple: bool


def origine(engine: Engine, gestionnaire: str, numero: int) -> OrigineChiffres:
    """Return where the figures of a gestionnaire come from, in a state of the base."""
    known = store.read(engine, ["gestionnaires"], gestionnaires=[gestionnaire], etat=numero)
    names = known["gestionnaires"]["raison_sociale"].tolist()
    used = store.deposits_used(engine, [gestionnaire], numero)
    return OrigineChiffres(names[0] if names else gestionnaire, numero,
                   any(depot.format == "exemple" for depot in used))  # fmt: skip


@dataclass(frozen=True)
class Acces:
    """What a page may read.

    Attributes:
        base: address of the base.
        reserve: the only gestionnaire of the page; empty when it may choose.
    """

    base: str
    reserve: str = ""

    @cached_property
    def engine(self) -> Engine:
        """The base, opened once."""
        return store.open_base(self.base or None)

    @cached_property
    def _noms(self) -> dict[int, dict[str, str]]:
        """State of the base → its gestionnaires, for the last state that was asked."""
        return {}

    def gestionnaires(self) -> dict[str, str]:
        """Return id → name of those that may be chosen, in the order of names."""
        state = store.latest_state(self.engine)
        if state not in self._noms:
            self._noms.clear()
            self._noms[state] = self._lire_noms(state)
        return self._noms[state]

    def _lire_noms(self, numero: int) -> dict[str, str]:
        wanted = [self.reserve] if self.reserve else None
        read = store.read(self.engine, ["gestionnaires"], gestionnaires=wanted, etat=numero)
        known = read["gestionnaires"]
        pairs = zip(known["id_gestionnaire"], known["raison_sociale"], strict=True)
        return dict(sorted(pairs, key=lambda pair: pair[1].casefold()))

    def choisi(self, demande: str) -> str:
        """Return the gestionnaire a page opens on: the reserved one, whatever is asked.

        Raises:
            CommandeError: the base holds none, or not that one.
        """
        known = self.gestionnaires()
        wanted = self.reserve or demande or next(iter(known), "")
        if wanted not in known:
            raise CommandeError(
                f"Le gestionnaire «\u00a0{wanted}\u00a0» n’est pas dans la base."
                if wanted
                else "La base ne contient aucun gestionnaire.",
                que_faire=suggestion(wanted, known) if wanted else "Déposez des données.",
            )
        return wanted

    def plan(self, gestionnaire: str) -> Plan:
        """Return the keys and exclusions that the parties declared, none without a plan."""
        return plan_depose(self.engine, gestionnaire)

    def origine(self, gestionnaire: str) -> OrigineChiffres:
        """Return where the figures read now come from."""
        return origine(self.engine, gestionnaire, store.latest_state(self.engine))

    def etat(self, gestionnaire: str, annee: int = 0, numero: int | None = None) -> Etat:
        """Read a base year, by default the last one that is over and has a budget.

        Args:
            gestionnaire: its id.
            annee: the base year; 0 for the default one.
            numero: the state of the base; the current one by default.

        Raises:
            CommandeError: the gestionnaire may not be read here, or has no budget.
        """
        if self.reserve and gestionnaire != self.reserve:
            raise CommandeError("Cette page est réservée à un autre gestionnaire.")
        state = store.latest_state(self.engine) if numero is None else numero
        return reserve.garder(
            ("etat", gestionnaire, annee, state, date.today()),
            lambda: self._lire(gestionnaire, annee, state),
        )

    def _lire(self, gestionnaire: str, annee: int, numero: int) -> Etat:
        frames = store.read(self.engine, TABLES, gestionnaires=[gestionnaire], etat=numero)
        known = {int(year) for year in frames["budgets"]["annee"]}
        year = annee or (par_defaut(known, date.today()) if known else 0)
        return etat(frames, gestionnaire, year).regarde(date.today())

    def appuis_connus(self, lu: Etat, numero: int) -> Appuis | None:
        """Return what stands beside the numbers of a base year, None as long as nobody read it."""
        found: Appuis | None = reserve.connu(self._cle(lu, numero))
        return found

    def appuis(self, lu: Etat, numero: int) -> Appuis:
        """Read what stands beside the numbers of a base year: the years before it, the région.

        A page kept for one gestionnaire reads nothing of the others.
        """
        return reserve.garder(self._cle(lu, numero), lambda: self._lire_appuis(lu, numero))

    def _cle(self, lu: Etat, numero: int) -> tuple[object, ...]:
        return ("appuis", self.reserve, lu.gestionnaire, lu.annee, numero, date.today())

    def _lire_appuis(self, lu: Etat, numero: int) -> Appuis:
        who, past = lu.gestionnaire, []
        frames = store.read(self.engine, TABLES, gestionnaires=[who], etat=numero)
        # a growth needs the year before the first one shown
        for year in range(lu.annee - MONTREES, lu.annee):
            with suppress(CommandeError):
                past.append(etat(frames, who, year))
        region = {} if self.reserve else moities_regionales(self.engine, who, lu.annee, numero)
        return Appuis((*past, lu), region)

    def prevoir(self, montre: Etat | None) -> Iterator[None]:
        """Read step by step what visitors may ask for: the one shown first, then all of them."""
        if not reserve.tenue():
            return
        state = store.latest_state(self.engine)
        if montre is not None:
            self.appuis(montre, state)
            yield
        for name in self.gestionnaires():
            # one that has no budget says so to who asks for it
            with suppress(CommandeError):
                self.etat(name, numero=state)
            yield
