"""The anomalies of a dossier: what deserves a second look, and what was answered."""

from __future__ import annotations

from collections import defaultdict

from cpomlib.calcul.anomalies import STATUTS, Anomalie, regle, regles
from cpomlib.dossier import Dossier
from cpomlib.droit import seuil
from cpomlib.rapports.doutes import doutes_du_depot
from cpomlib.rapports.publiable import ANOMALIES_NON_REPRISES
from cpomlib.rendu.blocs import Bloc, Colonne, Paragraphe, Tableau
from cpomlib.socle import date_courte, pluriel, write

_NOTE = (
    "Une anomalie est un doute, pas une faute\u00a0: elle se justifie ou se corrige. Une "
    "justification vaut pour le chiffre qu’elle explique\u00a0: s’il change, elle est à revoir."
)
_NATURES = {"taux": "taux", "euros": "euros_ronds"}


def anomalies(dossier: Dossier) -> tuple[Bloc, ...]:
    """Show the anomalies with their severity and justification, and what was not evaluated."""
    if dossier.publiable:
        return (Paragraphe(ANOMALIES_NON_REPRISES, role="note"),)
    found = dossier.examen.anomalies
    return (
        _list(dossier, found) if found else _none(),
        *_thresholds(found),
        *_not_evaluated(dossier),
        *doutes_du_depot(dossier),
    )


def _none() -> Paragraphe:
    return Paragraphe(
        f"Aucune anomalie relevée par les règles évaluées (sur {len(regles())} déclarées)."
    )


def _list(dossier: Dossier, found: tuple[Anomalie, ...]) -> Tableau:
    titles = ("Règle", "Gravité", "Où", "Constat", "Justification")
    rows = tuple(
        (one.libelle, one.severite, dossier.lieu(one.entite), one.message, answer(one))
        for one in found
    )
    open_ones = sum(one.statut != "justifiee" for one in found)
    return Tableau(
        f"Ce qui mérite une vérification\u00a0: {pluriel(len(found), 'anomalie')}, "
        f"dont {open_ones} à justifier",
        tuple(map(Colonne, titles)), rows, note=_NOTE,
    )  # fmt: skip


def answer(one: Anomalie) -> str:
    """Write the state of an anomaly, and what was answered, by whom and when."""
    told = one.justification
    if told is None:
        return STATUTS["ouverte"]
    when = date_courte(told.horodatage)
    return f"{STATUTS[one.statut]} ({told.auteur}, {when})\u00a0: {told.motif}"


def _thresholds(found: tuple[Anomalie, ...]) -> tuple[Bloc, ...]:
    """Print the thresholds that the anomalies shown depend on."""
    names = dict.fromkeys(name for one in found for name in regle(one.code).seuils)
    if not names:
        return ()
    rows = tuple(
        (
            mark.libelle,
            write(mark.valeur, _NATURES.get(mark.unite, "nombre")),  # type: ignore[arg-type]
            mark.origine,
        )
        for mark in map(seuil, names)
    )
    columns = tuple(map(Colonne, ("Seuil", "Valeur", "Origine")))
    return (Tableau("Les seuils de ces anomalies", columns, rows),)


def _not_evaluated(dossier: Dossier) -> tuple[Bloc, ...]:
    """Say which rules could not be evaluated, by what is missing."""
    rules: dict[str, list[str]] = defaultdict(list)
    places: dict[str, set[str]] = defaultdict(set)
    for lack in dossier.examen.non_evaluees:
        if regle(lack.code).libelle not in rules[lack.manque]:
            rules[lack.manque].append(regle(lack.code).libelle)
        places[lack.manque].add(lack.entite)
    if not rules:
        return ()
    rows = tuple(
        (missing, len(places[missing]), "\u00a0; ".join(rules[missing])) for missing in rules
    )
    columns = (
        Colonne("Ce qui manque"),
        Colonne("Entités concernées", "nombre"),
        Colonne("Règles non évaluées"),
    )
    return (Tableau("Ce qui n’a pas pu être contrôlé", columns, rows),)
