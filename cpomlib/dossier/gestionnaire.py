"""The dossier of a gestionnaire: everything its diagnostic needs, read once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import Engine

from cpomlib import base as store
from cpomlib.base.justifications import justifications
from cpomlib.calcul import en_service, ferme_avant, fermetures, trop_peu
from cpomlib.calcul.anomalies import Anomalie, Examen, douteux
from cpomlib.calcul.contrat import Contrat
from cpomlib.calcul.indicateurs import Conventions, Envois, conventions_des_seuils
from cpomlib.calcul.secret import ReferenceRegionale
from cpomlib.calcul.verdicts import Jugements
from cpomlib.dossier.chiffres import Ligne, lignes, termes
from cpomlib.dossier.commun import Communes
from cpomlib.dossier.contrat import SousContrat
from cpomlib.dossier.contrats_communs import contrats_lus
from cpomlib.dossier.declarees import Commentaire, commentaires_de, plan_de, saisie_de
from cpomlib.dossier.deposes import deposes
from cpomlib.dossier.ensemble import Frames, Portee, en_campagne, region_entiere, seul, tables_de
from cpomlib.dossier.exercices import Exercices, cote_a_cote
from cpomlib.dossier.jugements import Juge
from cpomlib.dossier.presences import Presences, presences
from cpomlib.dossier.references import regional
from cpomlib.dossier.regard import jour_vu, regarder
from cpomlib.droit import Lecteur, nom_region
from cpomlib.socle import CommandeError, suggestion
from cpomlib.tables import table_names

if TYPE_CHECKING:
    from cpomlib.calcul.volet import Plan
    from cpomlib.entree import Attendu, Saisie


@dataclass(frozen=True, eq=False)
class Dossier(Exercices, Juge, SousContrat):
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
            nothing of the others is shown but through ``cpomlib.calcul.secret``.
        publiable: the small counts of its own publics are masked.
        doutes_du_depot: what was doubtful when the deposits came in; ``contenus``: their rows.
        declarations: what the parties declared of it: scenarios, plan, operator sheet, comments.
        juges: what was concluded before masking, where it is masked.
        contrats: its contracts, by code, as far as the role sees them.
        jour: the day they are looked at.
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
    regional: Mapping[str, ReferenceRegionale]
    effectif_regional: int
    conventions: Conventions
    depots: tuple[store.Depot, ...]
    etat: int
    exemple: bool
    note_regionale: str = ""
    lecteur: Lecteur = field(default_factory=Lecteur)
    autour: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    publiable: bool = False
    doutes_du_depot: store.Douteux = field(default_factory=store.Douteux)
    contenus: tuple[store.Contenu, ...] = ()
    juges: Jugements | None = None
    contrats: Mapping[str, Contrat] = field(default_factory=dict)
    jour: date = field(default_factory=date.today)
    declarations: tuple[store.Declaree, ...] = ()

    def valeur(self, indicateur: str, annee: int | None = None) -> float | None:
        """Return the value of an indicator, None when it is not available."""
        return self._lignes[annee or self.annee][indicateur][0]

    def raison(self, indicateur: str) -> str:
        """Say why an indicator has no value, empty when it has one."""
        return self._lignes[self.annee][indicateur][2]

    def note(self, indicateur: str) -> str:
        """Return what must be said with a value of the year, mostly empty."""
        return self._lignes[self.annee][indicateur][3]

    def doutes(self, indicateurs: Collection[str]) -> tuple[tuple[Anomalie, tuple[str, ...]], ...]:
        """Return the anomalies that make some indicators doubtful, each with those it touches."""
        return tuple(douteux(self.examen.anomalies, indicateurs))

    def secret(self, indicateur: str, annee: int | None = None) -> str:
        """Say why a value of the gestionnaire is masked, empty when it is not."""
        _, statut, raison, _ = self._lignes[annee or self.annee][indicateur]
        return raison if statut == "secret" else ""

    @cached_property
    def plan(self) -> Plan:
        """The plan that the parties declared, an empty one when there is none."""
        return plan_de(self.declarations, self.id)

    def saisie(self, attendu: Attendu) -> Saisie:
        """Return what the parties wrote for the operator sheet."""
        return saisie_de(self.declarations, self.id, attendu)

    def commentaires(self, modele: str) -> Mapping[str, Sequence[Commentaire]]:
        """Return the parties' comments of a report by section, the gestionnaire's first."""
        return commentaires_de(self.declarations, self.id, modele, self.annee)

    @cached_property
    def presences(self) -> Presences:
        """Per table, who has rows of it, and for which years."""
        return presences(self.frames, self.autour)

    def envois(self, annee: int) -> Envois:
        """Return what was sent of a year, looked at once."""
        if annee not in self._envois:
            self._envois[annee] = Envois(self.frames, self.conventions.periode(annee))
        return self._envois[annee]

    @cached_property
    def _envois(self) -> dict[int, Envois]:
        return {}

    def termes(self, indicateur: str, annee: int | None = None) -> tuple[float, float] | None:
        """Return the numerator and the denominator of a value, None when missing or masked."""
        return self._termes[annee or self.annee].get(indicateur)

    def en_nombres(self, indicateur: str, annee: int | None = None) -> bool:
        """Tell whether a rate is on too few to be read as one."""
        return trop_peu(indicateur, self.termes(indicateur, annee))

    @cached_property
    def _termes(self) -> Mapping[int, Mapping[str, tuple[float, float]]]:
        return {year: termes(rows) for year, rows in self.resultats.items()}

    @cached_property
    def _lignes(self) -> Mapping[int, Mapping[str, Ligne]]:
        """Per year and indicator, the value, its status, why there is none, what goes with it."""
        return {year: lignes(rows) for year, rows in self.resultats.items()}

    @property
    def services(self) -> int:
        """How many establishments and services the year has, as every document counts them."""
        return len(en_service(self.structures, self.annee))

    def ouverts(self, annee: int) -> Mapping[str, str]:
        """Per establishment not closed before a year, a siège too, its regime: who sends tables."""
        days, pairs = self._ouvertures
        return {name: kind for name, kind in pairs if not ferme_avant(days.get(name), annee)}

    @cached_property
    def _ouvertures(self) -> tuple[Mapping[str, date], tuple[tuple[str, str], ...]]:
        columns = (self.structures[name].tolist() for name in ("id_etablissement", "regime"))
        return fermetures(self.structures), tuple(zip(*columns, strict=True))

    @cached_property
    def _noms(self) -> Mapping[str, str]:
        columns = (self.structures[name] for name in ("id_etablissement", "nom"))
        return dict(zip(*columns, strict=True))

    def nom(self, etablissement: str) -> str:
        """Return the name of an establishment of the perimeter."""
        return str(self._noms[etablissement])

    def lieu(self, entite: str) -> str:
        """Name the entity of an anomaly."""
        return self.raison_sociale if entite == self.id else self.nom(entite)


def load(
    base: str, gestionnaire: str, annee: int, region: str = "", perimetre: str = "tous",
    etat: int = 0, jour: str = "",
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
        jour: the day the year is looked at (``AAAA-MM-JJ``); today when empty.

    Raises:
        CommandeError: the gestionnaire is not in the base or not in the region, or the year has
            not begun.
        StoreError: the base cannot be read.
    """
    conventions = conventions_des_seuils(regarder(annee, jour).jour)
    engine = store.open_base(base)
    etat = etat or store.latest_state(engine)
    portee = Portee(gestionnaire, tuple(cote_a_cote(annee)), region, perimetre)
    tout = region_entiere(engine, region, etat)
    if (frames := _frames(engine, tout, portee, etat))["gestionnaires"].empty:
        raise _unknown(engine, gestionnaire, etat)
    around = tout.parmi(table_names())
    found = en_campagne(tout, portee, conventions) or seul(frames, around, portee, conventions)
    entities = [gestionnaire, *sorted(found.ids)]
    known = regional(engine, around, gestionnaire, (region, annee, perimetre), conventions)
    return _avance(Dossier(
        id=gestionnaire,
        raison_sociale=str(frames["gestionnaires"]["raison_sociale"].iloc[0]),
        region=region,
        nom_region=nom_region(region) if region else "",
        annee=annee,
        perimetre=perimetre,
        structures=_within(frames["etablissements"], found.ids),
        frames=frames,
        resultats=found.resultats,
        par_etablissement=found.par_etablissement,
        examen=found.examen(justifications(engine, entities, annee, etat)),
        regional=known.references,
        effectif_regional=known.effectif,
        note_regionale=known.note,
        autour=around,
        conventions=conventions,
        etat=etat,
        contrats=contrats_lus(engine, gestionnaire, etat, around),
        jour=jour_vu(jour),
        **deposes(engine, gestionnaire, entities, annee, etat),
    ))  # fmt: skip


def _avance(dossier: Dossier) -> Dossier:
    """Have the first reports of a campaign make between them what all of them read later."""
    if not dossier.periode.ouverte:
        dossier.avancer_les_faits()
        dossier.avancer_les_cibles()
    return dossier


def _frames(engine: Engine, tout: Communes, portee: Portee, etat: int) -> Frames:
    """Take the tables of a gestionnaire from those of a campaign, or from the base."""
    shared = tables_de(tout, portee.gestionnaire) if tout.partagees else None
    if shared is not None:
        return shared
    return store.read(engine, gestionnaires=[portee.gestionnaire], etat=etat)


def _within(structures: pd.DataFrame, ids: Collection[str]) -> pd.DataFrame:
    return structures[structures["id_etablissement"].isin(ids)]


def _unknown(engine: Engine, gestionnaire: str, etat: int) -> CommandeError:
    known = store.read(engine, ["gestionnaires"], etat=etat)["gestionnaires"]
    return CommandeError(
        f"Le gestionnaire «\u00a0{gestionnaire}\u00a0» n’est pas dans la base.",
        que_faire=suggestion(gestionnaire, known["id_gestionnaire"].tolist(), "cpom gestionnaires"),
    )
