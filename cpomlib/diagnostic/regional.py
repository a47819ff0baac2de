"""What a diagnostic says of the région: computed where all of it is seen, else as published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Engine

from cpomlib import store
from cpomlib.diagnostic.commun import calcul, communes
from cpomlib.errors import CommandeError
from cpomlib.indicators import Conventions, compute, conventions_des_seuils
from cpomlib.perimeter import PERIMETRES, Perimetre, par_gestionnaire
from cpomlib.secret import Reference, porte_sur_des_personnes, reference
from cpomlib.store.agregats import COLUMNS, publish, published
from cpomlib.store.securite import may_publish, sees_region
from cpomlib.tables.schema import table_names
from cpomlib.typography import date_fr


@dataclass(frozen=True)
class Regional:
    """What may be said of the gestionnaires of a région.

    Attributes:
        references: per indicator; empty when nothing is known.
        effectif: how many gestionnaires the région has, 0 when it is not known.
        note: where the figures come from when they are not computed here, a French sentence.
    """

    references: Mapping[str, Reference]
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
    values = _values(frames, region, annee, perimetre, conventions)
    whole = None
    if perimetre != PERIMETRES[0]:
        whole = _values(frames, region, annee, PERIMETRES[0], conventions)
    known = reference(values, gestionnaire, plus_large=whole)
    return Regional(known, values["unite"].nunique())


def _as_published(found: pd.DataFrame, annee: int) -> Regional:
    if found.empty:
        return Regional({}, 0, f"La région n’a pas publié ses références pour {annee}.")
    references = {
        str(row.indicateur): Reference(
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
    whole = _values(tables, region, annee, PERIMETRES[0], conventions)
    for perimetre in PERIMETRES:
        values = _values(tables, region, annee, perimetre, conventions)
        size = values["unite"].nunique()
        count = max(count, size)
        head = {"region": region, "annee": annee, "perimetre": perimetre, "etat": etat}
        rest = {"gestionnaires": size, "publie_le": now, "publie_par": auteur}
        shown = reference(values, plus_large=None if perimetre == PERIMETRES[0] else whole)
        frames.append(_rows(shown).assign(**head, **rest))
    if not count:
        raise CommandeError(f"Rien n’est déposé pour la région {region}.")
    publish(engine, pd.concat(frames, ignore_index=True))
    return count


def _rows(references: Mapping[str, Reference]) -> pd.DataFrame:
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


def tables_of(engine: Engine, region: str, etat: int) -> dict[str, pd.DataFrame]:
    """Read the tables of every gestionnaire of the region (of none without a region)."""

    def lire() -> dict[str, pd.DataFrame]:
        known = store.read(engine, ["etablissements"], etat=etat)["etablissements"]
        names = sorted(set(known.loc[known["region"] == region, "id_gestionnaire"]))
        return store.read(engine, table_names(), gestionnaires=names, etat=etat)

    return communes((engine.url.render_as_string(), region, etat), lire)


def _values(
    frames: Mapping[str, pd.DataFrame],
    region: str,
    annee: int,
    perimetre: str,
    conventions: Conventions,
) -> pd.DataFrame:
    """Compute every indicator of every gestionnaire of the region (none without a region)."""

    def faire() -> pd.DataFrame:
        theirs = frames["etablissements"]
        ids = theirs.loc[theirs["region"] == region, "id_etablissement"].tolist()
        units = par_gestionnaire(theirs, choisis=ids, perimetre=perimetre) if ids else _nobody()
        return compute(frames, units, annee, conventions)

    key = ("valeurs", par_gestionnaire.__name__, region, annee, perimetre, conventions)
    return calcul(frames, key, faire)


def _nobody() -> Perimetre:
    columns = ["unite", "id_etablissement", "id_gestionnaire"]
    return Perimetre(
        pd.DataFrame(columns=columns, dtype="str"),
        pd.DataFrame(columns=["unite", "id_gestionnaire"], dtype="str"),
    )
