"""What a diagnostic says of the région: computed where all of it is seen, else as published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Engine

from cpomlib import base as store
from cpomlib.base import COLUMNS, may_publish, publish, published, sees_region
from cpomlib.calcul import PERIMETRES, par_gestionnaire
from cpomlib.calcul.indicateurs import Conventions, conventions_des_seuils
from cpomlib.calcul.regional import hebergeurs
from cpomlib.calcul.secret import (
    ReferenceRegionale,
    porte_sur_des_personnes,
    rangs,
    reference,
    regles_des_seuils,
)
from cpomlib.dossier.commun import Communes, calcul, extrait
from cpomlib.dossier.ensemble import douteux_de_la_region, region_entiere, valeurs
from cpomlib.socle import CommandeError, date_fr
from cpomlib.tables import table_names


@dataclass(frozen=True)
class Regional:
    """What may be said of the gestionnaires of a région.

    Attributes:
        references: per indicator; empty when nothing is known.
        effectif: how many gestionnaires the région has, 0 when it is not known.
        note: where the figures come from when they are not computed here, a French sentence.
    """

    references: Mapping[str, ReferenceRegionale]
    effectif: int
    note: str = ""


def regional(
    engine: Engine,
    frames: Mapping[str, pd.DataFrame],
    gestionnaire: str,
    demande: tuple[str, int, str],
    conventions: Conventions,
) -> Regional:
    """Return the regional figures beside which a gestionnaire is set.

    A role bound to its own rows does not see the others': it is given what the analyst of the
    région published, without rank.

    Args:
        engine: an open base.
        frames: the tables of the région, as :func:`tables_of` reads them.
        gestionnaire: its id.
        demande: code of the région (empty for none), year, perimeter.
        conventions: what the parties agreed.
    """
    region, annee, perimetre = demande
    if region and not sees_region(engine, region):
        return _as_published(published(engine, region, annee, perimetre), annee)
    if isinstance(frames, Communes) and frames.partagees:
        return _shared(frames, gestionnaire, demande, conventions)
    values, whole = _compared(frames, demande, conventions)
    doubted = douteux_de_la_region(frames, demande, conventions)
    known = reference(values, gestionnaire, plus_large=whole, douteux=doubted)
    return Regional(known, _effectif(frames, values))


def _shared(
    frames: Communes, gestionnaire: str, demande: tuple[str, int, str], conventions: Conventions
) -> Regional:
    """Return the same, what is said of all and the rank of each made once for a campaign."""
    cle = (*demande, conventions, regles_des_seuils())

    def said() -> pd.DataFrame:
        values, whole = _compared(frames, demande, conventions)
        doubted = douteux_de_la_region(frames, demande, conventions)
        known = reference(values, plus_large=whole, douteux=doubted)
        rows = [(name, *astuple(one)) for name, one in known.items()]
        columns = ["id", *(each.name for each in fields(ReferenceRegionale))]
        count = _effectif(frames, values)
        return pd.DataFrame(rows, columns=columns).assign(gestionnaires=count)

    def ranked() -> pd.DataFrame:
        doubted = douteux_de_la_region(frames, demande, conventions)
        return rangs(_compared(frames, demande, conventions)[0], douteux=doubted)

    found = calcul(frames, ("references", *cle), said)
    own = extrait(frames, ("rangs", *cle), ranked, ("unite", [gestionnaire]))
    count = 0 if found.empty else int(found["gestionnaires"].iloc[0])
    return Regional(_read(found, dict(zip(own["id"], own["rang"], strict=True))), count)


def _read(found: pd.DataFrame, ranks: Mapping[str, str]) -> dict[str, ReferenceRegionale]:
    names = ("id", "n", "moyenne", "mediane", "statut", "raison")
    return {
        name: ReferenceRegionale(
            n=n,
            moyenne=None if pd.isna(mean) else mean,
            mediane=None if pd.isna(middle) else middle,
            statut=status,
            raison=reason,
            rang=ranks.get(name, ""),
        )
        for name, n, mean, middle, status, reason in zip(
            *(found[each].tolist() for each in names), strict=True
        )
    }


def _compared(
    frames: Mapping[str, pd.DataFrame], demande: tuple[str, int, str], conventions: Conventions
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Value the gestionnaires of a perimeter, and those of the wider one published beside it."""
    values = valeurs(frames, par_gestionnaire, demande, conventions)
    if demande[2] == PERIMETRES[0]:
        return values, None
    wider = (*demande[:2], PERIMETRES[0])
    return values, valeurs(frames, par_gestionnaire, wider, conventions)


def _effectif(frames: Mapping[str, pd.DataFrame], values: pd.DataFrame) -> int:
    """Count the gestionnaires that house, those of insertion left out."""
    housing = hebergeurs(frames["etablissements"], frames["places"])
    return int(values.loc[values["unite"].isin(housing), "unite"].nunique())


def _as_published(found: pd.DataFrame, annee: int) -> Regional:
    if found.empty:
        return Regional({}, 0, f"La région n’a pas publié ses références pour {annee}.")
    references = {
        str(row.indicateur): ReferenceRegionale(
            n=int(row.n),
            moyenne=None if pd.isna(row.moyenne) else float(row.moyenne),
            mediane=None if pd.isna(row.mediane) else float(row.mediane),
            statut=row.statut,
            raison=str(row.raison),
            rang="",
        )
        for row in found.itertuples()
    }
    day = date_fr(store.local(datetime.fromisoformat(found["publie_le"].iloc[0])))
    return Regional(
        references,
        int(found["gestionnaires"].iloc[0]),
        f"Références régionales publiées le {day}\u00a0; le rang n’est pas diffusé.",
    )


def publier(engine: Engine, region: str, annee: int, auteur: str) -> int:
    """Publish the references of a région, masked where secrecy asks for it.

    Args:
        engine: an open base, seen whole for the région.
        region: its code.
        annee: the year.
        auteur: who publishes.

    Returns:
        How many gestionnaires they are made from.

    Raises:
        CommandeError: the role connected is not its analyst, or it has nothing deposited.
    """
    if not may_publish(engine, region):
        raise CommandeError(
            f"Votre rôle n’est pas analyste de la région {region} : il ne publie pas pour elle.",
            que_faire="« cpom base etat » montre votre périmètre.",
        )
    etat, now = store.latest_state(engine), datetime.now(UTC).isoformat(timespec="microseconds")
    tables, conventions = tables_of(engine, region, etat), conventions_des_seuils()
    frames, count = [], 0
    for perimetre in PERIMETRES:
        values, whole = _compared(tables, (region, annee, perimetre), conventions)
        size = _effectif(tables, values)
        count = max(count, size)
        head = {"region": region, "annee": annee, "perimetre": perimetre, "etat": etat}
        rest = {"gestionnaires": size, "publie_le": now, "publie_par": auteur}
        doubted = douteux_de_la_region(tables, (region, annee, perimetre), conventions)
        shown = reference(values, plus_large=whole, douteux=doubted)
        frames.append(_rows(shown).assign(**head, **rest))
    if not count:
        raise CommandeError(f"Rien n’est déposé pour la région {region}.")
    publish(engine, pd.concat(frames, ignore_index=True))
    return count


def _rows(references: Mapping[str, ReferenceRegionale]) -> pd.DataFrame:
    """Lay out references to publish, without the mean of what counts persons.

    That mean is a total over a total: with the versions that the other gestionnaires publish, it
    would give back the counts that one of them masks.
    """
    rows = [
        (
            name,
            known.n,
            None if porte_sur_des_personnes(name) else known.moyenne,
            known.mediane,
            known.statut,
            known.raison,
        )
        for name, known in references.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def tables_of(engine: Engine, region: str, etat: int) -> Communes:
    """Read the tables of every gestionnaire of the region (of none without a region)."""
    return region_entiere(engine, region, etat).parmi(table_names())
