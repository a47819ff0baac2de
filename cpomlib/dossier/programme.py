"""What the documents on the contracts of a région need, read once in one state of the base."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from cpomlib import base as store
from cpomlib.calcul.contrat import (
    ArgentProgramme,
    Contrat,
    Delai,
    LigneSuivi,
    argent,
    cadres,
    contrats_de,
    delais_du_droit,
    echeances,
    enveloppes_de,
    etat_du_contrat,
    lignes_de,
    suivre,
    usages_des_seuils,
    vivant,
)
from cpomlib.calcul.programmation import (
    PROGRAMMATION,
    Arrete,
    CalendrierPropose,
    CouvertureContrats,
    Priorite,
    Recense,
    Souhaits,
    arretes,
    couvertures,
    priorites,
    proposer,
    recenser,
    souhaits,
    volontaires,
    volumes,
)
from cpomlib.calcul.regional import Enjeux
from cpomlib.calcul.secret import Regles, regles_des_seuils
from cpomlib.dossier.contrats_lus import mesures_lues
from cpomlib.dossier.juge_regional import enjeux_de
from cpomlib.dossier.regard import jour_vu
from cpomlib.dossier.scenarios_deposes import inventaire_de
from cpomlib.dossier.territoire import Territoire
from cpomlib.dossier.territoire import load as load_territoire
from cpomlib.droit import departements, nom_region
from cpomlib.socle import CommandeError
from cpomlib.tables import contract_names, regional_names

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
        return delais_du_droit(self.jour).conclusion

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
    def vivants(self) -> Mapping[str, Contrat]:
        """The contracts prepared, signed, in force on the day."""
        return {
            code: one
            for code, one in self.contrats.items()
            if etat_du_contrat(one, self.jour) in VIVANTS
        }

    def nom_du_contrat(self, code: str) -> str:
        """Return the name of the gestionnaire of a contract."""
        one = self.contrats.get(code)
        return self.noms.get(one.gestionnaire, code) if one else code

    def annee_programmee(self, gestionnaire: str) -> str:
        """Return the year in which the last version of the arrêté programmes a gestionnaire."""
        year = self.versions[-1].annee_de(gestionnaire) if self.versions else None
        return "non programmée" if year is None else str(year)

    @cached_property
    def delais(self) -> Mapping[str, Sequence[Delai]]:
        """Contract → its deadlines; one that is over owes the accounts of its last year."""
        held = cadres(self.contrats, self.frames, self.jour)
        return {one.id: echeances(one, cadre) for one, cadre in held}

    @cached_property
    def suivi(self) -> Sequence[LigneSuivi]:
        """The targets of the signed contracts, year after year."""
        signed = {code: one for code, one in self.contrats.items() if one.signe}
        if not signed:
            return ()
        measured = mesures_lues(self.engine, self.frames, signed, self.etat, self.jour)
        return suivre(signed, measured, usages_des_seuils(), self.jour)

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
            for line in argent([one for one in signed if vivant(one, year, self.jour)],
                               self.etablissements, self.enveloppes, [year])
        ]  # fmt: skip


def read_region(base: str, region: str, annee: int, etat: int = 0, jour: str = "") -> DossierRegion:
    """Read what the documents on the contracts of a région need.

    Args:
        base: address of the base.
        region: code of the région.
        annee: the last year of data, or the one that the document accounts for.
        etat: the number of the state of the base; 0 for the current one.
        jour: the day contracts are looked at (``AAAA-MM-JJ``); today when empty.

    Raises:
        CommandeError: the role connected does not see the whole région.
        StoreError: the base cannot be read.
    """
    day = jour_vu(jour)
    engine = store.open_base(base)
    if not store.sees_region(engine, region):
        raise CommandeError(
            f"Votre rôle ne voit pas toute la région {nom_region(region)}.",
            que_faire="La programmation se fait avec le rôle de la région.",
        )
    etat = etat or store.latest_state(engine)
    names = ["gestionnaires", "etablissements", "places", *contract_names(), *regional_names()]
    frames = store.read(engine, names, etat=etat)
    contrats = _here(contrats_de(frames), frames, region)
    codes = departements(region)
    depots = tuple(store.deposits_used(engine, _entities(frames, contrats, region), etat))
    return DossierRegion(
        engine=engine, base=base, region=region, annee=annee, jour=day, etat=etat, frames=frames,
        departements=dict(zip(codes["code"], codes["nom"], strict=True)),
        contrats=contrats,
        recenses=recenser(frames, contrats, region, annee, day),
        versions=arretes(frames, region),
        enveloppes=enveloppes_de(frames, region),
        depots=depots,
        exemple=any(depot.format == "exemple" for depot in depots),
    )  # fmt: skip


def _here(
    contrats: Mapping[str, Contrat], frames: Mapping[str, pd.DataFrame], region: str
) -> dict[str, Contrat]:
    """Keep the contracts that hold an establishment of the région, or none of whose owner."""
    houses = frames["etablissements"]
    here = houses[houses["region"] == region]
    ids, owners = set(here["id_etablissement"]), set(here["id_gestionnaire"])
    found = {}
    for code, one in contrats.items():
        held = {row["id_etablissement"] for row in one.de("contrat_etablissements")}
        if (held & ids) if held else one.gestionnaire in owners:
            found[code] = one
    return found


def _entities(
    frames: Mapping[str, pd.DataFrame], contrats: Mapping[str, Contrat], region: str
) -> list[str]:
    houses = frames["etablissements"]
    here = houses[houses["region"] == region]
    return sorted({*contrats, *here["id_etablissement"], *here["id_gestionnaire"]})
