"""Who a campaign is about: found in the base, or refused before anything runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from cpomlib.base import (
    Depot,
    Implantation,
    annees_des_territoires,
    contracts_digest,
    declarations,
    declarations_digest,
    deposits_used,
    has_year,
    justifications_digest,
    known_state,
    latest_state,
    lots_digest,
    programming_digest,
    published_digest,
    raisons_sociales,
    sees_region,
    years,
)
from cpomlib.base.implantations import implantations
from cpomlib.droit import code_region, nom_region
from cpomlib.socle import CommandeError, nearest, suggestion

if TYPE_CHECKING:
    from sqlalchemy import Engine

FORMAT_EXEMPLE = "exemple"
"""The format under which the invented region is deposited."""
REGION = "region"
"""The id, and the folder, of a report on the whole région."""
SANS_CHRS = "ne tient pas de CHRS"
CONTRAT = "contrat"
"""What a report on a contract is about."""


@dataclass(frozen=True)
class Sujet:
    """A gestionnaire, or one of its contracts and whose it is, as the base names it."""

    id: str
    nom: str
    gestionnaire: str = ""


@dataclass(frozen=True)
class Etendue:
    """What a campaign covers, at one state of the base.

    Attributes:
        region: INSEE code.
        nom_region: its name.
        annee: the exercise.
        etat: the number of the state of the base.
        depots: the deposits that state is made of, for this region.
        lots: hash of what it takes from each of them.
        declarees: hash of what the parties declared of each gestionnaire, and of all of them
            under ``REGION``.
        contrats: hash of the contracts of each gestionnaire that has some; of all of them
            under ``REGION``.
        tous: every gestionnaire of the region.
        choisis: those whose report is asked for.
        sujet: what a target is, and the parameter that names it to a notebook.
        ecartes: those that are left out, each with the reason, in French.
    """

    region: str
    nom_region: str
    annee: int
    etat: int
    depots: tuple[Depot, ...]
    lots: str
    declarees: Mapping[str, str]
    contrats: Mapping[str, str]
    tous: tuple[Sujet, ...]
    choisis: tuple[Sujet, ...]
    sujet: str = "gestionnaire"
    ecartes: tuple[tuple[Sujet, str], ...] = ()

    @property
    def exemple(self) -> bool:
        """Whether some of the data is invented: every page says so."""
        return any(depot.format == FORMAT_EXEMPLE for depot in self.depots)

    def identites(self) -> list[str]:
        """Return the deposits as texts that identify their content, not their place."""
        made_of = [
            f"{depot.id} {depot.horodatage.isoformat()} {depot.sha256}" for depot in self.depots
        ]
        return [*made_of, f"lots {self.lots}"]


def find(
    engine: Engine,
    region: str,
    annee: int,
    gestionnaires: Sequence[str] = (),
    etat: int = 0,
    *,
    mesuree: bool = True,
) -> Etendue:
    """Find the gestionnaires of a region in the base.

    Args:
        engine: an open base.
        region: INSEE code, or name, of the region.
        annee: the exercise.
        gestionnaires: ids of those wanted; empty for all.
        etat: the number of the state of the base; 0 for the current one.
        mesuree: the year must have data: a contract may be prepared for one that has none yet.

    Raises:
        CommandeError: the region, the year, the state or a gestionnaire is unknown there;
            the message names the nearest known ones.
    """
    etat = known_state(engine, etat) if etat else latest_state(engine)
    structure = implantations(engine, etat)
    code = _region(region, structure)
    here = [one for one in structure if one.region == code]
    tous = _cibles(raisons_sociales(engine, etat), here)
    choisis = _chosen(tous, gestionnaires, code)
    if mesuree:
        _check_year(engine, annee, [cible.id for cible in tous], here, etat)
    entites = {
        *(cible.id for cible in tous),
        *(one.id_etablissement for one in here),
        *(one.departement for one in here if one.departement),
    }
    depots = tuple(deposits_used(engine, sorted(entites), etat))
    lots = lots_digest(engine, sorted(entites), etat)
    lots += " justifications " + justifications_digest(engine, entites, etat)
    if not sees_region(engine, code):
        # the reports of this role quote what the région published, which is no deposit
        lots += " références " + published_digest(engine, code, annee)
    owners = [cible.id for cible in tous]
    declared, contracts = _declarees(engine, owners, etat), _contrats(engine, owners, etat)
    return Etendue(
        code, nom_region(code), annee, etat, depots, lots, declared, contracts, tous, choisis
    )


def _declarees(engine: Engine, gestionnaires: Sequence[str], etat: int) -> dict[str, str]:
    known = declarations(engine, gestionnaires, etat=etat)
    return {
        one: declarations_digest(mine for mine in known if one in {REGION, mine.gestionnaire})
        for one in (*gestionnaires, REGION)
    }


def _contrats(engine: Engine, gestionnaires: Sequence[str], etat: int) -> dict[str, str]:
    """Return the hash of the contracts of each gestionnaire that has some, and of them all."""
    known = dict(contracts_digest(engine, gestionnaires, etat))
    return {**known, REGION: " ".join(sorted(known.values()))} if known else {}


def whole(champ: Etendue) -> Etendue:
    """Return the same scope with one target: the région, for a report that is about it all."""
    here = (Sujet(REGION, champ.nom_region),)
    return replace(champ, tous=here, choisis=here, sujet=REGION)


def holding_chrs(engine: Engine, champ: Etendue, nommes: Sequence[str]) -> Etendue:
    """Return the same scope without those who hold no CHRS there in the year, unless named.

    Raises:
        CommandeError: nobody is left.
    """
    hold = {
        one.id_gestionnaire
        for one in implantations(engine, champ.etat)
        if one.region == champ.region and one.chrs(champ.annee)
    }
    left = tuple(one for one in champ.tous if one.id not in hold and one.id not in nommes)
    kept = tuple(one for one in champ.tous if one not in left)
    if not kept:
        raise CommandeError(
            f"Aucun gestionnaire de la région {region_label(champ.region)} ne tient de CHRS en "
            f"{champ.annee}.",
            pourquoi="Ce rapport ne porte que sur des CHRS.",
            que_faire="Pour l’insertion, demandez «\u00a0--modele offre_insertion\u00a0»\u00a0; "
            "pour l’un d’eux quand même, «\u00a0--gestionnaire ID\u00a0».",
        )
    chosen = tuple(one for one in champ.choisis if one not in left)
    return replace(
        champ, tous=kept, choisis=chosen, ecartes=tuple((one, SANS_CHRS) for one in left)
    )


def with_contracts(engine: Engine, champ: Etendue) -> Etendue:
    """Return the same scope, whose report depends on every contract and on the programming."""
    programmed = programming_digest(engine, champ.region, champ.etat)
    parts = [*champ.contrats.items(), (REGION, programmed)]
    digest = hashlib.sha256("\n".join(f"{who} {what}" for who, what in sorted(parts)).encode())
    return replace(champ, contrats={REGION: digest.hexdigest()})


def _region(asked: str, structure: Iterable[Implantation]) -> str:
    known = sorted({one.region for one in structure if one.region})
    if asked.strip() in known:
        return asked.strip()
    code = code_region(asked)
    if code in known:
        return code
    if not known:
        raise CommandeError(
            "La base ne contient aucun établissement.",
            que_faire="Déposez des données : « cpom importer tables DOSSIER » ou « cpom exemple ».",
        )
    listed = ", ".join(map(region_label, known))
    raise CommandeError(
        f"La base ne contient aucun établissement de la région {region_label(code)}.",
        que_faire=f"Régions de la base : {listed}.",
    )


def region_label(code: str) -> str:
    """Return ``52 (Pays de la Loire)``."""
    name = nom_region(code)
    return code if name == code else f"{code} ({name})"


def _cibles(noms: Mapping[str, str], here: Iterable[Implantation]) -> tuple[Sujet, ...]:
    mine = {one.id_gestionnaire for one in here} & set(noms)
    return tuple(Sujet(key, noms[key]) for key in sorted(mine))


def _chosen(tous: tuple[Sujet, ...], asked: Sequence[str], region: str) -> tuple[Sujet, ...]:
    if not asked:
        return tous
    known = {cible.id: cible for cible in tous}
    for identifiant in asked:
        if identifiant not in known:
            raise CommandeError(
                f"Le gestionnaire « {identifiant} » n’a pas d’établissement dans la région "
                f"{region_label(region)}.",
                que_faire=_nearest_gestionnaire(identifiant, tous),
            )
    return tuple(known[identifiant] for identifiant in dict.fromkeys(asked))


def _nearest_gestionnaire(asked: str, tous: tuple[Sujet, ...]) -> str:
    labels = {f"{cible.id} ({cible.nom})": cible for cible in tous}
    by_id = nearest(asked, [cible.id for cible in tous])
    by_name = nearest(asked, [cible.nom for cible in tous])
    close = [
        label
        for label, cible in labels.items()
        if cible.id in by_id[:1] or cible.nom in by_name[:1]
    ]
    if close:
        return f"Le plus proche : « {close[0]} »."
    return suggestion(asked, labels, "cpom gestionnaires")


def _check_year(
    engine: Engine,
    annee: int,
    gestionnaires: Sequence[str],
    here: Sequence[Implantation],
    etat: int,
) -> None:
    if has_year(engine, annee, gestionnaires, etat=etat):
        return
    places = sorted({one.departement for one in here if one.departement})
    told = annees_des_territoires(engine, places, etat)
    if annee in told:
        return
    known = sorted({*years(engine, gestionnaires, etat=etat), *told})
    listed = ", ".join(map(str, known))
    raise CommandeError(
        f"Aucune donnée pour {annee} dans la région {region_label(str(here[0].region))}.",
        que_faire=f"Années connues : {listed}." if known else "Déposez d’abord des données.",
    )


def deposits_as_data(champ: Etendue) -> list[dict[str, str | int]]:
    """Return the deposits as ``campagne.json`` records them."""
    return [{**asdict(depot), "horodatage": depot.horodatage.isoformat()} for depot in champ.depots]
