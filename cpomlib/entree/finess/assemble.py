"""The shared tables *gestionnaires* and *etablissements* made from what FINESS tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpomlib.droit import departements
from cpomlib.entree.finess.comprendre import Etablissement
from cpomlib.entree.finess.regles import ReglesFiness
from cpomlib.socle import Faute

if TYPE_CHECKING:
    import pandas as pd

AUTRE = "autre"
SANS_NOM = "Entité juridique FINESS "
"""What a legal entity is called until somebody names it."""


@dataclass(frozen=True)
class Entite:
    """One legal entity, put together from its establishments.

    Attributes:
        finess: its FINESS number.
        id: SIREN, or ``EJ-`` and the FINESS number where the SIREN is not known for sure.
        nom: its name; ``nommee`` says whether FINESS gave it.
        nommee: whether the name comes from the file.
        statut: association, fondation, public or autre.
        certain: whether the status comes from the file.
        departement_siege: département of the registered office, empty when not known.
        sirens: the SIREN found; several mean that none was kept.
    """

    finess: str
    id: str
    nom: str
    nommee: bool
    statut: str
    certain: bool
    departement_siege: str
    sirens: tuple[str, ...]


def entites(found: Iterable[Etablissement], regles: ReglesFiness) -> dict[str, Entite]:
    """Return the legal entities by FINESS number, in the order they were met."""
    groups: dict[str, list[Etablissement]] = {}
    for one in found:
        groups.setdefault(one.finess_ej, []).append(one)
    return {number: _entity(number, ones, regles) for number, ones in groups.items()}


def _entity(number: str, ones: Sequence[Etablissement], regles: ReglesFiness) -> Entite:
    own = _distinct(one.siren_ej for one in ones)
    sirens = own or _distinct(one.siren for one in ones)
    names = _distinct(one.denomination for one in ones)
    status, certain = _status(ones, regles)
    return Entite(
        number,
        sirens[0] if len(sirens) == 1 else f"EJ-{number}",
        names[0] if names else f"{SANS_NOM}{number}",
        bool(names),
        status,
        certain,
        next((one.departement_siege for one in ones if one.departement_siege), ""),
        sirens,
    )


def _status(ones: Sequence[Etablissement], regles: ReglesFiness) -> tuple[str, bool]:
    codes = _distinct(one.statut_juridique for one in ones)
    if codes:
        return regles.statuts.get(codes[0], AUTRE), True
    if any(one.sph in regles.sph_public for one in ones):
        return "public", True
    return AUTRE, False


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def frame_gestionnaires(known: Mapping[str, Entite]) -> pd.DataFrame:
    """Return the gestionnaires, one row per id: two entities of one SIREN are one body."""
    import pandas as pd

    from cpomlib.tables import conform

    first = {entity.id: entity for entity in reversed(list(known.values()))}
    ordered = list(dict.fromkeys(entity.id for entity in known.values()))
    rows = [first[key] for key in ordered]
    return conform(
        "gestionnaires",
        pd.DataFrame(
            {
                "id_gestionnaire": [row.id for row in rows],
                "raison_sociale": [row.nom for row in rows],
                "finess_ej": [row.finess for row in rows],
                "statut": [row.statut for row in rows],
                "departement_siege": [row.departement_siege or None for row in rows],
            }
        ),
    )


def frame_etablissements(
    found: Sequence[Etablissement], known: Mapping[str, Entite], regles: ReglesFiness
) -> pd.DataFrame:
    """Return the establishments; what FINESS does not tell is supposed by category."""
    import pandas as pd

    from cpomlib.tables import conform

    regions = regions_par_departement()
    supposed = [regles.categories.get(one.categorie, regles.autres_categories) for one in found]
    return conform(
        "etablissements",
        pd.DataFrame(
            {
                "id_etablissement": [one.finess for one in found],
                "id_gestionnaire": [known[one.finess_ej].id for one in found],
                "nom": [one.nom for one in found],
                "categorie": [one.categorie for one in found],
                "regime": [rule.regime for rule in supposed],
                "autorite": [
                    one.autorite or rule.autorite for one, rule in zip(found, supposed, strict=True)
                ],
                "programme": [rule.programme for rule in supposed],
                "commune": [one.commune or None for one in found],
                "departement": [one.departement for one in found],
                "region": [regions[one.departement] for one in found],
                "date_ouverture": [one.ouverture for one in found],
                "date_fermeture": [one.fermeture for one in found],
            }
        ),
    )


def regions_par_departement() -> dict[str, str]:
    """Return département → région, where the région has a two-digit code."""
    frame = departements()
    pairs = zip(frame["code"], frame["region"], strict=True)
    return {code: region for code, region in pairs if len(region) == 2}


def plusieurs_sirens(fichier: str, known: Mapping[str, Entite]) -> list[Faute]:
    """Return a doubt per legal entity whose establishments show several SIREN."""
    return [
        Faute(
            fichier,
            0,
            "siret",
            ", ".join(entity.sirens),
            f"Les établissements de l’entité juridique {entity.finess} n’ont pas le même SIREN : "
            f"elle garde l’identifiant « {entity.id} ».",
            "Corrigez l’identifiant du gestionnaire si vous connaissez le bon SIREN.",
        )
        for entity in known.values()
        if len(entity.sirens) > 1
    ]
