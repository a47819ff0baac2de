"""What the FINESS import supposes, declared in ``parameters/sources/finess.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cpomlib.droit import closed
from cpomlib.entree.noms import parametre_source
from cpomlib.socle import ParametreError, suggestion
from cpomlib.tables import table

FICHIER = "parameters/sources/finess.yaml"
_KEYS = frozenset(
    {
        "categories",
        "autres_categories",
        "outre_mer",
        "communes_changees",
        "statuts_juridiques",
        "sph_public",
        "tarification",
        "finess_fait_foi",
    }
)
_MAPPINGS = ("categories", "outre_mer", "communes_changees", "statuts_juridiques", "tarification")
_SUPPOSED = ("regime", "autorite", "programme")
_DEFAULT_KEYS = frozenset({*_SUPPOSED, "raison"})


@dataclass(frozen=True)
class Regles:
    """The choices of the import, which a service may change.

    Attributes:
        categories: FINESS category kept by default → regime, autorite, programme supposed.
        autres: the same for any other category.
        outre_mer: FINESS code of an overseas département → its INSEE code.
        communes_changees: INSEE code of a commune in FINESS → its code today.
        statuts: code of legal status (TRE_R72) → statut of the gestionnaire.
        sph_public: codes of participation in public hospital service that make it public.
        tarification: mode of tariffs (TRE_R74) → autorite, where it names a single one.
        fait_foi: columns of a known establishment that FINESS overwrites.
    """

    categories: Mapping[str, Mapping[str, str]]
    autres: Mapping[str, str]
    outre_mer: Mapping[str, str]
    communes_changees: Mapping[str, str]
    statuts: Mapping[str, str]
    sph_public: frozenset[str]
    tarification: Mapping[str, str]
    fait_foi: tuple[str, ...]

    def autorites(self) -> dict[str, str]:
        """Return the authority supposed of each category of the sector."""
        return {code: supposed["autorite"] for code, supposed in self.categories.items()}


def regles() -> Regles:
    """Return the rules in force: the service's own where it has some.

    Raises:
        ParametreError: the file is badly written, or names a column or a value that the
            shared tables do not have.
    """
    content = parametre_source("finess")
    closed(content, _KEYS, _KEYS, FICHIER)
    for key in _MAPPINGS:
        _mapping(content[key], f"{FICHIER}, {key}")
    for key in ("sph_public", "finess_fait_foi"):
        _listed(content[key], f"{FICHIER}, {key}")
    for key in ("statuts_juridiques", "tarification"):
        for name, codes in content[key].items():
            _listed(codes, f"{FICHIER}, {key}, {name}")
    for code, supposed in content["categories"].items():
        _check_supposed(supposed, f"{FICHIER}, catégorie {code}")
    _check_supposed(content["autres_categories"], f"{FICHIER}, autres_categories")
    _known(content["finess_fait_foi"], table("etablissements").colonnes, "colonne")
    _known(
        content["statuts_juridiques"], table("gestionnaires").champ("statut").categories, "statut"
    )
    authorities = table("etablissements").champ("autorite").categories
    _known(content["tarification"], authorities, "autorité")
    return Regles(
        content["categories"],
        content["autres_categories"],
        content["outre_mer"],
        content["communes_changees"],
        _by_code(content["statuts_juridiques"]),
        frozenset(content["sph_public"]),
        _by_code(content["tarification"]),
        tuple(content["finess_fait_foi"]),
    )


def _by_code(listed: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {code: name for name, codes in listed.items() for code in codes}


def _mapping(value: Any, where: str) -> None:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise ParametreError(
            'Il faut ici des lignes « "code": valeur ».',
            ou=where,
            que_faire="Écrivez chaque code entre guillemets droits.",
        )


def _listed(value: Any, where: str) -> None:
    if not isinstance(value, tuple) or not all(isinstance(item, str) for item in value):
        raise ParametreError(
            "Il faut ici une liste de textes.",
            ou=where,
            que_faire='Écrivez-la entre crochets : ["60", "61"].',
        )


def _check_supposed(supposed: Any, where: str) -> None:
    closed(supposed, _DEFAULT_KEYS, _DEFAULT_KEYS, where)
    for column in _SUPPOSED:
        _known([supposed[column]], table("etablissements").champ(column).categories, column, where)


def _known(values: Any, known: tuple[str, ...], what: str, where: str = FICHIER) -> None:
    for value in values:
        if value not in known:
            raise ParametreError(
                f"La valeur «\u00a0{value}\u00a0» n’est pas connue ({what}).",
                ou=where,
                que_faire=suggestion(str(value), known),
            )
