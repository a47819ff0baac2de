"""Frais de siège, the five years of dotation, and what investments weigh on them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pandas as pd

from cpomlib.calcul import somme
from cpomlib.calcul.volet import ARTICLES_FRAIS_SIEGE as ARTICLES_SIEGE
from cpomlib.calcul.volet import (
    ARTICLES_INVESTISSEMENT,
    ACompleter,
    FraisSiege,
    SurcoutProjet,
    Trajectoire,
    dotation_et_surcout,
    surcout_annuel,
)
from cpomlib.calcul.volet import ARTICLES_TRAJECTOIRES as ARTICLES
from cpomlib.rapports.elements import tables_partagees
from cpomlib.rapports.volet_elements import A_COMPLETER, manque, textes
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques import courbes
from cpomlib.socle import Valeur, minuscule, write

DUREE = 5
"""Years of a contract at most (CASF, art. L. 313-11-2)."""
OU_PLAN = "le plan financier des parties"


def siege(trouves: FraisSiege) -> Groupe:
    """Show the quotes-parts in the accounts beside the pro rata of the article."""
    titre = Titre(2, "Les frais de siège", "frais-siege")
    if isinstance(trouves.parts, ACompleter):
        said = Paragraphe(
            f"{trouves.parts.quoi} {trouves.parts.en_clair}",
            role="note",
            titre="Rien à répartir.",
        )
        return Groupe((titre, said, textes(ARTICLES_SIEGE)))
    columns = (
        Colonne("Établissement"),
        Colonne("Charges brutes hors quote-part", "euros"),
        Colonne("Quote-part inscrite", "euros"),
        Colonne("Quote-part au prorata", "euros"),
        Colonne("Écart", "euros"),
    )
    rows: list[tuple[Valeur, ...]] = [
        (part.nom, part.charges, part.inscrite, part.prorata, part.ecart) for part in trouves.parts
    ]
    charges = somme(part.charges for part in trouves.parts)
    rows.append(("Ensemble", charges, trouves.total, trouves.total, Decimal("0.00")))
    own = (
        "Le siège n’a pas de compte déposé\u00a0: le total est la somme des quotes-parts inscrites."
        if trouves.charges_siege is None
        else f"Charges propres du siège\u00a0: {write(trouves.charges_siege, 'euros')}."
    )
    table = Tableau(f"Quotes-parts de frais de siège {trouves.annee}", columns, tuple(rows),
                    note=own, lignes_total=1,
                    source=f"{tables_partagees('budgets')}, comptes 6556 et 6558")  # fmt: skip
    return Groupe((titre, table, textes(ARTICLES_SIEGE)))


def trajectoire(
    trouvees: Sequence[Trajectoire],
    base: Decimal | ACompleter,
    premiere: int,
    projets: Sequence[SurcoutProjet] = (),
) -> Groupe:
    """Compare the modalités that can be computed; say what the others lack."""
    known = [t for t in trouvees if not isinstance(t.annees, ACompleter)]
    blocs: list[Bloc] = [
        Titre(2, "La trajectoire sur cinq ans", "trajectoire"),
        tableau_trajectoires(trouvees, base, premiere),
    ]
    if known and isinstance(base, Decimal):
        blocs.append(_chart(known, base))
    else:
        blocs.append(_no_chart())
    if projets and known:
        blocs.append(_with_costs(known, premiere, projets))
    return Groupe((*blocs, textes(ARTICLES)))


def tableau_trajectoires(
    trouvees: Sequence[Trajectoire], base: Decimal | ACompleter, premiere: int
) -> Tableau:
    """Set the modalités in rows and the years of the contract in columns."""
    years = range(premiere, premiere + DUREE)
    columns = (
        Colonne("Modalité (R. 314-40)"),
        Colonne("Procédure contradictoire"),
        *(Colonne(str(year), "euros") for year in years),
    )
    rows = []
    for found in trouvees:
        lines = () if isinstance(found.annees, ACompleter) else found.annees
        amounts: list[Valeur] = [line.dotation for line in lines]
        amounts += [A_COMPLETER] * (DUREE - len(amounts))
        name = found.libelle[:1].upper() + found.libelle[1:]
        rows.append((name, "oui" if found.contradictoire else "non", *amounts))
    start = f" de {write(base, 'euros')}" if isinstance(base, Decimal) else ""
    return Tableau(
        "Dotation de chaque année selon la modalité", columns, tuple(rows),
        note=f"À partir de la base budgétaire{start}, avant surcoûts d’investissement.",
    )  # fmt: skip


def investissement(projets: Sequence[SurcoutProjet], premiere: int) -> Groupe:
    """Show what each investment of the plan weighs on the budgets of the contract."""
    titre = Titre(2, "Le plan d’investissement et ses surcoûts", "investissement")
    if not projets:
        said = Paragraphe(
            "Aucun plan pluriannuel d’investissement n’est donné.",
            role="manque",
            titre="Plan d’investissement\u00a0: à compléter",
            que_faire=f"Donnez dans {OU_PLAN} le nom, le montant, la durée et l’année de chaque "
            "projet\u00a0; au besoin, sa subvention et son emprunt.",
        )
        return Groupe((titre, said, textes(ARTICLES_INVESTISSEMENT)))
    years = range(premiere, premiere + DUREE)
    rows: list[tuple[Valeur, ...]] = [
        (p.nom, *(surcout_annuel([p], year) for year in years))
        for p in projets
        if not isinstance(p.annees, ACompleter)
    ]
    rows.append(("Surcoût de l’année", *(surcout_annuel(projets, year) for year in years)))
    columns = (Colonne("Projet"), *(Colonne(str(year), "euros") for year in years))
    gaps = [manque(p.annees, p.nom) for p in projets if isinstance(p.annees, ACompleter)]
    table = Tableau(
        "Surcoûts d’exploitation", columns, tuple(rows), lignes_total=1,
        note="Amortissement linéaire, plus les intérêts, moins la quote-part de subvention.",
    )  # fmt: skip
    return Groupe((titre, table, *gaps, textes(ARTICLES_INVESTISSEMENT)))


def _chart(known: Sequence[Trajectoire], base: Decimal) -> Figure:
    rows: list[tuple[str, str, Decimal]] = []
    for found in known:
        if not isinstance(found.annees, ACompleter):
            rows += [(_SHORT[found.modalite], str(x.annee), x.dotation) for x in found.annees]
    frame = pd.DataFrame(rows, columns=["modalite", "annee", "valeur"])
    chart = courbes(
        frame.astype({"valeur": "float64"}), "annee", "valeur", serie="modalite",
        format="euros_ronds", seuil=float(base),
    )  # fmt: skip
    ends = [
        (t.annees[-1].annee, f"{minuscule(_SHORT[t.modalite])}, "
         f"{write(t.annees[-1].dotation, 'euros_ronds')}")
        for t in known
        if not isinstance(t.annees, ACompleter)
    ]  # fmt: skip
    told = "\u00a0; ".join(said for _, said in ends)
    titre = f"La dotation de {ends[0][0]}\u00a0: {told}"
    columns = (Colonne("Modalité"), Colonne("Année"), Colonne("Dotation", "euros"))
    return Figure(
        titre, chart, "euros", f"{tables_partagees('budgets')}, plan, paramètres datés",
        f"{titre}.",
        Tableau(titre, columns, tuple(rows)),
        note=f"Trait fin\u00a0: la base budgétaire, {write(base, 'euros_ronds')}.",
    )  # fmt: skip


_SHORT = {
    "taux_drl": "Taux des dotations régionales",
    "formule_fixe": "Formule fixe",
    "avenant_annuel": "Avenants annuels",
    "equation_ou_plafond": "Équation tarifaire",
}


def _no_chart() -> Paragraphe:
    return Paragraphe(
        "Aucune modalité ne peut être calculée\u00a0: ni taux, ni formule, ni avenant, ni "
        "équation ne "
        "sont connus. Rien n’est supposé à leur place.",
        role="manque",
        titre="Comparaison des modalités\u00a0: à compléter",
        que_faire="Il y faut le taux d’actualisation, parmi les paramètres de droit du service, ou "
        f"les hypothèses des parties, dans {OU_PLAN}.",
    )


def _with_costs(
    known: Sequence[Trajectoire], premiere: int, projets: Sequence[SurcoutProjet]
) -> Tableau:
    columns = (
        Colonne("Modalité"),
        *(Colonne(str(year), "euros") for year in range(premiere, premiere + DUREE)),
    )
    rows: tuple[tuple[Valeur, ...], ...] = tuple(
        (
            _SHORT[found.modalite],
            *(dotation_et_surcout(x, projets) for x in found.annees),
        )
        for found in known
        if not isinstance(found.annees, ACompleter)
    )
    return Tableau("Avec les surcoûts d’investissement", columns, rows,
                   note="Si l’autorité les intègre dans l’évolution du budget (modèle de contrat, "
                   "III 2).")  # fmt: skip
