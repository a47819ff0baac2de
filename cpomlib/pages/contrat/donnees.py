"""The contracts a page may read: one, those of one gestionnaire, or all that the base shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from cpomlib import base as store
from cpomlib.calcul.contrat import (
    Contrat,
    LigneScenario,
    LigneSuivi,
    Mesures,
    Vue,
    cadres,
    confronter,
    contrats_de,
    echeances,
    suivre,
    terme_actuel,
    usages_des_seuils,
)
from cpomlib.dossier import (
    ContratsLus,
    Retenu,
    comparables_de,
    lire_contrats,
    mesures_lues,
    points_de_vigilance,
    scenario_retenu,
    vue_de,
)
from cpomlib.socle import CommandeError, suggestion

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import Delai
    from cpomlib.calcul.verdicts import Message

EXEMPLE = "Région inventée\u00a0: ce contrat est un exemple, il ne décrit aucun organisme réel."
ECRITES = ("indicateur", "id_etablissement", "annee", "valeur", "numerateur", "denominateur",
           "etat")  # fmt: skip
"""Columns of a written measure that change a figure; its explanation does not."""
RECUL = 2
"""Years measured before that of the reference: what a target starts from has a past."""


@dataclass(frozen=True)
class AccesContrats:
    """What a page may show.

    Attributes:
        base: address of the base; empty for the default one.
        contrat: the only contract of the page; empty when it may choose.
        gestionnaire: whose contracts it may show; empty for all that the base shows.
    """

    base: str
    contrat: str = ""
    gestionnaire: str = ""

    @cached_property
    def engine(self) -> Engine:
        """The base, opened once."""
        return store.open_base(self.base or None)

    @property
    def reserve(self) -> bool:
        """Whether the page is for one party: nothing is counted of others."""
        return bool(self.contrat or self.gestionnaire)

    @cached_property
    def redacteur(self) -> str:
        """Who writes the minutes of a meeting opened here."""
        kinds = {one.nature for one in store.habilitations(self.engine)} - {"insertion"}
        mine = kinds == {"gestionnaire"} if store.bound(self.engine) else bool(self.gestionnaire)
        return "gestionnaire" if mine else "etat"

    def contrats(self) -> dict[str, str]:
        """Return code → name of the contracts that may be chosen, in the order of names."""
        wanted = [self.gestionnaire] if self.gestionnaire else None
        frames = store.read(self.engine, ["gestionnaires", "contrats"], gestionnaires=wanted)
        known = frames["gestionnaires"]
        names = dict(zip(known["id_gestionnaire"], known["raison_sociale"], strict=True))
        found = {
            code: _nom(one, names)
            for code, one in contrats_de(frames).items()
            if self.contrat in {"", code}
        }
        return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))

    def choisi(self, demande: str = "") -> str:
        """Return the contract a page opens on; the reserved one, whatever is asked.

        Raises:
            CommandeError: the base shows none, or not that one.
        """
        known = self.contrats()
        wanted = self.contrat or demande or next(iter(known), "")
        if wanted not in known:
            raise CommandeError(
                f"Le contrat «\u00a0{wanted}\u00a0» n’est pas de ceux que cette page peut montrer."
                if wanted
                else "La base ne montre aucun contrat.",
                que_faire=suggestion(wanted, known)
                if wanted
                else "Déposez-en un avec «\u00a0cpom importer contrat DOSSIER\u00a0».",
            )
        return wanted

    def etat(self) -> int:
        """Return the number of the state of the base now."""
        return store.latest_state(self.engine)

    def lus(self, etat: int = 0) -> ContratsLus:
        """Read the contracts of a state, the current one by default."""
        return lire_contrats(self.engine, etat or self.etat(), aujourdhui())

    def ouvrir(self, code: str) -> Ouvert:
        """Open a contract as it is in the base now.

        Raises:
            CommandeError: this page may not show it.
        """
        return Ouvert(self.lus(), self.choisi(code))


def aujourdhui() -> date:
    """Return the day, local time."""
    return store.local(datetime.now(UTC)).date()


def _nom(contrat: Contrat, names: Mapping[str, str]) -> str:
    who = names.get(contrat.gestionnaire, contrat.gestionnaire)
    return f"{who}, {contrat.ligne['intitule'] or contrat.id}"


class Ouvert:
    """A contract in one state of the base, and what surrounds it, each read once."""

    def __init__(self, lus: ContratsLus, code: str) -> None:
        self.lus = lus
        self.base = lus.contrats[code]
        self.jour = lus.jour
        houses = lus.frames["etablissements"]
        ids = houses["id_etablissement"]
        self.noms = dict(zip(ids, houses["nom"].astype(str), strict=True))
        self.categories = dict(zip(ids, houses["categorie"].astype(str), strict=True))
        owners = lus.frames["gestionnaires"]
        known = dict(zip(owners["id_gestionnaire"], owners["raison_sociale"], strict=True))
        self.gestionnaire = known.get(self.base.gestionnaire, self.base.gestionnaire)
        self._mesures: dict[tuple[object, ...], Mesures] = {}

    @cached_property
    def exemple(self) -> bool:
        """Whether the contract was invented, for a try."""
        used = store.deposits_used(self.lus.engine, [self.base.gestionnaire], self.lus.etat)
        return any(one.format == "exemple" for one in used)

    def lire_autour(self, *noms: str) -> bool:
        """Read the first of these that is not read yet; False where all are."""
        left = [name for name in noms if name not in self.__dict__]
        if left:
            getattr(self, left[0])
        return bool(left)

    def reprendre(self, avant: Ouvert) -> None:
        """Keep what was found of what surrounds the contract: only the contract was read again."""
        for name in ("exemple", "points", "comparables", "retenu"):
            if name in avant.__dict__:
                self.__dict__[name] = avant.__dict__[name]

    def mesures(self, contrat: Contrat) -> Mesures:
        """Measure its targets; asked again for other targets only."""
        rows = contrat.de("cibles")
        asked = sorted({(str(r["indicateur"]), r["id_etablissement"] or "",
                         r["perimetre"] or "") for r in rows})  # fmt: skip
        first = min((int(r["annee_reference"]) for r in rows), default=self.jour.year)
        written = (tuple(row[name] for name in ECRITES) for row in contrat.de("mesures"))
        key = (first, *asked, *written)
        if key not in self._mesures:
            one = {contrat.id: contrat}
            self._mesures[key] = mesures_lues(
                self.lus.engine, self.lus.frames, one, self.lus.etat, self.jour, RECUL
            )
        return self._mesures[key]

    def suivi(self, contrat: Contrat) -> list[LigneSuivi]:
        """Follow its targets."""
        usages = usages_des_seuils()
        return suivre({contrat.id: contrat}, self.mesures(contrat), usages, self.jour)

    @cached_property
    def points(self) -> tuple[Message, ...]:
        """The points of attention of the diagnostic."""
        return points_de_vigilance(self.lus, self.base)

    @cached_property
    def retenu(self) -> Retenu | None:
        """The scenario that the parties retained."""
        return scenario_retenu(self.lus, self.base)

    @cached_property
    def comparables(self) -> Mapping[str, tuple[float, ...]]:
        """Indicator → the values of the CHRS of the other gestionnaires of the région."""
        return comparables_de(self.lus, self.base)

    @cached_property
    def vue(self) -> Vue:
        """What the rules look at beside the contract."""
        return vue_de(self.lus, self.base, self.points, self.comparables)

    def scenario(self, contrat: Contrat) -> list[LigneScenario]:
        """Set its targets beside the retained scenario."""
        if self.retenu is None or self.retenu.projection is None:
            return []
        return confronter(contrat, self.suivi(contrat), self.retenu.projection, self.categories)

    def dus(self, contrat: Contrat) -> list[Delai]:
        """Return its deadlines, by date."""
        [(_, cadre)] = cadres({contrat.id: contrat}, self.lus.frames, self.jour)
        return echeances(contrat, cadre)

    def fin(self, contrat: Contrat) -> int:
        """Return the last year of the contract, five years on where nobody knows."""
        end = terme_actuel(contrat, self.jour)
        years = [int(row["annee"]) for row in contrat.de("cibles")]
        return end.year if end else max([*years, self.jour.year])

    @property
    def etablissements(self) -> dict[str, str]:
        """Return id → name of its establishments."""
        ids = [str(row["id_etablissement"]) for row in self.base.de("contrat_etablissements")]
        return {one: self.noms.get(one, one) for one in ids}
