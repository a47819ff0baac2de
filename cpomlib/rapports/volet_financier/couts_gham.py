"""Cost per place of each GHAM beside its ceiling, and the convergence, as blocks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cpomlib.calcul.volet import (
    ARTICLES_COUTS,
    ACompleter,
    Couts,
    LigneConvergence,
    LigneCout,
)
from cpomlib.rapports.elements import tables_partagees
from cpomlib.rapports.volet_elements import cellule, manque, textes
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Valeur

NON_COMPARE = "non comparé"


def couts(trouves: Couts, convergences: Sequence[LigneConvergence] | None, annee: int) -> Groupe:
    """Show the cost per place of each GHAM against its ceiling, and the convergence."""
    blocs: list[Bloc] = [Titre(2, "Le coût à la place par GHAM", "cout-gham")]
    if trouves.lignes:
        blocs.append(tableau_couts(trouves, annee))
        blocs.append(Paragraphe(_key_note(trouves), role="note"))
    blocs += [manque(gap, nom) for nom, gap in trouves.empechements.items()]
    if not trouves.lignes and not trouves.empechements:
        blocs.append(Paragraphe("Le périmètre n’a pas de CHRS autorisé.", role="note"))
    blocs.append(_convergence(convergences, annee))
    return Groupe((*blocs, textes(ARTICLES_COUTS)))


def tableau_couts(trouves: Couts, annee: int) -> Tableau:
    """Return the table of costs and ceilings."""
    current = any(ligne.plafond is not None for ligne in trouves.lignes)
    head = f"Tarif plafond {annee}" if current else "Dernier tarif plafond (2022)"
    columns = (
        Colonne("Établissement"),
        Colonne("GHAM"),
        Colonne("Budget", "annee"),
        Colonne("Places", "nombre"),
        Colonne("Clé", "taux"),
        Colonne("Charges", "euros"),
        Colonne("Coût du GHAM à la place", "euros"),
        Colonne(head, "euros"),
        Colonne("Écart", "euros"),
    )
    rows = tuple(_line(ligne) for ligne in trouves.lignes)
    return Tableau("Coût à la place et tarif plafond", columns, rows,
                   note=_note(trouves, annee, current),
                   source=tables_partagees("budgets", "places"))  # fmt: skip


def _line(ligne: LigneCout) -> tuple[Valeur, ...]:
    return (
        ligne.nom,
        ligne.gham,
        ligne.exercice,
        int(ligne.detail.places),
        ligne.cle,
        ligne.detail.charges,
        ligne.detail.cout,
        cellule(ligne.plafond_lu, "sans objet"),
        _gap(ligne),
    )


def _note(trouves: Couts, annee: int, current: bool) -> str:
    said = []
    if not current:
        said.append(
            f"Aucun tarif plafond n’est en vigueur en {annee}\u00a0: celui de 2022, le dernier, "
            "n’est qu’un repère."
        )
    if not all(ligne.cle_donnee for ligne in trouves.lignes):
        said.append("Clés\u00a0: à défaut de celles des parties, les places financées.")
    if any(_gap(ligne) == NON_COMPARE for ligne in trouves.lignes):
        said.append(
            f"«\u00a0{NON_COMPARE.capitalize()}\u00a0»\u00a0: sans ces clés, le coût est le même "
            "dans tous les GHAM d’un établissement, et ne dit rien du tarif plafond de l’un d’eux."
        )
    return " ".join(said)


def _gap(ligne: LigneCout) -> Valeur:
    gap = ligne.ecart
    if isinstance(gap, Decimal) and not ligne.comparable:
        return NON_COMPARE
    return cellule(gap, "sans objet")


def _key_note(trouves: Couts) -> str:
    said = "Charges brutes du budget exécutoire, hors crédits non reconductibles"
    given = [ligne.cle_donnee for ligne in trouves.lignes]
    if all(given):
        return f"{said}, réparties selon les clés données par le plan."
    return (
        f"{said}. Convention, faute de clés de l’étude nationale des coûts\u00a0: les charges "
        f"suivent "
        "les places financées, si bien qu’un même établissement a le même coût dans tous ses GHAM. "
        "Les autres exclusions de l’arrêté (Stratégie pauvreté, subventions d’autres "
        "administrations) ne se lisent pas dans les budgets\u00a0: le plan peut les donner."
    )


def _convergence(lignes: Sequence[LigneConvergence] | None, annee: int) -> Bloc:
    if lignes is None:
        return Paragraphe(
            f"Aucune convergence tarifaire ne s’applique en {annee}\u00a0: les tarifs plafonds ont "
            "existé de 2018 à 2022.",
        )
    columns = (
        Colonne("Établissement"),
        Colonne("GHAM"),
        Colonne(f"Financement {annee - 1}", "euros"),
        Colonne("Plafond × places", "euros"),
        Colonne(f"Maximum {annee}", "euros"),
    )
    rows = tuple(
        (x.nom, x.gham, cellule(x.financement), cellule(x.plafond), cellule(x.maximum))
        for x in lignes
    )
    table = Tableau(f"Convergence tarifaire {annee}", columns, rows)
    gaps = {
        (x.nom, x.maximum.quoi): manque(x.maximum, x.nom)
        for x in lignes
        if isinstance(x.financement, ACompleter) and isinstance(x.maximum, ACompleter)
    }
    return Groupe((table, *gaps.values()))
