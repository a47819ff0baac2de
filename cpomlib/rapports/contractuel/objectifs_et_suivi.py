"""Objectives, actions, indicators and calendar: the annex at the signature, then the follow-up."""

from __future__ import annotations

from cpomlib.dossier import DossierContrat
from cpomlib.rapports.contractuel import calendriers, chiffres, suivis, tableaux
from cpomlib.rapports.contractuel.elements import absent, couverture
from cpomlib.rendu.blocs import Groupe, Paragraphe, Titre


def entete(dossier: DossierContrat) -> Groupe:
    """Show which contract, and where its targets stand."""
    cover = couverture(dossier, "Objectifs et suivi")
    if not dossier.contrat.signe:
        return Groupe((cover, Paragraphe("Annexe au contrat, avant sa signature.")))
    said = suivis.en_nombres(dossier, suivis.derniere_jugee(dossier))
    return Groupe((cover, Paragraphe(said)))


def objectifs(dossier: DossierContrat) -> Groupe:
    """List the objectives, then every target year after year."""
    title = Titre(2, "Objectifs, indicateurs et cibles")
    if not dossier.objectifs:
        todo = "Remplissez les tables «\u00a0Objectifs\u00a0» et «\u00a0Cibles\u00a0»."
        return Groupe((title, absent("Objectifs", "Le contrat n’a pas d’objectif.", todo)))
    return Groupe((title, tableaux.objectifs(dossier), suivis.trajectoires(dossier)))


def actions(dossier: DossierContrat) -> Groupe:
    """List the actions, drawn over the years."""
    title = Titre(2, "Actions et calendrier")
    if not dossier.actions:
        todo = "Remplissez la table «\u00a0Actions\u00a0»."
        return Groupe((title, absent("Actions", "Le contrat n’a pas d’action.", todo)))
    return Groupe((title, *calendriers.figure_actions(dossier), chiffres.liste(dossier)))


def suivi(dossier: DossierContrat) -> Groupe:
    """Show what was expected and measured in the last year over, and draw each target."""
    year = suivis.derniere_jugee(dossier)
    lines = suivis.de_l_annee(dossier, year)
    if all(one.jugement == "a_venir" for one in lines):
        return Groupe(())
    return Groupe((
        Titre(2, "Suivi"),
        suivis.tableau(dossier, year),
        *suivis.dessins(dossier),
    ))  # fmt: skip
