"""Is a plan de retour à l'équilibre needed, why, and when would it land: as blocks."""

from __future__ import annotations

import pandas as pd

from cpomlib.calcul.volet import ARTICLES_EQUILIBRE as ARTICLES
from cpomlib.calcul.volet import ACompleter, Equilibre, HypotheseRetour
from cpomlib.rapports.elements import tables_partagees
from cpomlib.rapports.volet_elements import A_COMPLETER, cellule, manque, textes
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques import courbes
from cpomlib.socle import Valeur, minuscule, write


def equilibre(trouve: Equilibre, annee: int) -> Groupe:
    """Say whether a plan de retour à l'équilibre is needed and when it would land."""
    return Groupe(
        (
            Titre(2, "Faut-il un plan de retour à l’équilibre\u00a0?", "retour-equilibre"),
            _verdict(trouve, annee),
            _need(trouve, annee),
            *_cases(trouve),
            textes(ARTICLES),
        )
    )


def _verdict(trouve: Equilibre, annee: int) -> Paragraphe:
    owed = trouve.deficit_cumule
    if isinstance(owed, ACompleter):
        return manque(owed, "Plan de retour à l’équilibre\u00a0: à compléter")
    if trouve.necessaire:
        return Paragraphe(
            f"{write(owed, 'euros')} de déficit restent sans couverture fin {annee}. Pour les "
            f"résorber en cinq ans, il faut {write(trouve.effort, 'euros')} d’excédent par an.",
            role="avertissement",
            titre="Un plan de retour à l’équilibre est à prévoir.",
        )
    losing = any(trouve.deficits)
    return Paragraphe(
        f"Le report à nouveau et la réserve de compensation couvrent encore les déficits {annee}."
        if losing
        else f"Aucun déficit ne reste sans couverture fin {annee}.",
        titre="Un plan de retour à l’équilibre n’est pas nécessaire.",
    )


def _need(trouve: Equilibre, annee: int) -> Tableau:
    tariffed, others = trouve.deficits
    rows: list[tuple[Valeur, ...]] = [
        (f"Résultat {year}, tous établissements", amount)
        for year, amount in trouve.historique.items()
    ]
    rows.append((f"Report à nouveau avant affectation du résultat {annee}", trouve.report))
    if trouve.excedent_propre:
        rows.append((f"Excédent {annee} de l’établissement", trouve.excedent_propre))
    rows.append((f"Déficits {annee} à couvrir, établissements tarifés", -tariffed))
    if others:
        rows.append((f"Déficits {annee} des activités non tarifées", -others))
    rows += [
        ("Réserve de compensation", trouve.compensation),
        ("Déficit sans couverture", cellule(trouve.deficit_cumule)),
    ]
    return Tableau(
        "D’où vient la conclusion", (Colonne("Poste"), Colonne("Montant", "euros")), tuple(rows),
        lignes_total=1,
        note="Convention\u00a0: les déficits à couvrir s’ajoutent au report à nouveau "
        "déficitaire\u00a0; le report excédentaire, puis la réserve de compensation, les "
        "couvrent (la réserve, pour les seuls établissements tarifés). L’excédent d’un "
        "établissement ne couvre pas le déficit d’un autre. Aucun texte "
        "ne fixe de seuil.",
        source=tables_partagees("budgets", "balances"),
    )  # fmt: skip


def _cases(trouve: Equilibre) -> tuple[Bloc, ...]:
    if not trouve.hypotheses:
        return ()
    rows = tuple((case.libelle, _landing(case)) for case in trouve.hypotheses)
    table = Tableau(
        "Quand l’équilibre est-il retrouvé\u00a0?",
        (Colonne("Hypothèse"), Colonne("Déficit résorbé en")),
        rows,
        note="Le résultat se répète\u00a0: ses déficits seuls, quand un établissement en a un. "
        "Les résultats prévus se donnent dans le plan financier des parties.",
    )
    return (table, *_path_chart(trouve))


def _landing(case: HypotheseRetour) -> str:
    if isinstance(case.retour, ACompleter):
        return f"{A_COMPLETER}\u00a0: {case.retour.quoi}"
    *_, last = case.retour.soldes
    return str(case.retour.annee) if case.retour.resorbe else f"pas d’ici {last}"


def _path_chart(trouve: Equilibre) -> tuple[Figure, ...]:
    rows = [
        (case.libelle, str(year), amount)
        for case in trouve.hypotheses
        if not isinstance(case.retour, ACompleter)
        for year, amount in case.retour.soldes.items()
    ]
    if not rows:
        return ()
    frame = pd.DataFrame(rows, columns=["hypothese", "annee", "valeur"])
    chart = courbes(
        frame.astype({"valeur": "float64"}), "annee", "valeur", serie="hypothese",
        format="euros_ronds", seuil=0.0,
    )  # fmt: skip
    said = "\u00a0; ".join(
        f"{minuscule(case.libelle)}, {_landing(case)}" for case in trouve.hypotheses
    )
    titre = f"Retour à l’équilibre\u00a0: {said}"
    columns = (Colonne("Hypothèse"), Colonne("Année"), Colonne("Solde", "euros"))
    return (
        Figure(titre, chart, "euros", tables_partagees("budgets", "balances"), f"{titre}.",
               Tableau(titre, columns, tuple(rows))),
    )  # fmt: skip
