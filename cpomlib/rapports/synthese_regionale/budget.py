"""The budget of a région over the past years, and where its contracts lead."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cpomlib.calcul.budget import DUREE_MAXIMUM
from cpomlib.calcul.regional import REGION, AnneeTrajectoire, additionner
from cpomlib.calcul.volet import ACompleter, Donnees
from cpomlib.calcul.volet.volet import volet
from cpomlib.dossier import Territoire, plan_de
from cpomlib.droit import Lecteur
from cpomlib.rapports.elements import famille, sources
from cpomlib.rapports.territoire import tableau_annees
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import pluriel

_LIGNES = (
    "charges_groupe_1", "charges_groupe_2", "charges_groupe_3", "charges_brutes",
    "charges_non_reconductibles", "recettes_attenuation", "resultat", "taux_resultat",
    "base_budgetaire", "cout_place", "evolution_charges",
)  # fmt: skip


def budget(territoire: Territoire) -> Groupe:
    """Show three years of accounts, who finances, and the trajectories of the contracts."""
    return Groupe(
        (
            Titre(2, "Le budget et sa trajectoire", "budget"),
            tableau_annees(
                territoire, "Trois ans de comptes administratifs", _LIGNES,
                note="Somme des comptes administratifs déposés. La base budgétaire "
                "additionne le dernier budget exécutoire de chaque établissement ouvert dans "
                "l’année.",
            ),
            _financeurs(territoire),
            *_trajectoire(territoire),
        )
    )  # fmt: skip


def _financeurs(territoire: Territoire) -> Tableau:
    known = famille("part_financeur_", "financeur")
    shown = {
        name: label
        for name, label in known.items()
        if any(territoire.valeur(REGION, name, year) for year in territoire.annees)
    }
    columns = (
        Colonne("Financeur"),
        *territoire.colonnes("taux"),
    )
    rows = tuple(
        (label, *(territoire.cellule(REGION, name, y) for y in territoire.annees))
        for name, label in shown.items()
    )
    return Tableau("Qui finance\u00a0?", columns, rows, source=sources(list(known)))


def _trajectoire(territoire: Territoire) -> tuple[Bloc, ...]:
    years = range(territoire.annee + 1, territoire.annee + 1 + DUREE_MAXIMUM)
    lines = additionner(trajectoires(territoire), years)
    contracts, least = lines[0].contrats, territoire.regles.seuil_etablissements
    if not contracts:
        return (
            Paragraphe(
                "Aucun plan des parties n’est déposé pour un gestionnaire de la région\u00a0: la "
                "trajectoire pluriannuelle reste à compléter.",
                role="manque",
                titre="Vue pluriannuelle\u00a0:",
                que_faire="Chaque contrat a le sien, dans le plan financier de ses parties "
                "(rapport «\u00a0Volet financier\u00a0»).",
            ),
        )
    if territoire.publiable and contracts < least:
        said = (
            f"Moins de {least} contrats ont une trajectoire connue\u00a0: leur somme est masquée."
        )
        return (Paragraphe(said, role="note"),)
    return (_annees(territoire, lines),)


def _annees(territoire: Territoire, lines: tuple[AnneeTrajectoire, ...]) -> Tableau:
    total = len(territoire.gestionnaires)
    return Tableau(
        "Où mènent les contrats dont le plan est connu\u00a0?",
        (
            Colonne("Exercice", "annee"), Colonne("Dotation cumulée", "euros_ronds"),
            Colonne("Contrats comptés", "nombre"),
        ),
        tuple((line.annee, line.dotation, line.contrats) for line in lines),
        note=f"{pluriel(lines[0].contrats, 'contrat')} sur {pluriel(total, 'gestionnaire')}. Les "
        "autres ne sont pas estimés\u00a0: cette somme n’est pas la dotation de la région.",
        source="plans des parties\u00a0; CASF, art. R. 314-40",
    )  # fmt: skip


def trajectoires(territoire: Territoire) -> Iterator[dict[int, Decimal]]:
    """Yield the trajectory of each gestionnaire whose parties wrote a plan that gives one."""
    for one in territoire.gestionnaires:
        plan = plan_de(territoire.declarations, one)
        if not plan.fichier:
            continue
        own = territoire.structures[territoire.structures["id_gestionnaire"] == one]
        known = Donnees(territoire.frames, one, own, territoire.annee, territoire.conventions)
        found = volet(known, plan, Lecteur()).trajectoires
        first = next((t.annees for t in found if not isinstance(t.annees, ACompleter)), None)
        if first is not None:
            yield {line.annee: line.dotation for line in first}
