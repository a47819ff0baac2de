"""Conventions agreed by the parties, secrecy and alert thresholds (``seuils.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

from cpomlib.droit.declaration import SEUILS, Declaration
from cpomlib.droit.endroit import Endroit
from cpomlib.droit.forme import Ajoute, Cle
from cpomlib.droit.lecture import read_yaml
from cpomlib.droit.regles import Texte, cles, parmi
from cpomlib.droit.texte import charger
from cpomlib.socle import ParametreError, suggestion

T = TypeVar("T")
NOMS = (
    "seuil_presence_longue_mois", "anciennete_min_mois", "seuil_etablissements",
    "seuil_personnes", "dominance_max", "protection_largeur", "protection_part",
    "part_variable_groupe_1", "part_variable_groupe_3", "effectif_lecture_min",
    "alerte_occupation_basse", "alerte_occupation_haute", "reference_occupation",
    "anomalie_occupation", "alerte_indisponibilite", "alerte_refus_logement",
    "alerte_non_renseigne", "alerte_taux_resultat", "reference_resultat",
    "alerte_evolution_charges", "alerte_taux_caf", "alerte_frng", "alerte_endettement",
    "alerte_duree_apparente_dette", "alerte_jours_tresorerie", "alerte_absenteisme",
    "alerte_etp_vacants",
    "anomalie_occupation_basse", "anomalie_baisse_places", "anomalie_hausse_places",
    "anomalie_places_non_financees", "anomalie_ecart_journees", "anomalie_ecart_journees_sejours",
    "anomalie_duree_sejour_annees", "anomalie_sejours_sans_nuit",
    "anomalie_entrees_premier_du_mois", "anomalie_sorties_31_decembre",
    "anomalie_presents_par_place", "anomalie_chevauchement_regroupe_jours",
    "anomalie_chevauchement_jours", "anomalie_personnes_menage",
    "anomalie_destinations_inconnues", "anomalie_effectif_minimum", "anomalie_ecart_euros",
    "anomalie_ecart_ca_be", "anomalie_montants_ronds", "anomalie_evolution_charges",
    "anomalie_part_non_reconductible", "anomalie_ecart_financements", "anomalie_cout_place_bas",
    "anomalie_cout_place_haut", "anomalie_etp_100_places_bas", "anomalie_etp_100_places_haut",
    "anomalie_age_embauche", "anomalie_cout_etp_bas", "anomalie_cout_etp_haut",
    "anomalie_salaries_minimum", "anomalie_groupe_2_bas", "anomalie_groupe_2_haut",
    "anomalie_ecart_effectif", "anomalie_ecart_etp_budgetes", "anomalie_rotation",
    "tolerance_cible", "tolerance_maintien", "objectifs_max", "indicateurs_max",
)  # fmt: skip
"""The thresholds that the code asks for: one that is missing would stop a report."""
DEFINITIONS = (
    "menage_droits_incomplets", "duree_anormalement_longue", "sortie_par_deces",
)  # fmt: skip


@dataclass(frozen=True)
class Seuil:
    """A number that the law leaves open, printed wherever it counts.

    Attributes:
        nom: name in ``seuils.yaml``.
        valeur: rates are fractions; ``None`` when the parties have set none.
        libelle: what it is, in French.
        unite: ``mois``, ``taux``, ``places``, ``annees``, ``jours``…
        origine: who decided it (« convention à négocier », a text, a statistic).
        reference: the text or publication, empty when there is none.
        note: what the reader must know to use it.
        surcharge: the service's file it comes from, if any.
    """

    nom: Cle
    valeur: int | float | None
    libelle: Texte
    unite: Texte
    origine: Texte
    reference: str = ""
    note: str = ""
    surcharge: Ajoute = None

    def nombre(self) -> float:
        """Return the value, for a computation that cannot do without it.

        Raises:
            ParametreError: the parties have set no value.
        """
        if self.valeur is None:
            raise ParametreError(
                f"Le seuil «\u00a0{self.nom}\u00a0» n’a pas de valeur.",
                ou=SEUILS,
                que_faire=f"Écrivez une ligne «\u00a0valeur: …\u00a0» ({self.unite}).",
            )
        return self.valeur


@dataclass(frozen=True)
class Definition:
    """A term that the texts do not define, as the parties understand it."""

    nom: Cle
    texte: Texte
    libelle: Texte
    origine: Texte
    reference: str = ""
    note: str = ""
    surcharge: Ajoute = None


def _du_service(entries: Mapping[str, Any], ou: Endroit) -> Mapping[str, Any]:
    """Note on each entry that the service changes the file it does so in."""
    if len(ou.fichiers) == 1:
        return entries
    own = ou.fichiers[0]
    named = () if charger(own) is None else read_yaml(own).get(ou.cles[-1]) or ()
    changed = {name: replace(entries[name], surcharge=own) for name in named}
    return MappingProxyType({**entries, **changed})


@dataclass(frozen=True)
class FichierSeuils:
    """The content of the file."""

    seuils: Annotated[Mapping[str, Seuil], cles(NOMS, toutes=True), _du_service]
    definitions: Annotated[Mapping[str, Definition], cles(DEFINITIONS, toutes=True), _du_service]


CONVENTIONS = Declaration(SEUILS, FichierSeuils, "complete")


def seuil(nom: str) -> Seuil:
    """Return the threshold called ``nom``.

    Raises:
        ParametreError: no such threshold, or a badly written file.
    """
    return _named("Le seuil", seuils(), nom)


def seuils() -> Mapping[str, Seuil]:
    """Return every threshold by name, in file order, the service's values included."""
    return CONVENTIONS.lire().seuils


def definition(nom: str) -> Definition:
    """Return the agreed definition called ``nom``.

    Raises:
        ParametreError: no such definition, or a badly written file.
    """
    return _named("La définition", definitions(), nom)


def definitions() -> Mapping[str, Definition]:
    """Return every agreed definition by name, in file order."""
    return CONVENTIONS.lire().definitions


def _named(quoi: str, known: Mapping[str, T], nom: str) -> T:
    if nom not in known:
        raise ParametreError(
            f"{quoi} «\u00a0{nom}\u00a0» n’existe pas.",
            ou=SEUILS,
            que_faire=suggestion(nom, known),
        )
    return known[nom]


def seuil_fixe(nom: str, ou: Endroit) -> str:
    """Refuse the name of a threshold that does not exist, or that the parties have not set."""
    parmi("Le seuil", seuils)(nom, ou)
    if seuils()[nom].valeur is None:
        raise ParametreError(
            f"Le seuil «\u00a0{nom}\u00a0» n’a pas de valeur.",
            ou=str(ou),
            que_faire="Donnez-lui une valeur dans seuils.yaml, ou retirez cette règle.",
        )
    return nom


NomDeSeuil = Annotated[str, seuil_fixe]
