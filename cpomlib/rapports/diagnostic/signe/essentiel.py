"""Part 1: who, how well, what is sure, what to decide."""

from __future__ import annotations

from cpomlib.dossier import Dossier
from cpomlib.rapports.contrat import cible_en_mots, contrat, note_des_cibles
from cpomlib.rapports.diagnostic.identite import identite_signee
from cpomlib.rapports.diagnostic.signe.declaration import objectifs_declares
from cpomlib.rapports.diagnostic.signe.ecriture import (
    REPERE,
    compte,
    vers_les_lignes,
)
from cpomlib.rapports.diagnostic.signe.jugements import conclusion, messages
from cpomlib.rapports.diagnostic.signe.paroles import PARTIES_SIGNEES, commentaires
from cpomlib.rapports.diagnostic.signe.questions import a_decider
from cpomlib.rapports.elements import mesure, repere
from cpomlib.rapports.fiabilite import donnees
from cpomlib.rapports.publiable import avertissement
from cpomlib.rendu.blocs import Colonne, Encart, Encarts, Groupe, Tableau, Titre
from cpomlib.socle import NBSP, Secret, Valeur

ANCRE = "indicateurs"
_NOTE = (
    "Les ménages à droits incomplets sont écartés des trois premiers. Définitions, et durée "
    "convenue\u00a0: annexe technique, «\u00a0Les quatre indicateurs obligatoires\u00a0»."
)


def essentiel(dossier: Dossier) -> Groupe:
    """Show the identity, the state of the data, three messages and the mandatory indicators."""
    return Groupe(
        (
            identite_signee(dossier),
            donnees(dossier),
            *contrat(dossier),
            *avertissement(dossier),
            *messages(dossier),
            Titre(2, PARTIES_SIGNEES[ANCRE], ANCRE),
            obligatoires(dossier),
            *commentaires(dossier, ANCRE),
            Encarts("", (Encart("À décider ensemble", a_decider(dossier)),)),
        )
    )


def obligatoires(dossier: Dossier) -> Tableau:
    """Set the mandatory indicators in one table: three years, counts, region, what may be said."""
    columns = (
        Colonne("Indicateur"),
        *dossier.colonnes(),
        Colonne(f"Ménages {dossier.exercice}", "nombre"),
        *((Colonne(REPERE, "nombre"),) if dossier.region else ()),
        *((Colonne("Contrat"),) if _suivis(dossier) else ()),
        Colonne("Ce qu’on peut en dire"),
    )
    rows = tuple(_row(dossier, one.indicateur, one.sujet) for one in objectifs_declares())
    note = f"{_NOTE} {note_des_cibles(dossier)}" if _suivis(dossier) else _NOTE
    return Tableau("Trois ans, en part des ménages concernés", columns, rows, note=note)


def _suivis(dossier: Dossier) -> bool:
    """Tell whether a contract sets a target for one of the mandatory indicators."""
    return any(one.indicateur in dossier.suivi for one in objectifs_declares())


def _row(dossier: Dossier, indicateur: str, sujet: str) -> tuple[Valeur, ...]:
    masked = dossier.secret(indicateur)
    return (
        vers_les_lignes(dossier, sujet),
        *(mesure(dossier, indicateur, year) for year in dossier.annees),
        Secret(masked) if masked else compte(dossier, indicateur).replace(" ", NBSP) or None,
        *((repere(dossier, indicateur),) if dossier.region else ()),
        *((cible_en_mots(dossier, indicateur) or None,) if _suivis(dossier) else ()),
        conclusion(dossier, indicateur),
    )
