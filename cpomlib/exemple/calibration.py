"""The calibration of the invented region, read from ``parameters/exemple.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from cpomlib.droit import Declaration, Endroit, Texte, closed, lu
from cpomlib.socle import ParametreError

FICHIER = "exemple.yaml"
Nombre = int | float
Bornes = tuple[Nombre, Nombre]
Quantiles = tuple[Bornes, ...]
Loi = Mapping[int | float | str, Nombre]
Noms = tuple[str, ...]
_FORMES: dict[Any, str] = {
    Nombre: """
        annees.minimum structure.capacite_minimale structure.part_extension
        structure.part_service structure.service_a_partir_de structure.siege_a_partir_de
        structure.places_siao_pour_1000 structure.taux_indisponibilite activite.taux_occupation
        activite.taux_occupation_ecart activite.duree_moyenne_mois activite.reponses_positives
        publics.droits_incomplets_si_sans publics.droits_incomplets_sinon publics.via_siao
        publics.dls_active publics.dls_active_courte publics.refus_logement publics.retour
        publics.non_renseigne personnel.etp_pour_100_places personnel.part_femmes
        personnel.absenteisme personnel.rotation personnel.vacance finances.evolution_au_dela
        finances.attenuation finances.ecart_realise finances.part_cnr finances.taux_cnr
        finances.frais_siege
    """,
    Loi: """
        structure.etablissements_par_gestionnaire structure.categories activite.duree_facteurs
        publics.taille_menages publics.composition_1 publics.composition_2 publics.composition_3
        publics.composition_4 publics.composition_5 publics.tranche_age publics.emploi
        publics.ressources_en_emploi publics.ressources_sans_emploi publics.nationalite
        publics.motif_homme publics.motif_femme publics.destination
        publics.destination_droits_incomplets publics.destination_longs personnel.etp_facteurs
        personnel.fonctions personnel.quotites personnel.contrats personnel.couts
        personnel.conventions personnel.absences finances.dotation_place finances.categories
        profils.deficit profils.cout_eleve profils.sejours_longs profils.petit
        profils.chiffres_incoherents
    """,
    Quantiles: """
        structure.capacites_quantiles activite.duree_quantiles activite.attente_quantiles
        personnel.ages personnel.anciennete finances.dispersion
    """,
    Bornes: """
        structure.facteur_regional finances.part_personnel
    """,
    Noms: """
        profils.ordre
    """,
}
"""What each calibrated value is."""


@dataclass(frozen=True)
class ValeurCalibree:
    """A calibrated value, and where it comes from."""

    valeur: Any
    statut: Literal["source", "derive", "hypothese"]
    source: Texte


Section = Mapping[str, ValeurCalibree]


@dataclass(frozen=True)
class Exemple:
    """The content of the file, part by part."""

    description: Texte
    annees: Section
    structure: Section
    activite: Section
    publics: Section
    personnel: Section
    finances: Section
    profils: Section

    def controle(self, ou: Endroit) -> None:
        """Refuse a name that nothing reads, one that is missing, a value of another shape."""
        shapes = {path: shape for shape, paths in _FORMES.items() for path in paths.split()}
        for part in vars(self).keys() - {"description"}:
            known = frozenset(p.partition(".")[2] for p in shapes if p.startswith(f"{part}."))
            closed(getattr(self, part), known, known, ou.dans(part))
        for path, leaf in _leaves(self):
            part, _, name = path.partition(".")
            lu(shapes[path], leaf.valeur, ou.dans(part).dans(name).dans("valeur"))


EXEMPLE = Declaration(FICHIER, Exemple, "livre")


def _leaves(exemple: Exemple) -> Iterator[tuple[str, ValeurCalibree]]:
    for part, held in vars(exemple).items():
        for name, leaf in held.items() if part != "description" else ():
            yield f"{part}.{name}", leaf


@cache
def feuilles() -> dict[str, ValeurCalibree]:
    """Return every calibrated value with its source and status, by dotted path."""
    return dict(_leaves(EXEMPLE.lire()))


@cache
def valeur(chemin: str) -> Any:
    """Return a calibrated value, for instance ``valeur("activite.taux_occupation")``.

    Raises:
        ParametreError: the file holds no such value.
    """
    shapes = {path: shape for shape, paths in _FORMES.items() for path in paths.split()}
    if chemin not in shapes:
        raise ParametreError(
            f"La valeur « {chemin} » n’est pas dans le calage de l’exemple.",
            ou=f"parameters/{FICHIER}",
            que_faire="Ajoutez-la avec sa source et son statut.",
        )
    return lu(shapes[chemin], feuilles()[chemin].valeur, Endroit(()))
