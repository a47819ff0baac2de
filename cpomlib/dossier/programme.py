"""What the documents on the contracts of a région need to know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from cpomlib import base as store
from cpomlib.calcul import capacites, somme_connue
from cpomlib.calcul.contrat import (
    ArgentProgramme,
    Contrat,
    Delai,
    Delais,
    LigneSuivi,
    argent,
    echeances_ensemble,
    etat_du_contrat,
    lignes_de,
    membres,
    remplaces,
    suivre,
    usages_des_seuils,
)
from cpomlib.calcul.programmation import (
    PROGRAMMATION,
    Arrete,
    CalendrierPropose,
    CouvertureContrats,
    Priorite,
    Recense,
    Souhaits,
    couvertures,
    priorites,
    proposer,
    souhaits,
    volontaires,
    volumes,
)
from cpomlib.calcul.regional import Denombrement, Enjeux, denombrer
from cpomlib.calcul.secret import Regles, regles_des_seuils
from cpomlib.dossier.contrats_lus import mesures_lues
from cpomlib.dossier.juge_regional import enjeux_de
from cpomlib.dossier.scenarios_deposes import inventaire_de
from cpomlib.dossier.territoire import Territoire
from cpomlib.dossier.territoire import load as load_territoire
from cpomlib.droit import nom_region
from cpomlib.tables import CATEGORIE_CHRS

if TYPE_CHECKING:
    import pandas as pd

VIVANTS = ("en_vigueur", "a_venir", "preparation")


@dataclass(frozen=True, eq=False)
class DossierRegion:
    """The contracts of a région, and what it programmes.

    Attributes:
        base: address of the base, for what only some documents read.
        annee: the last year of data, or the one that the document accounts for.
        jour: the day contracts are looked at.
        departements: code → name, every département of the région.
        contrats: those that hold an establishment of the région, by code.
        recenses: the gestionnaires of CHRS, by name.
        versions: of the arrêté de programmation, the first one first.
        enveloppes: (département, programme, year) → credits in cents.
    """

    engine: Engine
    base: str
    region: str
    annee: int
    jour: date
    etat: int
    frames: Mapping[str, pd.DataFrame]
    departements: Mapping[str, str]
    contrats: Mapping[str, Contrat]
    recenses: Sequence[Recense]
    versions: Sequence[Arrete]
    enveloppes: Mapping[tuple[str, str, int], int]
    depots: tuple[store.Depot, ...]
    exemple: bool

    @property
    def nom(self) -> str:
        """The name of the région."""
        return nom_region(self.region)

    @cached_property
    def noms(self) -> Mapping[str, str]:
        """Gestionnaire → its name."""
        known = self.frames["gestionnaires"]
        return dict(zip(known["id_gestionnaire"], known["raison_sociale"], strict=True))

    @property
    def regles(self) -> Regles:
        """The thresholds of secrecy."""
        return regles_des_seuils()

    @property
    def echeance_legale(self) -> date:
        """The day by which every contract was to be concluded."""
        return Delais(self.jour).conclusion

    @cached_property
    def denombrement(self) -> Denombrement:
        """Who of the région is counted, as holding a CHRS, and who is left out."""
        held = self.frames
        return denombrer(held["etablissements"], held["places"], self.region, self.annee, "chrs")

    @cached_property
    def couvertures(self) -> Sequence[CouvertureContrats]:
        """How far each département is under contract, then the région."""
        return couvertures(self.recenses, self.departements)

    @cached_property
    def etablissements(self) -> Mapping[str, Mapping[str, Any]]:
        """Every known establishment, by id."""
        rows = lignes_de(self.frames["etablissements"])
        return {str(row["id_etablissement"]): row for row in rows}

    @cached_property
    def cpom(self) -> Mapping[str, Contrat]:
        """The contracts of the gestionnaires of CHRS: agreements of another kind left aside."""
        return {code: self.contrats[code] for one in self.recenses for code in one.contrats}

    @cached_property
    def vivants(self) -> Mapping[str, Contrat]:
        """Of these, those prepared, signed, in force on the day."""
        return {
            code: one
            for code, one in self.cpom.items()
            if etat_du_contrat(one, self.jour) in VIVANTS
        }

    @cached_property
    def comptes(self) -> Mapping[str, Contrat]:
        """Of these, those whose rows are added up: none that another signed one took on whole."""
        year = self.jour.year
        signed = [one for one in self.vivants.values() if one.signe]
        held = {one.id: {*membres(one, year)} for one in signed}
        gone = {old for new, before in remplaces(signed, year, self.jour).items()
                for old in before if held[old] <= held[new]}  # fmt: skip
        return {code: one for code, one in self.vivants.items() if code not in gone}

    def places_de_chrs(self, code: str) -> int | None:
        """Return the authorised places of the CHRS of a contract, None where one is not known."""
        held = capacites(self.frames["places"], self.annee)
        known = self.etablissements
        return somme_connue(
            held.get(one) for one in membres(self.contrats[code], self.annee)
            if one in known and known[one]["categorie"] == CATEGORIE_CHRS
        )  # fmt: skip

    def nom_du_contrat(self, code: str) -> str:
        """Return the name of the gestionnaire of a contract."""
        one = self.contrats.get(code)
        return self.noms.get(one.gestionnaire, code) if one else code

    def annee_programmee(self, gestionnaire: str) -> str:
        """Return the year in which the last version of the arrêté programmes a gestionnaire."""
        last = self.versions[-1] if self.versions else None
        if last is None or (year := last.annee_de(gestionnaire)) is None:
            return "non nommé" if last and last.anonyme else "non programmée"
        return f"{year}" if last.ligne["date_arrete"] else f"{year} (projet)"

    @cached_property
    def delais(self) -> Mapping[str, Sequence[Delai]]:
        """Contract → its deadlines; one that is over owes the accounts of its last year."""
        return echeances_ensemble(self.contrats, self.frames, self.jour)

    @cached_property
    def suivi(self) -> Sequence[LigneSuivi]:
        """The targets of the signed contracts, each year those of the contracts of the year."""
        signed = {code: one for code, one in self.cpom.items() if one.signe}
        if not signed:
            return ()
        measured = mesures_lues(self.engine, self.frames, signed, self.etat, self.jour)
        lines = suivre(signed, measured, usages_des_seuils(), self.jour)
        held = {year: remplaces(signed.values(), year, self.jour)
                for year in {line.annee for line in lines}}  # fmt: skip
        return [line for line in lines if line.contrat in held[line.annee]]

    @cached_property
    def territoire(self) -> Territoire:
        """The figures of the région's CHRS, for the last year known."""
        return load_territoire(self.base, self.region, self.annee_connue, "chrs", self.etat,
                               jour=self.jour.isoformat())  # fmt: skip

    @cached_property
    def annee_connue(self) -> int:
        """The last year over that has data, the year of the document at the latest."""
        owners = [one.id for one in self.recenses]
        known = store.years(self.engine, owners, etat=self.etat) if owners else []
        over = [year for year in known if year <= self.annee and year < self.jour.year]
        return max(over, default=self.annee)

    @cached_property
    def enjeux(self) -> Enjeux:
        """The rules of the operators at stake, none while the year goes on."""
        if self.territoire.periode.ouverte:
            return Enjeux({}, {})
        return enjeux_de(self.territoire)

    def priorites(self, premiers: Collection[str] = ()) -> Mapping[str, Priorite]:
        """Return the mark of each gestionnaire."""
        held = [one for _, one in inventaire_de(self.territoire.declarations).lus]
        return priorites(PROGRAMMATION.lire(), self.recenses, self._valeurs, self.enjeux, held,
                         premiers, self.jour)  # fmt: skip

    def souhaits(
        self, horizon: tuple[int, int], capacites: Iterable[str], fixes: Iterable[str]
    ) -> Souhaits:
        """Read what is asked of a calendar; its first year is the next one where it is 0."""
        first, last = horizon
        return souhaits(
            (first or self.jour.year + 1, last), capacites, fixes, self.departements,
            self._gestionnaires,
        )  # fmt: skip

    @property
    def _gestionnaires(self) -> Mapping[str, str]:
        return {one.id: one.nom for one in self.recenses}

    def proposition(self, souhaits: Souhaits, demandeurs: Iterable[str] = ()) -> CalendrierPropose:
        """Return the best calendar of the signatures.

        Args:
            souhaits: what is asked of it.
            demandeurs: who asked to be among the first, ids or names, commas between.
        """
        first = volontaires(demandeurs, self._gestionnaires)
        paid = volumes(self.recenses, self._valeurs)
        return proposer(self.recenses, self.priorites(first), paid, souhaits)

    @property
    def _valeurs(self) -> pd.DataFrame:
        return self.territoire.valeurs[self.annee_connue]

    def argent(self, annees: Collection[int]) -> Sequence[ArgentProgramme]:
        """Return the means of the contracts signed for each year, beside the envelopes."""
        signed = [one for one in self.contrats.values() if one.signe]
        return [
            line
            for year in annees
            for line in argent(signed, self.etablissements, self.enveloppes, [year], self.jour)
        ]
