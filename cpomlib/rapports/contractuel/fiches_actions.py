"""The action sheets: one page each, its cost against its funding, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from cpomlib.calcul.contrat import ActionChiffree, toutes_les_cibles
from cpomlib.dossier import DossierContrat
from cpomlib.rapports.contractuel import calendriers, chiffres
from cpomlib.rapports.contractuel.elements import (
    A_COMPLETER,
    absent,
    axe,
    couverture,
    jour,
    nommee,
    numero,
    objectif,
    texte,
)
from cpomlib.rapports.contractuel.tableaux import depart, finale
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import minuscule, pluriel, taux


def entete(dossier: DossierContrat) -> Groupe:
    """Show all the actions together: when, by whom, what is missing."""
    cover = couverture(dossier, "Fiches actions")
    if not dossier.actions:
        todo = "Remplissez la table «\u00a0Actions\u00a0»."
        return Groupe((cover, absent("Actions", "Le contrat n’a pas d’action.", todo)))
    return Groupe((
        cover,
        Titre(2, "Les actions ensemble", numerote=False),
        chiffres.liste(dossier, dates=False),
        *calendriers.figure_actions(dossier),
        *_missing(dossier),
    ))  # fmt: skip


def _missing(dossier: DossierContrat) -> tuple[Paragraphe, ...]:
    """Say once what the sheets lack, each mark being in its place."""
    blank = Counter(
        minuscule(str(name))
        for one in dossier.actions
        for table in (_context(dossier, one), _way(dossier, one))
        for name, said in table.lignes
        if said == A_COMPLETER
    )
    told = ", ".join(f"{name} ({pluriel(count, 'fiche')})" for name, count in blank.items())
    if not told:
        return ()
    said = f"{told[:1].upper()}{told[1:]}."
    return (Paragraphe(said, role="note", titre="À compléter par le gestionnaire"),)


def fiches(dossier: DossierContrat) -> Groupe:
    """Show a sheet per action."""
    return Groupe(tuple(bloc for one in dossier.actions for bloc in _sheet(dossier, one)))


def _sheet(dossier: DossierContrat, action: ActionChiffree) -> tuple[Bloc, ...]:
    row = action.ligne
    title = f"Fiche {numero(row['id_action'])} – {row['intitule']}"
    money = (chiffres.par_annee(action),) if action.annees else ()
    return (
        Titre(2, title, f"fiche-{row['id_action']}", nouvelle_page=True, numerote=False),
        _context(dossier, action),
        _way(dossier, action),
        *_results(dossier, action),
        *money,
        *((chiffres.financeurs(action),) if action.financements else ()),
    )


def _context(dossier: DossierContrat, action: ActionChiffree) -> Tableau:
    aim = objectif(dossier, action.ligne["id_objectif"])
    above = objectif(dossier, aim["parent"]) if aim and aim["parent"] else {}
    named = f"{aim['id_objectif']} {aim['intitule']}" if aim else texte("")
    return _pairs("Contexte et objectif", (
        ("Orientation", f"{above['id_objectif']} {above['intitule']}" if above else ""),
        ("Objectif", named),
        ("Axe", axe(aim)),
        ("Constat", texte(action.ligne["constat"] or aim.get("constat"))),
        ("Ce que l’action vise", str(action.ligne["buts"] or "")),
        ("Fiche du plan départemental", str(aim.get("reference_plan") or "")),
    ))  # fmt: skip


def _way(dossier: DossierContrat, action: ActionChiffree) -> Tableau:
    row = action.ligne
    done = _done(row)
    point = f" (point du {jour(row['date_point'])})" if row["date_point"] else ""
    return _pairs("Mode opératoire", (
        ("Chantiers et méthode", str(row["mode_operatoire"] or "")),
        ("Pilote", texte(row["pilote"])),
        ("Groupe projet", str(row["groupe_projet"] or "")),
        ("Partenaires associés", str(row["partenaires"] or "")),
        ("Calendrier", _calendar(row)),
        ("Où l’on en est", f"{calendriers.etat_action(dossier, row)}{done}{point}"),
        ("Moyens mobilisés", texte(row["moyens"])),
        ("Indicateur de réalisation", texte(row["indicateur_realisation"])),
        ("Indicateur de résultat", str(row["indicateur_resultat"] or "")),
        ("Commentaire", str(row["commentaire"] or "")),
    ))  # fmt: skip


def _done(row: Mapping[str, Any]) -> str:
    """Say how much of an action is done, while it is neither whole nor given up."""
    if row["avancement"] is None or row["etat"] in {"faite", "abandonnee"}:
        return ""
    return f", faite à {taux(row['avancement'], 0)}"


def _calendar(row: Mapping[str, Any]) -> str:
    """Say from when to when, then the steps where they are written."""
    days = f"du {jour(row['date_debut'])} au {jour(row['date_fin'])}"
    return f"{days}. {row['calendrier']}" if row["calendrier"] else days


def _results(dossier: DossierContrat, action: ActionChiffree) -> tuple[Tableau, ...]:
    """Show the targets that the action serves: those of its objective."""
    served = [one for one in toutes_les_cibles(dossier.contrat)
              if one.objectif == action.ligne["id_objectif"]]  # fmt: skip
    if not served:
        return ()
    columns = tuple(map(Colonne, ("Indicateur de résultat", "Départ", "Cible")))
    rows = tuple((nommee(dossier, one), depart(dossier, one), finale(one)) for one in served)
    return (Tableau("Indicateurs de résultat", columns, rows),)


def _pairs(titre: str, lignes: tuple[tuple[str, str], ...]) -> Tableau:
    """Set a heading and its text side by side; what is optional and empty is not there."""
    kept = tuple(line for line in lignes if line[1])
    return Tableau(titre, (Colonne("Rubrique"), Colonne("Contenu")), kept)
