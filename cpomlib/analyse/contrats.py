"""The contracts of the base as an analyst reads them: what a committee looks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from cpomlib import base as store
from cpomlib.analyse.erreurs import en_clair
from cpomlib.calcul.contrat import (
    Contrat,
    LigneSuivi,
    cadres,
    contrat_designe,
    contrats_de,
    echeances,
    suivre,
    terme_actuel,
    usages_des_seuils,
)
from cpomlib.dossier import mesures_lues
from cpomlib.droit import nomenclature
from cpomlib.socle import CommandeError, date_courte, suggestion
from cpomlib.tables import contract_names

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Engine

    from cpomlib.tables import Frames


def contrats_lus(engine: Engine, etat: int) -> Frames:
    """Read every contract of a state, and the structure."""
    return store.read(engine, ["gestionnaires", "etablissements", *contract_names()], etat=etat)


def un_contrat(engine: Engine, etat: int, jour: date, designe: str) -> ContratOuvert:
    """Return one contract: its code, its whole title, or whose it is (the last one, or the year).

    Raises:
        CommandeError: nothing is designated so; the nearest are named.
    """
    frames = contrats_lus(engine, etat)
    name = contrat_designe(designe, frames, dernier=True)
    return ContratOuvert(contrats_de(frames)[name], etat, jour, engine, frames)


@dataclass(frozen=True, eq=False, repr=False)
class ContratOuvert:
    """Un contrat (CPOM) ouvert par `base.contrat()`\u00a0: de quoi préparer un comité de suivi.

    Attributes:
        contrat: ce que ses tables en disent.
        etat: le numéro de l’état lu.
        jour: le jour où il est regardé\u00a0; une année qui n’est pas finie n’est pas jugée.
    """

    contrat: Contrat
    etat: int
    jour: date
    _engine: Engine = field(repr=False)
    _frames: Frames = field(repr=False)

    def __repr__(self) -> str:
        said = nomenclature("statut_contrat").libelles[str(self.contrat.ligne["statut"])]
        start, end = self.contrat.effet, terme_actuel(self.contrat, self.jour)
        dates = f", du {date_courte(start)} au {date_courte(end)}" if start and end else ""
        return f"Contrat({self.contrat.id}, {said}{dates})"

    @en_clair
    def table(self, nom: str) -> pd.DataFrame:
        """Donne une table du contrat (« actions », « releves », « cibles »…), montants en euros.

        Exemple\u00a0:
            >>> base.contrat("C-000520015-1").table("releves")["nature"].tolist()
            ['decision']
        """
        from cpomlib.analyse import tables

        if nom not in contract_names():
            raise CommandeError(
                f"Un contrat n’a pas de table «\u00a0{nom}\u00a0».",
                que_faire=suggestion(nom, contract_names()),
            )
        frame = self._frames[nom]
        mine = frame[frame["id_contrat"] == self.contrat.id].reset_index(drop=True)
        return tables.in_euros(nom, mine)

    @cached_property
    def _suivi(self) -> list[LigneSuivi]:
        one = {self.contrat.id: self.contrat}
        measured = mesures_lues(self._engine, self._frames, one, self.etat, self.jour)
        return suivre(one, measured, usages_des_seuils(), self.jour)

    @en_clair
    def suivi(self, annee: int | None = None) -> pd.DataFrame:
        """Suit ses cibles\u00a0: attendu, mesuré, jugé. Aucun jugement n’entre dans un tarif.

        Args:
            annee: une année\u00a0; toutes si rien n’est dit.

        Exemple\u00a0:
            >>> suivi = base.contrat("C-000520015-1").suivi(2025).set_index("indicateur")
            >>> suivi.loc["L-livrets", "jugement"]
            'non_atteinte'
        """
        import pandas as pd

        from cpomlib.calcul.contrat import CLES

        rows = [one.record() for one in self._suivi if annee in {None, one.annee}]
        return pd.DataFrame(rows, columns=list(CLES))

    @en_clair
    def a_expliquer(self, annee: int) -> pd.DataFrame:
        """Liste les cibles non atteintes d’une année, ce qui en est dit et la suite proposée.

        Exemple\u00a0:
            >>> restent = base.contrat("C-000520015-1").a_expliquer(2025).set_index("indicateur")
            >>> restent.loc["L-livrets", "explication"]
            'Démarrage plus lent que prévu.'
        """
        rows = self.suivi(annee)
        missed = rows[rows["jugement"].isin(["proche", "non_atteinte"])]
        said = self.table("mesures")
        said = said.loc[said["annee"] == annee, ["indicateur", "id_etablissement", "explication",
                                                 "piste"]]  # fmt: skip
        said = said.rename(columns={"id_etablissement": "etablissement"}).astype("object")
        kept = ["objectif", "indicateur", "etablissement", "attendu", "mesure", "jugement"]
        keys = ["indicateur", "etablissement"]
        left = missed[kept].astype({"etablissement": "object"})
        plain = said.where(said.notna(), None)
        return left.merge(plain, on=keys, how="left").reset_index(drop=True)

    @en_clair
    def releves_ouverts(self) -> pd.DataFrame:
        """Liste ce que les rencontres ont relevé et qui n’est pas clos, par échéance.

        Exemple\u00a0:
            >>> base.contrat("C-000520015-1").releves_ouverts()["texte"].tolist()
            ['Réunir les bailleurs du département.']
        """
        rows = self.table("releves")
        return rows[rows["close_le"].isna()].sort_values("echeance", ignore_index=True)

    @en_clair
    def echeances(self, mois: int = 12) -> pd.DataFrame:
        """Liste ce qui est dû, en retard compris, dans les mois qui viennent.

        Exemple\u00a0:
            >>> "budget_previsionnel" in set(base.contrat("C-000520015-1").echeances(24)["nature"])
            True
        """
        import pandas as pd

        from cpomlib.calcul.contrat import plus_mois

        last = plus_mois(self.jour, mois)
        [pair] = cadres({self.contrat.id: self.contrat}, self._frames, self.jour)
        found = echeances(*pair)
        rows = [
            (one.le, one.nature, one.cle, one.statut(self.jour), one.dit)
            for one in found
            if one.le <= last and one.statut(self.jour) not in {"faite", "sans_objet"}
        ]
        return pd.DataFrame(rows, columns=["date", "nature", "objet", "statut", "a_savoir"])
