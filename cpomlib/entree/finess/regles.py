"""What the FINESS import supposes, declared in ``parameters/sources/finess.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from cpomlib.droit import Declaration, Texte, parmi
from cpomlib.tables import table


def _categories(nom: str, colonne: str) -> tuple[str, ...]:
    return table(nom).champ(colonne).categories


Regime = Annotated[str, parmi("Le régime", lambda: _categories("etablissements", "regime"))]
Autorite = Annotated[str, parmi("L’autorité", lambda: _categories("etablissements", "autorite"))]
Programme = Annotated[
    str, parmi("Le programme", lambda: _categories("etablissements", "programme"))
]
Statut = Annotated[str, parmi("Le statut", lambda: _categories("gestionnaires", "statut"))]
Colonne = Annotated[str, parmi("La colonne", lambda: table("etablissements").colonnes)]


@dataclass(frozen=True)
class Suppose:
    """What is supposed of an establishment of a category, and why."""

    regime: Regime
    autorite: Autorite
    programme: Programme
    raison: Texte


@dataclass(frozen=True)
class ReglesFiness:
    """The choices of the import, which a service may change.

    Attributes:
        categories: FINESS category kept by default → regime, autorite, programme supposed.
        autres_categories: the same for any other category.
        outre_mer: FINESS code of an overseas département → its INSEE code.
        communes_changees: INSEE code of a commune in FINESS → its code today.
        statuts_juridiques: statut of the gestionnaire → codes of legal status (TRE_R72).
        sph_public: codes of participation in public hospital service that make it public.
        tarification: autorite → modes of tariffs (TRE_R74) that name it alone.
        finess_fait_foi: columns of a known establishment that FINESS overwrites.
    """

    categories: Mapping[str, Suppose]
    autres_categories: Suppose
    outre_mer: Mapping[str, str]
    communes_changees: Mapping[str, str]
    statuts_juridiques: Mapping[Statut, tuple[str, ...]]
    sph_public: tuple[str, ...]
    tarification: Mapping[Autorite, tuple[str, ...]]
    finess_fait_foi: tuple[Colonne, ...]

    @cached_property
    def statuts(self) -> Mapping[str, str]:
        """Code of legal status → statut of the gestionnaire."""
        return _by_code(self.statuts_juridiques)

    @cached_property
    def modes(self) -> Mapping[str, str]:
        """Mode of tariffs → autorite, where it names a single one."""
        return _by_code(self.tarification)

    def autorites(self) -> dict[str, str]:
        """Return the authority supposed of each category of the sector."""
        return {code: supposed.autorite for code, supposed in self.categories.items()}


FINESS = Declaration("sources/finess.yaml", ReglesFiness)


def regles() -> ReglesFiness:
    """Return the rules in force: the service's own where it has some.

    Raises:
        ParametreError: the file is badly written, or names a column or a value that the
            shared tables do not have.
    """
    return FINESS.lire()


def _by_code(listed: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {code: name for name, codes in listed.items() for code in codes}
