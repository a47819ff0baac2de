"""Employees who move from one convention collective to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from cpomlib.calcul.scenarios.champ import AUCUN, JOUR, PAR_FONCTION, ParFonction, champ
from cpomlib.calcul.scenarios.declaration import Faute, Hypothese, Termes, partout
from cpomlib.socle import nombre

if TYPE_CHECKING:
    from cpomlib.calcul.scenarios.etats import Etat

QUITTEE, REJOINTE = "chrs", "ccn66"
EFFET = date(2026, 8, 6)
A_COMPLETER = "à compléter\u00a0: rien n’en est compté."


@dataclass(frozen=True, kw_only=True)
class ChangementConvention(Hypothese):
    """From a day on, the ETP of the base year under a convention cost more, or less.

    The effect is euros per ETP and per year by fonction, or a share of what they cost; a part of
    it may be paid by the authority. What is not known stays out, and it is said. Posts created
    by the scenario are not counted: nobody knows their convention.

    Source: arrêté du 5 août 2021 (accords CHRS joined to the CCN 66); CE, 28 October 2022.
    """

    type: ClassVar[str] = "changement_convention"
    libelle: ClassVar[str] = "Changement de convention collective"
    famille: ClassVar[str] = "personnel"
    ordre: ClassVar[int] = 15
    date_effet: date = champ(
        "Date d’effet", JOUR, aide="Fin des accords CHRS\u00a0: le 6 ou le 8 août 2026 selon les "
        "sources, à vérifier.",
    )  # fmt: skip
    depuis: str = champ("Convention quittée", "code", choix="convention")
    vers: str = champ("Convention rejointe", "code", choix="convention")
    effets: ParFonction | str | None = champ(
        "Effet par ETP et par an, chargé", PAR_FONCTION, None, minimum=-50_000, maximum=50_000
    )
    part: float | None = champ(
        "Effet, en part du coût employeur", "taux", None, minimum=-0.5, maximum=0.5,
        course=(-5, 15, 0.1),
    )  # fmt: skip
    finance: float | None = champ(
        "Part financée par l’autorité", "taux", None, minimum=0, maximum=1, course=(0, 100, 5)
    )
    etablissement: str | None = partout()

    def termes(self, c: Any) -> Termes:
        """Add what it costs from that day, and what is paid for it."""
        share = c.prorata("date_effet")
        by_post = self._cout_par_etp(c)
        begun = c.nouveau(share) * by_post
        made: dict[tuple[str, Any], Any] = {("masse_nouvelle", None): begun}
        spent: Any = begun
        if self.part is not None:
            known = c.salaires(self.depuis) * c.v("part")
            made["masse", None] = share * known
            spent = begun + c.nouveau(share) * known
        if self.finance is not None:
            made["financement", None] = spent * c.v("finance")
        return made

    def _cout_par_etp(self, c: Any) -> Any:
        total: Any = 0
        for name, _ in self._par_fonction:
            total = c.etp(self.depuis, name) * c.v(f"effets.{name}") + total
        return total

    @property
    def _par_fonction(self) -> ParFonction:
        return () if self.effets in (None, AUCUN) else self.effets  # type: ignore[return-value]

    def fautes(self, etat: Etat) -> Iterable[Faute]:
        """Refuse an effect said twice, a convention that covers nobody, a day that is not ahead."""
        if self._par_fonction and self.part is not None:
            yield "part", "l’effet est donné deux fois, par fonction et en part : gardez l’un."
        if self.depuis == self.vers:
            yield "vers", "la convention rejointe est celle que l’on quitte."
        if not etat.etp_de(self.depuis).sum():
            yield "depuis", self._personne(etat)
        if self.date_effet.year < etat.annee:
            yield (
                "date_effet",
                f"{self.date_effet:%d/%m/%Y} est avant l’année de base, qui en porte déjà l’effet. "
                f"La date admise la plus proche est le 01/01/{etat.annee}.",
            )

    def _personne(self, etat: Etat) -> str:
        known = [name for name in etat.conventions if etat.etp_de(name).sum()]
        there = f" Conventions connues : {', '.join(sorted(known))}." if known else ""
        return f"aucun salarié de {etat.annee} ne relève de « {self.depuis} ».{there}"

    def doutes(self, etat: Etat) -> Iterable[str]:
        """Say an effect that nobody gave, and what is paid of it."""
        if not self._par_fonction and self.part is None:
            yield f"Effet du changement de convention {A_COMPLETER}"
        elif self.finance is None:
            yield f"Part financée du changement de convention {A_COMPLETER}"

    def reperes(self, etat: Etat) -> Mapping[str, float]:
        """Give nothing: an effect starts from none."""
        return {}

    @classmethod
    def premiere(cls, etat: Etat, etablissement: str) -> Mapping[str, Any]:
        """Start from the end of the accords CHRS, with no effect."""
        day = max(EFFET, date(etat.annee + 1, 1, 1))
        return {"date_effet": day, "depuis": QUITTEE, "vers": REJOINTE}

    @classmethod
    def empechement(cls, etat: Etat) -> str:
        """Need employees under the accords CHRS."""
        if etat.etp_de(QUITTEE).sum():
            return ""
        return f"aucun salarié de {etat.annee} ne relève des accords CHRS."


def a_signaler(etat: Etat) -> tuple[str, ...]:
    """Say that the accords CHRS end after the base year: nothing of it is counted by itself."""
    held = float(etat.etp_de(QUITTEE).sum())
    if not held or etat.annee >= EFFET.year:
        return ()
    return (
        f"{nombre(held, 1)} ETP relèvent des accords CHRS, qui cessent en août 2026\u00a0: leur "
        "passage à la CCN 66 n’est compté que si vous ajoutez l’hypothèse "
        f"«\u00a0{ChangementConvention.libelle}\u00a0».",
    )
