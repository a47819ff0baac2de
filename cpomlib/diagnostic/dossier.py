"""The dossier of a gestionnaire: everything its diagnostic needs, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
from sqlalchemy import Engine

from cpomlib import store
from cpomlib.anomalies import Examen, examiner
from cpomlib.diagnostic.regional import regional, tables_of
from cpomlib.errors import CommandeError, suggestion
from cpomlib.indicators import Conventions, compute, conventions_des_seuils
from cpomlib.parameters import Lecteur
from cpomlib.perimeter import Perimetre, par_etablissement, selection
from cpomlib.reference import nom_region
from cpomlib.secret import Reference
from cpomlib.store.justifications import justifications

YEARS = 3
"""How many years a diagnostic sets side by side."""


@dataclass(frozen=True, eq=False)
class Dossier:
    """What is known of a gestionnaire for a year, in one state of the base.

    Attributes:
        id: the gestionnaire.
        raison_sociale: its name, as deposited.
        region: code of the region, empty when the perimeter is not narrowed to one.
        nom_region: its name.
        annee: the year diagnosed; ``annees`` adds the two before it, oldest first.
        perimetre: ``tous`` or ``chrs``.
        structures: the establishments of the perimeter.
        frames: the shared tables, for this gestionnaire.
        resultats: per year, one row per indicator (index: id) of the gestionnaire.
        par_etablissement: one row per establishment (``unite``) and indicator, year ``annee``.
        examen: the anomalies of the year, with their justification.
        regional: what may be said of the gestionnaires of the region, per indicator.
        effectif_regional: how many gestionnaires the region has.
        note_regionale: where its figures come from when they are not computed here.
        conventions: what the parties agreed, printed with the results.
        depots: the deposits it was made from.
        etat: the number of the state of the base it was made from.
        exemple: the data is invented.
        lecteur: remembers the dated values that the report's parts read.
        autour: the tables of every gestionnaire of the region, as far as the role sees them;
            nothing of the others is shown but through ``cpomlib.secret``.
        publiable: the small counts of its own publics are masked.
    """

    id: str
    raison_sociale: str
    region: str
    nom_region: str
    annee: int
    perimetre: str
    structures: pd.DataFrame
    frames: Mapping[str, pd.DataFrame]
    resultats: Mapping[int, pd.DataFrame]
    par_etablissement: pd.DataFrame
    examen: Examen
    regional: Mapping[str, Reference]
    effectif_regional: int
    conventions: Conventions
    depots: tuple[store.Depot, ...]
    etat: int
    exemple: bool
    note_regionale: str = ""
    lecteur: Lecteur = field(default_factory=Lecteur)
    autour: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    publiable: bool = False

    @property
    def annees(self) -> tuple[int, ...]:
        """The years set side by side, oldest first."""
        return tuple(sorted(self.resultats))

    def valeur(self, indicateur: str, annee: int | None = None) -> float | None:
        """Return the value of an indicator, None when it is not available."""
        value = self.resultats[annee or self.annee].loc[indicateur, "valeur"]
        return None if pd.isna(value) else float(value)

    def raison(self, indicateur: str) -> str:
        """Say why an indicator has no value, empty when it has one."""
        return str(self.resultats[self.annee].loc[indicateur, "raison"])

    def secret(self, indicateur: str, annee: int | None = None) -> str:
        """Say why a value of the gestionnaire is masked, empty when it is not."""
        row = self.resultats[annee or self.annee].loc[indicateur]
        return str(row["raison"]) if row["statut"] == "secret" else ""

    def nom(self, etablissement: str) -> str:
        """Return the name of an establishment of the perimeter."""
        names = self.structures.set_index("id_etablissement")["nom"]
        return str(names[etablissement])


def load(
    base: str, gestionnaire: str, annee: int, region: str = "", perimetre: str = "tous",
    etat: int = 0,
) -> Dossier:  # fmt: skip
    """Read the dossier of a gestionnaire.

    Args:
        base: address of the base.
        gestionnaire: its id.
        annee: the year diagnosed.
        region: narrows the perimeter to the establishments of a region, and sets the
            gestionnaires it is compared with.
        perimetre: ``tous``, or ``chrs`` for the establishments of category 214.
        etat: the number of the state of the base; 0 for the current one.

    Raises:
        CommandeError: the gestionnaire is not in the base or not in the region.
        StoreError: the base cannot be read.
    """
    engine = store.open_base(base)
    etat = etat or store.latest_state(engine)
    frames = store.read(engine, gestionnaires=[gestionnaire], etat=etat)
    if frames["gestionnaires"].empty:
        raise _unknown(engine, gestionnaire, etat)
    units = _units(frames["etablissements"], gestionnaire, region, perimetre)
    conventions = conventions_des_seuils()
    years = range(annee - YEARS + 1, annee + 1)
    computed = {year: compute(frames, units, year, conventions) for year in years}
    mine = set(units.etablissements["id_etablissement"])
    entities = [gestionnaire, *sorted(mine)]
    depots = store.deposits_used(engine, entities, etat)
    answers = justifications(engine, entities, annee, etat)
    around = tables_of(engine, region, etat)
    known = regional(engine, around, gestionnaire, (region, annee, perimetre), conventions)
    return Dossier(
        id=gestionnaire,
        raison_sociale=str(frames["gestionnaires"]["raison_sociale"].iloc[0]),
        region=region,
        nom_region=nom_region(region) if region else "",
        annee=annee,
        perimetre=perimetre,
        structures=_within(frames["etablissements"], mine),
        frames=frames,
        resultats={year: _of(rows, gestionnaire) for year, rows in computed.items()},
        par_etablissement=_others(computed[annee], gestionnaire),
        examen=examiner(frames, annee, etablissements=mine, region=around, justifications=answers),
        regional=known.references,
        effectif_regional=known.effectif,
        note_regionale=known.note,
        autour=around,
        conventions=conventions,
        depots=tuple(depots),
        etat=etat,
        exemple=any(depot.format == "exemple" for depot in depots),
    )


def _units(known: pd.DataFrame, gestionnaire: str, region: str, perimetre: str) -> Perimetre:
    """Make the unit of the gestionnaire, and one per establishment of its perimeter."""
    inside = known[known["region"] == region] if region else known
    ids = inside["id_etablissement"].tolist()
    whole = selection(known, gestionnaire, choisis=ids, perimetre=perimetre)
    each = par_etablissement(known, choisis=ids, perimetre=perimetre)
    return Perimetre(
        pd.concat([whole.etablissements, each.etablissements], ignore_index=True),
        pd.concat([whole.gestionnaires, each.gestionnaires], ignore_index=True),
    )


def _within(structures: pd.DataFrame, ids: set[str]) -> pd.DataFrame:
    return structures[structures["id_etablissement"].isin(ids)]


def _others(computed: pd.DataFrame, unite: str) -> pd.DataFrame:
    return computed[computed["unite"] != unite]


def _of(computed: pd.DataFrame, unite: str) -> pd.DataFrame:
    return computed[computed["unite"] == unite].set_index("id")


def _unknown(engine: Engine, gestionnaire: str, etat: int) -> CommandeError:
    known = store.read(engine, ["gestionnaires"], etat=etat)["gestionnaires"]
    return CommandeError(
        f"Le gestionnaire «\u00a0{gestionnaire}\u00a0» n’est pas dans la base.",
        que_faire=suggestion(gestionnaire, known["id_gestionnaire"].tolist()),
    )
