"""Hypotheses on what an establishment offers: places, posts, occupancy."""

# ``champ`` returns what ``dataclasses.field`` does: one object per field, nothing shared.

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cpomlib.calcul.scenarios.champ import champ
from cpomlib.calcul.scenarios.declaration import (
    Hypothese,
    des_places,
    ici,
    par_place,
    periode_a,
    periode_de,
    une_annee,
)


@dataclass(frozen=True, kw_only=True)
class TransformerPlaces(Hypothese):
    """Places change of GHAM or leave the walls; their number does not change.

    ``cout_place`` is the whole yearly cost of a place once transformed, staff included: it
    replaces the establishment's average cost. ``financement_place`` likewise replaces its
    average dotation. Left out, costs (or dotation) stay as they are.
    """

    type: ClassVar[str] = "transformer_places"
    libelle: ClassVar[str] = "Transformation de places"
    famille: ClassVar[str] = "offre"
    etablissement: str = ici()
    de: str = champ("GHAM de départ", "gham")
    vers: str = champ("GHAM ou forme d’arrivée", "destination")
    places: int = des_places()
    annee: int = une_annee()
    cout_place: float | None = champ(
        "Coût d’une place transformée", "euros", None, minimum=0, maximum=200_000
    )
    financement_place: float | None = champ(
        "Financement d’une place transformée", "euros", None, minimum=0, maximum=200_000
    )


@dataclass(frozen=True, kw_only=True)
class OuvrirPlaces(Hypothese):
    """New places, with what the authority pays for each."""

    type: ClassVar[str] = "ouvrir_places"
    libelle: ClassVar[str] = "Ouverture de places"
    famille: ClassVar[str] = "offre"
    etablissement: str = ici()
    gham: str = champ("GHAM", "gham")
    places: int = des_places()
    annee: int = une_annee()
    financement_place: float = par_place()


@dataclass(frozen=True, kw_only=True)
class FermerPlaces(Hypothese):
    """Places closed, with what the authority takes back for each."""

    type: ClassVar[str] = "fermer_places"
    libelle: ClassVar[str] = "Fermeture de places"
    famille: ClassVar[str] = "offre"
    etablissement: str = ici()
    gham: str = champ("GHAM", "gham")
    places: int = des_places()
    annee: int = une_annee()
    financement_place: float = par_place()


@dataclass(frozen=True, kw_only=True)
class Etp(Hypothese):
    """Posts created or left; without ``cout_etp``, at the average cost of the fonction there."""

    type: ClassVar[str] = "etp"
    libelle: ClassVar[str] = "Postes"
    famille: ClassVar[str] = "personnel"
    etablissement: str = ici()
    fonction: str = champ("Fonction", "code", choix="fonction")
    variation: float = champ("Variation", "etp", minimum=-500, maximum=500)
    annee: int = une_annee()
    cout_etp: float | None = champ(
        "Coût employeur d’un ETP", "euros", None, minimum=0, maximum=500_000
    )


@dataclass(frozen=True, kw_only=True)
class Occupation(Hypothese):
    """The rate of occupancy reached: products paid by presence follow it."""

    type: ClassVar[str] = "occupation"
    libelle: ClassVar[str] = "Taux d’occupation"
    famille: ClassVar[str] = "offre"
    etablissement: str = ici()
    taux: float = champ("Taux d’occupation", "taux", minimum=0, maximum=1.2)
    de: int | None = periode_de()
    a: int | None = periode_a()
