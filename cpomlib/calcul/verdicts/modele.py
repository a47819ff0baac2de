"""What is concluded from a figure, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Conclusion = Literal["favorable", "defavorable", "a_verifier", "aucun"]
CompareA = Literal["", "cible", "norme", "region", "comparables"]
Niveau = Literal["meilleur", "moins_bon", "proche", "inconnu"]
Cours = Literal["ameliore", "degrade", "stable", "inconnu"]
Nature = Literal["force", "vigilance", "ecart", "donnees"]
"""A strength, a point of attention, a gap that is neither (a cost, a duration), the data itself."""


@dataclass(frozen=True)
class Verdict:
    """What is concluded from an indicator of a unit, for a year.

    Attributes:
        indicateur: its id.
        verdict: ``favorable``, ``defavorable``, ``a_verifier`` (favourable, if the data were
            sure), ``aucun``.
        motif: why, a short French clause.
        p: probability that chance alone does as much (mid-p), before the correction for the
            number of tests; None where no test applies.
        compare_a: what its level was compared with; empty for nothing.
        repere: that figure, in the unit of the indicator.
        niveau: its level beside it.
        cours: its course over three years.
        en_nombres: it is written in counts (« 2 ménages sur 6 »): no colour, arrow or rank.
        doute: why the figure is doubted, a French clause; empty when it is not.
        annees: how many years in a row the level has been so.
    """

    indicateur: str
    verdict: Conclusion = "aucun"
    motif: str = ""
    p: float | None = None
    compare_a: CompareA = ""
    repere: float | None = None
    niveau: Niveau = "inconnu"
    cours: Cours = "inconnu"
    en_nombres: bool = False
    doute: str = ""
    annees: int = 0


@dataclass(frozen=True)
class Message:
    """A finding a report states.

    Attributes:
        indicateur: what it is about; empty for the data itself.
        famille: ``insertion``, ``activite``, ``economie``, ``equipe``, ``qualite``, ``donnees``.
        nature: see ``Nature``.
        titre: the finding, in a few words; ``texte``: the sentence, with its figures.
        section: anchor of the part that proves it.
        poids: its weight in the order of the messages.
        doute: why its figure is doubted; empty when it is not.
        donnee: name of what is said of the data; empty for an indicator.
    """

    indicateur: str
    famille: str
    nature: Nature
    titre: str
    texte: str
    section: str
    poids: float
    doute: str = ""
    donnee: str = ""

    @property
    def sujet(self) -> str:
        """The indicator it is about, or the name of what it says of the data."""
        return self.indicateur or self.donnee
