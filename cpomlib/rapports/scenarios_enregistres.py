"""The scenarios that the parties saved, projected again on the data of the report."""

from __future__ import annotations

from dataclasses import dataclass

from cpomlib.calcul.scenarios import LIBELLES_STATUT, Etat, Projection, Scenario, etat, projeter
from cpomlib.dossier import Dossier, inventaire_de
from cpomlib.rapports.elements import tables_partagees
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.documents import NON_PRECISE
from cpomlib.rendu.documents.hypotheses import hypotheses
from cpomlib.socle import CpomError, Valeur

ANCRE = "scenarios"
MONTRES = ("retenu", "propose")
"""Drafts stay between those who write them."""
NON_REPRIS = "Les scénarios enregistrés ne sont pas repris dans la version à diffuser."
INCONNU = "Il est peut-être proposé ou retenu."
AUCUN = "Aucun scénario proposé ou retenu n’est enregistré pour ce gestionnaire."


@dataclass(frozen=True, eq=False)
class Projete:
    """A saved scenario and what it gives, or why it gives nothing on this data."""

    scenario: Scenario
    base: Etat | None = None
    projection: Projection | None = None
    refus: str = ""


def scenarios(dossier: Dossier) -> Groupe:
    """Show the saved scenarios: who, when, what they give, and all their hypotheses."""
    title = Titre(2, "Les scénarios enregistrés", ANCRE)
    if dossier.publiable:
        return Groupe((title, Paragraphe(NON_REPRIS, role="note")))
    found, unread = projetes(dossier), _illisibles(dossier)
    if not found:
        return Groupe((title, *unread) if unread else (title, Paragraphe(AUCUN, role="note")))
    tables = tuple(
        hypotheses(one.scenario, one.base, f"Hypothèses de «\u00a0{one.scenario.titre}\u00a0»")
        for one in found
        if one.base is not None
    )
    return Groupe((title, tableau(dossier, found), *_refus(found), *unread, *tables))


def resume(dossier: Dossier) -> tuple[Bloc, ...]:
    """Show in one table what the saved scenarios give, nothing when there is none."""
    if dossier.publiable:
        return ()
    found, unread = projetes(dossier), _illisibles(dossier)
    return (tableau(dossier, found), *_refus(found), *unread) if found else unread


def _illisibles(dossier: Dossier) -> tuple[Paragraphe, ...]:
    """Say which saved scenarios could not be read: one of them may be the retained one."""
    return tuple(
        Paragraphe(
            f"{one.pourquoi} {INCONNU}",
            role="avertissement",
            titre=f"Le scénario enregistré «\u00a0{one.fichier}\u00a0» n’a pas pu être lu.",
        )
        for one in inventaire_de(dossier.declarations).illisibles
    )


def projetes(dossier: Dossier) -> tuple[Projete, ...]:
    """Read and project the retained scenarios, then the proposed ones, by title."""
    read = [one for _, one in inventaire_de(dossier.declarations).lus if one.statut in MONTRES]
    read.sort(key=lambda one: (MONTRES.index(one.statut), one.titre.casefold()))
    bases: dict[int, Etat] = {}
    return tuple(_projete(dossier, one, bases) for one in read)


def tableau(dossier: Dossier, trouves: tuple[Projete, ...]) -> Tableau:
    """Lay side by side what the scenarios give in their last year and over their years."""
    columns = (
        Colonne("Scénario"), Colonne("Statut"), Colonne("Auteur"), Colonne("Date", "date"),
        Colonne("Années"), Colonne("Résultat de la dernière année", "euros_ronds"),
        Colonne("Résultat cumulé", "euros_ronds"),
    )  # fmt: skip
    note = "Projetés sur les données de ce rapport, tous établissements du gestionnaire."
    if dossier.perimetre != "tous":
        note += " Le périmètre du rapport est plus étroit."
    return Tableau(
        "Scénarios proposés ou retenus",
        columns,
        tuple(map(_row, trouves)),
        note=note,
        source=tables_partagees("budgets", "places", "salaries", "balances"),
    )


def _projete(dossier: Dossier, scenario: Scenario, bases: dict[int, Etat]) -> Projete:
    try:
        year = scenario.annee_base
        if year not in bases:
            bases[year] = etat(dossier.frames, dossier.id, year)
        made = projeter(bases[year], scenario.hypotheses, scenario.horizon)
    except CpomError as error:
        return Projete(scenario, refus=str(error))
    return Projete(scenario, bases[year], made)


def _row(one: Projete) -> tuple[Valeur, ...]:
    held, made = one.scenario, one.projection
    last: list[Valeur] = [None, None]
    if made is not None:
        last = [float(made.total(poste)[-1]) for poste in ("resultat", "resultat_cumule")]
    years = f"{held.annee_base + 1} à {held.annee_base + held.horizon}"
    who = held.auteur or NON_PRECISE
    return (held.titre, LIBELLES_STATUT[held.statut], who, held.date, years, *last)


def _refus(trouves: tuple[Projete, ...]) -> tuple[Paragraphe, ...]:
    return tuple(
        Paragraphe(one.refus, role="avertissement",
                   titre=f"«\u00a0{one.scenario.titre}\u00a0» ne se projette pas sur ces données.")
        for one in trouves
        if one.refus
    )  # fmt: skip
