"""The words that exports of the SIAO use (``parameters/sources/siao.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cpomlib.droit import Declaration, Endroit, closed
from cpomlib.entree.noms import Mots
from cpomlib.entree.siao.correspondance import TABLES, champs_cibles


@dataclass(frozen=True)
class ColonnesSiao:
    """Our column → the names that exports give it, by table."""

    sejours: Mapping[str, Mots]
    demandes_siao: Mapping[str, Mots]


@dataclass(frozen=True)
class MotsSiao:
    """What a mapping is proposed from.

    Attributes:
        colonnes: our columns → the names of an export.
        libelles: our column → our code → the words of an export.
    """

    colonnes: ColonnesSiao
    libelles: Mapping[str, Mapping[str, Mots]]

    @property
    def par_table(self) -> Mapping[str, Mapping[str, Mots]]:
        """The columns of each table by its name."""
        return {name: getattr(self.colonnes, name) for name in TABLES}

    def controle(self, ou: Endroit) -> None:
        """Refuse a column or a code that the shared tables do not have."""
        known = {champ.nom: champ for name in TABLES for champ in champs_cibles(name)}
        for name in TABLES:
            names = frozenset(champ.nom for champ in champs_cibles(name))
            closed(self.par_table[name], names, frozenset(), ou.dans("colonnes").dans(name))
        closed(self.libelles, frozenset(known), frozenset(), ou.dans("libelles"))
        for name, words in self.libelles.items():
            codes = frozenset(known[name].categories or words)
            closed(words, codes, frozenset(), ou.dans("libelles").dans(name))


SIAO = Declaration("sources/siao.yaml", MotsSiao)
