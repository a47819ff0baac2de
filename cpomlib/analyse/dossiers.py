"""The dossier of a gestionnaire as an analyst opens it: its summary, the rows behind a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from cpomlib import base as store
from cpomlib.analyse.derriere import Chiffre
from cpomlib.analyse.erreurs import en_clair
from cpomlib.calcul import Perimetre, selection
from cpomlib.calcul.indicateurs import fiches
from cpomlib.dossier import Dossier, written
from cpomlib.socle import date_courte, designated, nombre, pluriel

if TYPE_CHECKING:
    import pandas as pd

    Derriere = Callable[[Mapping[str, pd.DataFrame], Perimetre, Chiffre], pd.DataFrame]

OBLIGATOIRES = (
    "cpom_1_taux", "cpom_2_taux", "cpom_3_taux_dls_active", "cpom_4_taux_presence_longue",
)  # fmt: skip
"""The four that every contract follows (arrêté du 25 octobre 2019)."""


@dataclass(frozen=True, eq=False, repr=False)
class DossierOuvert(Dossier):
    """Le dossier d’un gestionnaire, ouvert par `base.dossier()`.

    Seul sur la dernière ligne d’une cellule, il montre son résumé\u00a0; `dossier.lignes(…)` donne
    les lignes derrière un de ses chiffres.

    Attributes:
        derriere: ce qui lit les lignes derrière un chiffre dans la base dont il vient.
    """

    derriere: Derriere | None = None

    def __repr__(self) -> str:
        return f"Dossier({self.raison_sociale}, {self.annee}, état n° {self.etat})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{escape(name)}</th>"
            f"<td style='text-align:left'>{escape(said)}</td></tr>"
            for name, said in self.resume.items()
        )
        head = f"{escape(self.raison_sociale)}, {escape(self.exercice)}"
        return f"<table><caption><b>{head}</b></caption><tbody>{rows}</tbody></table>"

    @cached_property
    def resume(self) -> dict[str, str]:
        """Ce que contient le dossier, ligne par ligne\u00a0: nom, ce qui en est dit."""
        last = max((deposit.horodatage for deposit in self.depots), default=None)
        deposits = pluriel(len(self.depots), "dépôt")
        if last is not None:
            deposits += f", le dernier du {date_courte(store.local(last).date())}"
        doubts = pluriel(len(self.examen.anomalies), "chiffre douteux", "chiffres douteux")
        return {
            "Gestionnaire": self.id,
            "Périmètre": self._perimetre,
            "Données": f"état n° {self.etat}\u00a0; {deposits}",
            "À vérifier": doubts,
            **{fiches()[name].libelle: self._dit(name) for name in OBLIGATOIRES},
        }

    @property
    def _perimetre(self) -> str:
        count = pluriel(len(self.structures), "établissement")
        where = f" en {self.nom_region}" if self.nom_region else ""
        return f"{count}{where}"

    def _dit(self, indicateur: str) -> str:
        value = self.valeur(indicateur)
        if value is None:
            return f"n. d.\u00a0: {self.raison(indicateur)}"
        terms = self.termes(indicateur)
        counts = f" ({nombre(terms[0])} sur {nombre(terms[1])})" if terms else ""
        return f"{written(indicateur, value)}{counts}"

    @en_clair
    def lignes(
        self, indicateur: str, part: str = "numerateur", annee: int | None = None
    ) -> pd.DataFrame:
        """Donne les lignes derrière un chiffre du dossier, et le dépôt dont chacune vient.

        Args:
            indicateur: son identifiant ou son libellé.
            part: « numerateur » ou « denominateur ».
            annee: l’année\u00a0; celle du dossier si rien n’est dit.

        Exemple\u00a0:
            >>> dossier = base.dossier("000520015", 2025)
            >>> lignes = dossier.lignes("cpom_1_taux")
            >>> len(lignes) == int(lignes["apport"].sum())
            True
        """
        if self.derriere is None:
            raise ValueError("a dossier is opened by a base")
        known = {name: each.libelle for name, each in fiches().items()}
        asked = designated(indicateur, known, ("L’indicateur", "plusieurs indicateurs"))
        units = selection(self.structures, "unite", perimetre=self.perimetre)
        return self.derriere(self.frames, units, Chiffre(asked, annee or self.annee, part))


def ouvert(dossier: Dossier, derriere: Derriere) -> DossierOuvert:
    """Return a dossier with what reads the rows behind its figures."""
    held = {each.name: getattr(dossier, each.name) for each in fields(dossier)}
    return DossierOuvert(**held, derriere=derriere)
