"""What a type of hypothesis declares, once: its values, its check, its terms, its words.

A type is one file of ``types``: a frozen dataclass whose fields are what the page and the file
ask for, and whose methods say the rest. The projection, the workbook, the check, the search of
a balance and the page read them here; none of them knows a type by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from cpomlib.calcul.scenarios.champ import ChampHypothese, champ
from cpomlib.calcul.scenarios.etalement import Etale, etaler

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.champ import ParFonction
    from cpomlib.calcul.scenarios.effets import Cadre, Effets, Tableau
    from cpomlib.calcul.scenarios.etats import Etat

MILLIARD = 1e9

Faute = tuple[str, str]
"""Name of the value at fault (empty for the whole hypothesis), French sentence."""
Termes = Mapping[tuple[str, Any], Any]
"""(array of the effects, groupe, kind of places or fonction in it) → what is added to it."""


@dataclass(frozen=True)
class Ratios:
    """ETP per place, and where they come from.

    Attributes:
        emplois: ETP per place by fonction; empty where the base year knows none.
        origine: what they are the ratios of, in French; empty where there are none.
    """

    emplois: ParFonction = ()
    origine: str = ""


RIEN = Ratios()


@dataclass(frozen=True)
class Tiree:
    """A value that the base year gives to a hypothesis: it is written in the workbook beside it.

    Attributes:
        nom: its name among the values of the hypothesis.
        libelle: its name for a reader.
        genre: its unit, as for a field.
        valeur: what it is.
    """

    nom: str
    libelle: str
    genre: str
    valeur: float


@dataclass(frozen=True, eq=False)
class Assiette:
    """What a yearly rate makes grow.

    Attributes:
        libelle: its name for a reader.
        haut: its amount in each establishment, shape (E,).
        bas: what the amount is divided by; None where it is not.
    """

    libelle: str
    haut: Tableau
    bas: Tableau | None = None


@dataclass(frozen=True, kw_only=True)
class Hypothese:
    """What every hypothesis carries: its reason, which the file asks for and never demands.

    Attributes:
        type: its name in a file.
        libelle: its name on the page.
        famille: its group on the page.
        ordre: its place in the contract.
        geste: what several types do, each in its way: the page shows them as one card.
        variante: the way of this one, a verb.
        justification: its reason.
    """

    type: ClassVar[str] = ""
    libelle: ClassVar[str] = ""
    famille: ClassVar[str] = ""
    ordre: ClassVar[int] = 100
    geste: ClassVar[str] = ""
    variante: ClassVar[str] = ""
    justification: str = ""

    def termes(self, c: Any) -> Termes:
        """Return what it adds to an establishment, written once for both who calculate.

        Args:
            c: gives the values and the few functions of the equations: arrays in
                :mod:`cpomlib.calcul.scenarios.tableaux`, formulas in the workbook.
        """
        raise NotImplementedError

    def fautes(self, etat: Etat) -> Iterable[Faute]:
        """Say what of it cannot be applied to a base."""
        return ()

    def doutes(self, etat: Etat) -> Iterable[str]:
        """Say what it leaves out, that a reader could take for a result."""
        return ()

    def tirees(self, cadre: Cadre) -> Iterable[Tiree]:
        """Return what the base year gives it."""
        return ()

    def valeur(self, etat: Etat, nom: str) -> Any:
        """Return a value as the equations take it: a named one is read in the base."""
        return getattr(self, nom)

    def etaler(self, cadre: Cadre, declare: ChampHypothese) -> Etale | None:
        """Return one value per projected year (from 1), None where a field has a single one."""
        return etaler(self, cadre, declare)

    def emplois_proposes(self, etat: Etat) -> Ratios:
        """Return the jobs that go with it in the base year: proposed, taken only if accepted."""
        return RIEN

    def resume(self) -> str:
        """Say it in a few words, empty where its values say it well enough."""
        return ""

    def reperes(self, etat: Etat) -> Mapping[str, float]:
        """Return the base value of each field that has one."""
        return {}

    def assiettes(self, etat: Etat) -> Mapping[str, Assiette]:
        """Return what each yearly rate makes grow, in a base year."""
        return {}

    def indicateurs(self) -> Mapping[str, str]:
        """Return the indicator that each field is set beside: its growth, for a yearly rate."""
        return {}

    def bornes(
        self, etat: Etat, autres: Effets, declare: ChampHypothese, bas: float, haut: float
    ) -> tuple[float, float]:
        """Return the range of a value on this base, beside what the other hypotheses do."""
        return bas, haut

    def occupe(self, annees: Iterable[int]) -> Iterable[tuple[Any, str]]:
        """Return what only one hypothesis may set, each with the words that say so."""
        return ()

    @classmethod
    def premiere(cls, etat: Etat, etablissement: str) -> Mapping[str, Any]:
        """Return the first values that practice gives, when it is added on the page."""
        return {}

    @classmethod
    def empechement(cls, etat: Etat) -> str:
        """Say why it cannot be added to this base, empty where it can."""
        return ""


def periode_de() -> int | None:
    """Ask for the first year of a period; the first projected one by default."""
    return champ("Première année", "annee", None, minimum=2000, maximum=2100)


def periode_a() -> int | None:
    """Ask for the last year of a period; the last projected one by default."""
    return champ("Dernière année", "annee", None, minimum=2000, maximum=2100)


def une_annee() -> int:
    """Ask for the year something takes effect."""
    return champ("Année", "annee", minimum=2000, maximum=2100)


def partout() -> str | None:
    """Ask for an establishment, or for all of them."""
    return champ("Établissement (tous si vide)", "etablissement", None)


def ici() -> str:
    """Ask for one establishment."""
    return champ("Établissement", "etablissement")


def champs(kind: type) -> tuple[ChampHypothese, ...]:
    """Return the values a type of hypothesis asks for, its justification left out."""
    return _champs(kind)


@cache
def _champs(kind: Any) -> tuple[ChampHypothese, ...]:
    return tuple(
        ChampHypothese(item.name, requis=item.default is MISSING, **item.metadata)
        for item in fields(kind)
        if item.metadata
    )
