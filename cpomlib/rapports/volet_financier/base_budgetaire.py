"""Base budgétaire and cost per place, as the guide lays them out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from cpomlib.calcul import somme
from cpomlib.calcul.volet import ARTICLES_BASE as ARTICLES
from cpomlib.calcul.volet import (
    SUBVENTION,
    ACompleter,
    BaseEtablissement,
)
from cpomlib.rapports.elements import tables_partagees
from cpomlib.rapports.volet_elements import cellule, manque, textes
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Tableau, Titre
from cpomlib.rendu.graphiques import cascade
from cpomlib.socle import Valeur, date_courte, write

ANCRE = "base-budgetaire"
SOURCE = f"{tables_partagees('budgets')}, dernier budget exécutoire"


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
    titre = f"Des charges brutes à une base budgétaire de {write(total, 'euros_ronds')}"
    steps = [(label.lstrip("+− "), amount) for label, amount in etapes(lignes)]
    frame = pd.DataFrame([(label, float(x)) for label, x in steps], columns=["etape", "valeur"])
    return Figure(
        titre=titre,
        graphique=cascade(frame, "etape", "valeur", total="Base budgétaire"),
        unite="euros",
        source=SOURCE,
        alternative=f"{titre}.",
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
