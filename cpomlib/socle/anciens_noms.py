"""The names that rooms had in version 0.1: a notebook that uses them works, and is told."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

NOMS = {
    "agregats": "calcul.agregats",
    "agregats.lecture": "entree.agregats.lecture",
    "agregats.paquet": "entree.agregats.paquet",
    "anomalies": "calcul.anomalies",
    "apps": "pages",
    "budget": "calcul.budget",
    "budget.base": "calcul.budget.dotation",
    "charts": "rendu.graphiques",
    "comparables": "calcul.comparables",
    "designations": "socle.designations",
    "dessin": "rendu.dessin",
    "diagnostic": "rapports.diagnostic",
    "diagnostic.anomalies": "rapports.anomalies",
    "diagnostic.commun": "dossier.commun",
    "diagnostic.comparables": "rapports.comparables",
    "diagnostic.dossier": "dossier.gestionnaire",
    "diagnostic.doutes": "rapports.doutes",
    "diagnostic.elements": "rapports.elements",
    "diagnostic.ensemble": "dossier.ensemble",
    "diagnostic.fiche_etablissement": "rapports.fiche_etablissement.fiche",
    "diagnostic.fiche_etablissement_parties": "rapports.fiche_etablissement.parties",
    "diagnostic.fiche_operateur": "rapports.fiche_operateur.fiche",
    "diagnostic.fiche_operateur_appreciation": "rapports.fiche_operateur.appreciation",
    "diagnostic.fiche_operateur_bareme": "rapports.fiche_operateur.bareme",
    "diagnostic.fiche_operateur_economie": "rapports.fiche_operateur.economie",
    "diagnostic.fiche_operateur_parties": "rapports.fiche_operateur.parties",
    "diagnostic.fiche_operateur_service": "rapports.fiche_operateur.service",
    "diagnostic.fichiers_arrow": "dossier.fichiers_arrow",
    "diagnostic.formats": "dossier.formats",
    "diagnostic.methode": "rapports.methode",
    "diagnostic.prechauffe": "rapports.prechauffe",
    "diagnostic.presences": "dossier.presences",
    "diagnostic.provenance": "rapports.provenance",
    "diagnostic.publiable": "rapports.publiable",
    "diagnostic.regional": "dossier.references",
    "diagnostic.regles": "rapports.regles",
    "diagnostic.scenarios_enregistres": "rapports.scenarios_enregistres",
    "diagnostic.sortie": "rapports.sortie",
    "diagnostic.voisinage": "rapports.voisinage",
    "diagnostic.volet_base": "rapports.volet_financier.base_budgetaire",
    "diagnostic.volet_elements": "rapports.volet_elements",
    "diagnostic.volet_equilibre": "rapports.volet_financier.retour_equilibre",
    "diagnostic.volet_financier": "rapports.diagnostic.volet",
    "diagnostic.volet_rapport": "rapports.volet_financier.rapport",
    "diagnostic.volet_resultat": "rapports.volet_financier.resultat",
    "diagnostic.volet_trajectoire": "rapports.volet_financier.trajectoires",
    "display": "rendu.blocs",
    "documents": "rendu.documents",
    "errors": "socle.erreurs",
    "example": "exemple",
    "fichiers": "socle.fichiers",
    "indicators": "calcul.indicateurs",
    "noyaux": "processus",
    "noyaux.pepiniere": "processus.parent",
    "pannes": "socle.pannes",
    "parameters": "droit",
    "perimeter": "calcul.perimetre",
    "periode": "socle.periode",
    "project": "socle.projet",
    "reference": "droit.reference",
    "regional": "calcul.regional",
    "reports": "campagne",
    "scenarios": "calcul.scenarios",
    "scenarios.base": "calcul.scenarios.annee_de_base",
    "scenarios.champs": "calcul.scenarios.champ",
    "scenarios.classeur": "rendu.scenario",
    "scenarios.enregistres": "dossier.scenarios_deposes",
    "scenarios.etat": "calcul.scenarios.etats",
    "secret": "calcul.secret",
    "sources": "entree",
    "sources.plan_financier": "calcul.volet.plan_financier",
    "store": "base",
    "territoire": "rapports.territoire",
    "territoire.budget": "rapports.synthese_regionale.budget",
    "territoire.couts": "rapports.synthese_regionale.couts",
    "territoire.dossier": "dossier.territoire",
    "territoire.enjeux": "rapports.synthese_regionale.enjeux",
    "territoire.operateurs": "rapports.synthese_regionale.operateurs",
    "territoire.photographie": "rapports.photographie_publics.photographie",
    "territoire.situation": "rapports.photographie_publics.situation",
    "territoire.synthese": "rapports.synthese_regionale.synthese",
    "territoire.tableau_de_bord": "rapports.tableau_de_bord.feuille",
    "theme": "rendu.theme",
    "typography": "socle.typographie",
    "values": "socle.valeurs",
    "volet_financier": "calcul.volet",
    "volet_financier.base": "calcul.volet.base_budgetaire",
}
"""New name of each room and module that changed, without ``cpomlib.``."""
_PAQUET = "cpomlib."


def nouveau(nom: str) -> str | None:
    """Return the name that a module has now; None where the old name says nothing.

    Args:
        nom: the old name, ``cpomlib.`` included.
    """
    parts = nom.removeprefix(_PAQUET).split(".")
    for length in range(len(parts), 0, -1):
        known = NOMS.get(".".join(parts[:length]))
        if known and nom.startswith(_PAQUET):
            return ".".join([_PAQUET + known, *parts[length:]])
    return None


class AnciensNoms(MetaPathFinder, Loader):
    """Finds a module under the name it had; asked only when nothing has that name any more."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to load an old name, None for any other."""
        new = nouveau(fullname)
        if new is None or not _existe(new):
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def exec_module(self, module: ModuleType) -> None:
        """Make of a module the shadow of the one that replaces it."""
        old = module.__name__
        new = str(nouveau(old))

        def lire(name: str) -> object:
            if name.startswith("__"):
                raise AttributeError(name)
            return _read(old, new, name)

        module.__getattr__ = lire  # type: ignore[method-assign]
        warnings.warn(
            f"«\u00a0{old}\u00a0» s’appelle maintenant «\u00a0{new}\u00a0»\u00a0; "
            "l’ancien nom disparaîtra à la prochaine version.",
            DeprecationWarning,
            stacklevel=2,
        )


def installer() -> None:
    """Let the old names be found, after all others."""
    if not any(isinstance(finder, AnciensNoms) for finder in sys.meta_path):
        sys.meta_path.append(AnciensNoms())


def _existe(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _read(old: str, new: str, name: str) -> object:
    """Return what an old module showed: a module that moved apart, else what the new one shows."""
    apart = NOMS.get(f"{old.removeprefix(_PAQUET)}.{name}")
    replaced = import_module(new)
    if not hasattr(replaced, name) and apart:
        return import_module(_PAQUET + apart)
    return getattr(replaced, name)
