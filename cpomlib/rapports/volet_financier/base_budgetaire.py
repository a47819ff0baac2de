"""Base budgétaire and cost per place, as the guide lays them out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from cpomlib.calcul import somme
from cpomlib.calcul.volet import ARTICLES_BASE as ARTICLES
from cpomlib.calcul.volet import (
    ARTICLES_COUTS,
    SUBVENTION,
    ACompleter,
    BaseEtablissement,
    Couts,
    LigneConvergence,
    LigneCout,
)
from cpomlib.rapports.volet_elements import cellule, manque, textes
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques import cascade
from cpomlib.socle import Valeur, date_courte, write

ANCRE = "base-budgetaire"
NON_COMPARE = "non comparé"
SOURCE = "table partagée budgets, dernier budget exécutoire"


def base(lignes: Sequence[BaseEtablissement], total: Decimal | ACompleter, annee: int) -> Groupe:
    """Show the base line by line for the perimeter, then establishment by establishment."""
    blocs: list[Bloc] = [Titre(2, "La base budgétaire", ANCRE)]
    tarifes = [ligne for ligne in lignes if ligne.tarife]
    if tarifes and isinstance(total, Decimal):
        blocs += [_lines(tarifes, total), _chart(tarifes, total)]
    elif isinstance(total, ACompleter):
        blocs.append(manque(total))
    blocs.append(par_etablissement(lignes, annee))
    gaps = {ligne.nom: ligne.base for ligne in tarifes if isinstance(ligne.base, ACompleter)}
    blocs += [manque(gap, nom) for nom, gap in gaps.items()]
    return Groupe((*blocs, textes(ARTICLES)))


def etapes(lignes: Sequence[BaseEtablissement]) -> tuple[tuple[str, Decimal], ...]:
    """Return the four signed lines of the guide's example, in euros."""
    return (
        ("Total des charges brutes", somme(ligne.brutes for ligne in lignes)),
        (
            "− Charges sur crédits non reconductibles",
            -somme(ligne.non_reconductibles for ligne in lignes),
        ),
        ("− Recettes en atténuation", -somme(x.recettes for x in lignes)),
        ("+ Report à nouveau", somme(ligne.report for ligne in lignes)),
    )


def exercices(lignes: Sequence[BaseEtablissement]) -> str:
    """Name the years that the budgets are of."""
    years = sorted({x.exercice for x in lignes if x.exercice is not None})
    if len(years) < 2:
        return "".join(f"Budgets exécutoires de {year}." for year in years)
    first = ", ".join(map(str, years[:-1]))
    return f"La base mêle des budgets exécutoires de {first} et {years[-1]}."


def par_etablissement(lignes: Sequence[BaseEtablissement], annee: int) -> Tableau:
    """Set one establishment per row, the parts of its base in columns."""
    columns = (
        Colonne("Établissement"),
        Colonne("Budget", "annee"),
        Colonne("Charges brutes", "euros"),
        Colonne("− Non reconductibles", "euros"),
        Colonne("− Recettes en atténuation", "euros"),
        Colonne("+ Report à nouveau", "euros"),
        Colonne("= Base", "euros"),
    )
    rows = tuple(_row(ligne) for ligne in lignes)
    other = any(ligne.base is SUBVENTION for ligne in lignes)
    untariffed = (
        "«\u00a0non tarifé\u00a0»\u00a0: activité subventionnée ou déclarée, sans base "
        "budgétaire\u00a0; un avenant "
        "annuel fixe sa subvention (modèle de contrat, III 1 d). L’indicateur «\u00a0base "
        "budgétaire\u00a0» "
        "du diagnostic compte, lui, tout le périmètre."
    )
    note = " ".join(filter(None, (untariffed if other else "", fermetures(lignes, annee))))
    return Tableau("La base de chaque établissement", columns, rows, note=note, source=SOURCE)


def fermetures(lignes: Sequence[BaseEtablissement], annee: int) -> str:
    """Say which establishments are left out, closed before the year, and which are to close."""
    closed = [x for x in lignes if x.fermeture and x.fermeture.year < annee]
    closing = [x for x in lignes if x.fermeture and x.fermeture.year >= annee]
    said = []
    if closed:
        said.append(f"Fermés avant {annee} et laissés de côté\u00a0: {_days(closed)}.")
    if closing:
        said.append(
            f"Comptés, mais dont la fermeture est connue\u00a0: {_days(closing)}. La base et la "
            "trajectoire ne disent rien de ce que devient leur dotation ensuite."
        )
    return " ".join(said)


def _days(lignes: Sequence[BaseEtablissement]) -> str:
    told = (f"{x.nom} ({date_courte(x.fermeture)})" for x in lignes if x.fermeture)
    return ", ".join(told)


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
        Colonne("Coût à la place", "euros"),
        Colonne(head, "euros"),
        Colonne("Écart", "euros"),
    )
    rows = tuple(
        (
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
        for ligne in trouves.lignes
    )
    note = "" if current else (
        f"Aucun tarif plafond n’est en vigueur en {annee}\u00a0: celui de 2022, le dernier, n’est "
        "qu’un repère."
    )  # fmt: skip
    if not all(ligne.cle_donnee for ligne in trouves.lignes):
        note = f"{note} Clés\u00a0: à défaut de celles des parties, les places financées.".strip()
    if not all(ligne.comparable for ligne in trouves.lignes):
        note = (
            f"{note} «\u00a0{NON_COMPARE[:1].upper()}{NON_COMPARE[1:]}\u00a0»\u00a0: sans ces "
            "clés, le coût est le même dans tous les GHAM d’un établissement, et ne dit rien du "
            "tarif plafond de l’un d’eux."
        )
    return Tableau("Coût à la place et tarif plafond", columns, rows, note=note,
                   source="tables partagées budgets et places")  # fmt: skip


def _lines(lignes: Sequence[BaseEtablissement], total: Decimal) -> Tableau:
    groups = [somme(ligne.groupes[rank] for ligne in lignes) for rank in range(3)]
    products = [somme(ligne.attenuation[rank] for ligne in lignes) for rank in range(2)]
    gross, once, less, carried = etapes(lignes)
    rows: tuple[tuple[Valeur, ...], ...] = (
        ("Groupe I des charges", groups[0]),
        ("Groupe II des charges", groups[1]),
        ("Groupe III des charges", groups[2]),
        gross,
        once,
        ("Groupe II des produits", products[0]),
        ("Groupe III des produits", products[1]),
        less,
        carried,
        ("= Base budgétaire", total),
    )
    columns = (Colonne("Ligne du dernier budget accordé"), Colonne("Montant", "euros"))
    return Tableau(
        "Ligne à ligne, établissements tarifés",
        columns,
        rows,
        lignes_total=1,
        note=exercices(lignes),
        source=SOURCE,
    )


def _chart(lignes: Sequence[BaseEtablissement], total: Decimal) -> Figure:
    titre = "Comment passe-t-on des charges brutes à la base\u00a0?"
    steps = [(label.lstrip("+− "), amount) for label, amount in etapes(lignes)]
    frame = pd.DataFrame([(label, float(x)) for label, x in steps], columns=["etape", "valeur"])
    return Figure(
        titre=titre,
        graphique=cascade(frame, "etape", "valeur", total="Base budgétaire"),
        unite="euros",
        source=SOURCE,
        alternative=f"{titre} La base est de {write(total, 'euros_ronds')}.",
        tableau=Tableau(
            titre, (Colonne("Étape"), Colonne("Montant", "euros")),
            (*steps, ("Base budgétaire", total)), lignes_total=1,
        ),
    )  # fmt: skip


def _row(ligne: BaseEtablissement) -> tuple[Valeur, ...]:
    last = _last(ligne)
    if ligne.exercice is None:
        return (ligne.nom, None, None, None, None, None, last)
    return (
        ligne.nom,
        ligne.exercice,
        ligne.brutes,
        -ligne.non_reconductibles,
        -ligne.recettes,
        ligne.report,
        last,
    )


def _last(ligne: BaseEtablissement) -> Valeur:
    if ligne.base is SUBVENTION:
        return "non tarifé"
    if isinstance(ligne.base, ACompleter) and not ligne.tarife and ligne.fermeture:
        return f"fermé le {date_courte(ligne.fermeture)}"
    return cellule(ligne.base)


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
