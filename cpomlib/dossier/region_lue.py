"""A région read for the documents on its contracts, in one state of the base."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cpomlib import base as store
from cpomlib.calcul.contrat import Contrat, contrats_de, enveloppes_de
from cpomlib.calcul.programmation import arretes, recenser
from cpomlib.dossier.programme import DossierRegion
from cpomlib.dossier.regard import jour_vu
from cpomlib.droit import departements, nom_region
from cpomlib.socle import CommandeError
from cpomlib.tables import contract_names, regional_names

if TYPE_CHECKING:
    import pandas as pd


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
