"""The volet financier inside the diagnostic: summary tables; the whole is its own report."""

from __future__ import annotations

from cpomlib.dossier import Dossier
from cpomlib.rapports import scenarios_enregistres
from cpomlib.rapports.volet_elements import completer, surcharges
from cpomlib.rapports.volet_financier import base_budgetaire as volet_base
from cpomlib.rapports.volet_financier import calculer, doutes, resume, tableau_couts
from cpomlib.rapports.volet_financier import trajectoires as volet_trajectoire
from cpomlib.rendu.blocs import Groupe, Paragraphe, Titre

ANCRE = "volet-financier"


def volet_financier(dossier: Dossier) -> Groupe:
    """Show in one section of the diagnostic what the volet financier starts from."""
    found = calculer(dossier)
    return Groupe(
        (
            Titre(2, "Le volet financier", ANCRE),
            Paragraphe(
                "Ce que les règles budgétaires tirent des comptes déposés\u00a0; le détail est "
                "dans le "
                "rapport «\u00a0Volet financier\u00a0»."
            ),
            *doutes(dossier),
            *surcharges(found.lectures),
            resume(found),
            volet_base.par_etablissement(found.bases, found.annee),
            *((tableau_couts(found.couts, found.annee),) if found.couts.lignes else ()),
            volet_trajectoire.tableau_trajectoires(
                found.trajectoires, found.total_base, found.premiere_annee
            ),
            *scenarios_enregistres.resume(dossier),
            *completer(found.manques),
        )
    )
