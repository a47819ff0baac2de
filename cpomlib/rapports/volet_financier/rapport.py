"""The report on the volet financier of a dossier: what its notebook calls, part by part."""

from __future__ import annotations

from cpomlib.calcul.volet import ACompleter, Donnees, Volet
from cpomlib.calcul.volet.volet import volet
from cpomlib.dossier import Dossier
from cpomlib.rapports import scenarios_enregistres
from cpomlib.rapports.publiable import avertissement
from cpomlib.rapports.volet_elements import cellule, completer, surcharges, valeurs_lues
from cpomlib.rapports.volet_financier import base_budgetaire as volet_base
from cpomlib.rapports.volet_financier import couts_gham as volet_couts
from cpomlib.rapports.volet_financier import resultat as volet_resultat
from cpomlib.rapports.volet_financier import retour_equilibre as volet_equilibre
from cpomlib.rapports.volet_financier import trajectoires as volet_trajectoire
from cpomlib.rendu.blocs import Colonne, Fait, Groupe, Identite, Paragraphe, Tableau, Titre
from cpomlib.socle import Valeur, date_courte, pluriel, write

SUR_BALANCE = ("bfr", "reserve_tresorerie", "reserve_compensation")
"""Indicators that the volet financier reads in the balances."""
SUR_COMPTES = ("charges_brutes", "resultat", "base_budgetaire", "cout_place")
"""Those it reads in the budgets."""
_DOUTEUX = (
    (SUR_COMPTES, "Le résultat, la base budgétaire et le coût à la place"),
    (SUR_BALANCE, "Les réserves et le besoin en fonds de roulement"),
)
_NATURE = "Volet financier du contrat"
_NATURE_EXEMPLE = "Volet financier du contrat, région inventée"


def calculer(dossier: Dossier) -> Volet:
    """Apply the budget rules to a dossier, with its plan in the service's folder if it has one.

    Raises:
        ParametreError: the plan is badly written.
    """
    return volet(donnees(dossier), dossier.plan, dossier.lecteur)


def donnees(dossier: Dossier) -> Donnees:
    """Return what the rules are applied to."""
    return Donnees(
        dossier.frames, dossier.id, dossier.structures, dossier.annee, dossier.conventions
    )


def identite(dossier: Dossier, trouve: Volet) -> Groupe:
    """Show who the volet is about, the years of the contract, and the deposits it is made from."""
    cover = Identite(
        raison_sociale=dossier.raison_sociale,
        perimetre="Établissements et services du périmètre",
        annee=dossier.annee,
        nature=_NATURE_EXEMPLE if dossier.exemple else _NATURE,
        faits=(
            Fait("Identifiant", dossier.id),
            Fait("Établissements et services", dossier.services, "nombre"),
            Fait(
                "Dernier exercice clos"
                if dossier.conventions.jour is None
                else "Exercice en cours",
                trouve.annee,
                "annee",
            ),
            Fait("Première année projetée", trouve.premiere_annee, "annee"),
            Fait("Plan des parties", trouve.plan or "aucun"),
            Fait("État des données", f"n° {dossier.etat}"),
        ),
        depots=tuple(
            f"Dépôt n° {d.id} du {date_courte(d.horodatage)}, {d.auteur}, {d.fichier}"
            for d in dossier.depots
        ),
    )
    return Groupe(
        (
            cover,
            *avertissement(dossier),
            *doutes(dossier),
            *surcharges(trouve.lectures),
            resume(trouve),
        )
    )


def doutes(dossier: Dossier) -> tuple[Paragraphe, ...]:
    """Say which anomalies make doubtful the budgets and the balances that all is read in."""
    return tuple(
        Paragraphe(" ".join(said), role="avertissement",
                   titre=f"{what} {dossier.annee} sont douteux.")
        for names, what in _DOUTEUX
        if (said := [one.message for one, _ in dossier.doutes(names)])
    )  # fmt: skip


def base(trouve: Volet) -> Groupe:
    """Show the base budgétaire line by line."""
    return volet_base.base(trouve.bases, trouve.total_base, trouve.annee)


def couts(trouve: Volet) -> Groupe:
    """Show the cost per place by GHAM and the convergence."""
    return volet_couts.couts(trouve.couts, trouve.convergences, trouve.annee)


def affectation(trouve: Volet) -> Groupe:
    """Show the result and how the rules allow it to be affected."""
    return volet_resultat.affectation(trouve.affectation, trouve.annee)


def reserves(trouve: Volet) -> Groupe:
    """Show the reserves, the BFR and the eligibility to a reprise."""
    return volet_resultat.reserves(trouve.reprise)


def siege(trouve: Volet) -> Groupe:
    """Show the frais de siège."""
    return volet_trajectoire.siege(trouve.siege)


def trajectoire(trouve: Volet) -> Groupe:
    """Show the five years under each modalité."""
    return volet_trajectoire.trajectoire(
        trouve.trajectoires, trouve.total_base, trouve.premiere_annee, trouve.surcouts
    )


def investissement(trouve: Volet) -> Groupe:
    """Show the plan of investment and its surcoûts."""
    return volet_trajectoire.investissement(trouve.surcouts, trouve.premiere_annee)


def equilibre(trouve: Volet) -> Groupe:
    """Show whether a plan de retour à l'équilibre is needed."""
    return volet_equilibre.equilibre(trouve.equilibre, trouve.annee)


def scenarios(dossier: Dossier) -> Groupe:
    """Show the scenarios that the parties proposed or retained."""
    return scenarios_enregistres.scenarios(dossier)


def parametres(trouve: Volet) -> Groupe:
    """List every parameter used, its reference, and what remains to be completed."""
    return Groupe(
        (
            Titre(2, "Les textes et les paramètres", "parametres"),
            *completer(trouve.manques),
            valeurs_lues(trouve.lectures),
        )
    )


def resume(found: Volet) -> Tableau:
    """Return what a reader must know first, one point per line."""
    known = sum(not isinstance(t.annees, ACompleter) for t in found.trajectoires)
    siege = found.siege.total if not isinstance(found.siege.parts, ACompleter) else "aucun"
    rows: tuple[tuple[Valeur, ...], ...] = (
        ("Base budgétaire des établissements tarifés", cellule(found.total_base)),
        (f"Excédents {found.annee} à affecter", found.affectation.excedent),
        (f"Déficits {found.annee} à couvrir", found.affectation.deficit),
        *_reprise(found),
        (f"Frais de siège {found.annee}", siege),
        ("Déficit sans couverture", cellule(found.equilibre.deficit_cumule)),
        ("Plan de retour à l’équilibre", _needed(found)),
        ("Modalités de R. 314-40 calculables", f"{write(known, 'nombre')} sur 4"),
        ("Plan des parties", found.plan or "aucun"),
    )
    left = len(found.manques)
    note = f"{pluriel(left, 'valeur')} à compléter." if left else ""
    return Tableau("L’essentiel", (Colonne("Point"), Colonne("Valeur", "euros")), rows, note=note)


def _reprise(found: Volet) -> tuple[tuple[Valeur, ...], ...]:
    """Give the most that may be taken back, never without the cash where it is negative."""
    taken = cellule(found.reprise.maximum)
    if not found.reprise.alerte:
        return (("Reprise possible de la réserve de trésorerie", taken),)
    last = found.reprise.annees[-1]
    return (
        (f"Trésorerie, négative, fin {last.annee}", last.tresorerie),
        ("Reprise de la réserve ouverte par les textes, sans trésorerie pour la faire", taken),
    )


def _needed(found: Volet) -> str:
    if isinstance(found.equilibre.deficit_cumule, ACompleter):
        return "à compléter"
    return "à prévoir" if found.equilibre.necessaire else "pas nécessaire"
