"""A multi-funder agreement: its approval, who funds what and the hole, its renewals, its steps."""

from __future__ import annotations

from cpomlib.calcul.contrat import CONDITIONS, Montants
from cpomlib.dossier import DossierContrat
from cpomlib.rapports.contractuel.elements import (
    absent,
    couverture,
    ecrite,
    jour,
    montant,
    mots,
    nommee,
)
from cpomlib.rapports.contractuel.suivi_ecrit import jugement, lue, notes, repere
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Valeur, date_courte, dire_centimes, pluriel

NATURE = "Convention d’objectifs et de moyens à plusieurs financeurs"

_RIEN = "La table «\u00a0Financements\u00a0» n’a aucune ligne pour ces établissements."
_DEPOSEZ = "Déposez la table «\u00a0Financements\u00a0» avec «\u00a0cpom importer tables\u00a0»."


def entete(dossier: DossierContrat) -> Groupe:
    """Show which agreement it is, and where the approval that it depends on stands."""
    contrat, state = dossier.contrat, dossier.condition
    first, last = contrat.ligne["agrement_debut"], contrat.ligne["agrement_fin"]
    held = state == "remplie"
    return Groupe((
        couverture(dossier, NATURE),
        Paragraphe(
            f"Agrément du {jour(first)} au {jour(last)}\u00a0: {CONDITIONS[state]}.",
            role="note" if held else "avertissement",
            titre="Condition suspensive.",
            que_faire="" if held else "Demandez le renouvellement à la caisse d’allocations "
            "familiales, ou convenez de la suite avec chaque financeur.",
        ),
        *_alertes(dossier),
        *_attentes(dossier),
    ))  # fmt: skip


def _attentes(dossier: DossierContrat) -> tuple[Bloc, ...]:
    """Say at once which year has begun without being renewed."""
    if dossier.condition != "remplie":
        return ()
    return tuple(
        Paragraphe(f"{one.pourquoi[:1].upper()}{one.pourquoi[1:]}.", role="vigilance",
                   titre=f"L’année {one.le.year} n’est pas reconduite.")
        for one in dossier.reconductions
        if one.le <= dossier.jour and not one.acquise
    )  # fmt: skip


def _alertes(dossier: DossierContrat) -> tuple[Bloc, ...]:
    return tuple(
        Paragraphe(
            f"N’accorde plus rien à partir de {year}\u00a0; son dernier accord était de "
            f"{_last(dossier, who, year)}.",
            role="vigilance", titre=f"Un financeur se retire\u00a0: {mots('financeur', who)}.",
        )
        for who, year in dossier.financements.retraits.items()
    )  # fmt: skip


def _last(dossier: DossierContrat, who: str, year: int) -> str:
    by_year = dossier.financements.montants[who]
    given = [by_year[one].accorde for one in sorted(by_year) if one < year and by_year[one].accorde]
    return dire_centimes(given[-1] or 0)


def financeurs(dossier: DossierContrat) -> Groupe:
    """Say who funds what, year by year: asked, granted, paid, and what is lacking."""
    titre = Titre(2, "Qui finance quoi", "financeurs")
    known = dossier.financements
    if not known.montants:
        return Groupe((titre, absent("Financements", _RIEN, _DEPOSEZ)))
    silent = ", ".join(map(str, known.muettes))
    said = f"Rien n’est déposé pour {silent}."
    unsaid = (absent("Années sans financement", said, _DEPOSEZ),) if silent else ()
    years = (_year(dossier, year) for year in known.annees)
    return Groupe((titre, *years, _holes(dossier), *unsaid))


def _year(dossier: DossierContrat, annee: int) -> Tableau:
    known = dossier.financements
    columns = (Colonne("Financeur"), Colonne("Demandé", "euros"), Colonne("Accordé", "euros"),
               Colonne("Versé", "euros"), Colonne("Manque", "euros"),
               Colonne("Reste à verser", "euros"))  # fmt: skip
    rows = [
        (mots("financeur", who), *_amounts(by_year[annee]))
        for who, by_year in known.montants.items()
        if annee in by_year
    ]
    rows.append(("Ensemble", *_amounts(known.total(annee))))
    note = "Manque\u00a0: demandé et non accordé\u00a0; celui de l’ensemble, une fois ôté ce que " \
        "d’autres accordent en plus. Une case vide\u00a0: ce n’est pas encore su."  # fmt: skip
    if silent := known.silencieux(annee):
        who = ", ".join(mots("financeur", one) for one in silent)
        note += f" Rien n’est déposé de\u00a0: {who}\u00a0; s’il se retire, écrivez 0 accordé."
    return Tableau(f"Financements de {annee}", columns, tuple(rows), note=note, lignes_total=1)


def _amounts(one: Montants) -> tuple[Valeur, ...]:
    return tuple(
        montant(cents, "") for cents in (one.demande, one.accorde, one.verse, one.trou, one.reste)
    )


def _holes(dossier: DossierContrat) -> Paragraphe:
    known = dossier.financements
    told = [(year, known.total(year).trou) for year in known.annees]
    lacking = [f"{dire_centimes(hole)} en {year}" for year, hole in told if hole]
    if not lacking:
        return Paragraphe("Ce qui a été demandé est accordé.", role="force", titre="Aucun manque.")
    return Paragraphe(f"Il manque {', '.join(lacking)}.", role="vigilance", titre="Le manque.")


def reconductions(dossier: DossierContrat) -> Groupe:
    """Say which years are renewed, and what the others wait for."""
    titre = Titre(2, "La reconduction de chaque année", "reconduction")
    rows = tuple(
        (str(one.le.year), one.le, "acquise" if one.acquise else "non acquise",
         one.depuis or "", one.pourquoi or "documents financiers reçus, silence des parties")
        for one in dossier.reconductions
    )  # fmt: skip
    if not rows:
        return Groupe((titre, Paragraphe("La convention ne se reconduit pas tacitement.")))
    columns = (Colonne("Année"), Colonne("Le", "date"), Colonne("Reconduction"),
               Colonne("Depuis le", "date"), Colonne("Pourquoi"))  # fmt: skip
    note = (
        "Une année se reconduit par le silence des parties une fois reçus ses documents "
        "financiers à jour, tant que l’agrément dure."
    )
    return Groupe((titre, Tableau("Les reconductions", columns, rows, note=note)))


def demarche(dossier: DossierContrat) -> Groupe:
    """Show the six steps with their decision, and the three bodies."""
    columns = (Colonne("Étape"), Colonne("Ce qui y est décidé"), Colonne("Tâches faites"),
               Colonne("Décidé le", "date"))  # fmt: skip
    steps = tuple(
        (f"{rank}. {one.declaree.titre}", one.declaree.decision,
         f"{one.faites} sur {one.taches}" if one.taches else "à écrire", one.decidee_le or "")
        for rank, one in enumerate(dossier.etapes, 1)
    )  # fmt: skip
    bodies = tuple(
        (one.declaree.titre, one.declaree.role, pluriel(one.rencontres, "rencontre"),
         one.derniere or "")
        for one in dossier.instances
    )  # fmt: skip
    heads = (Colonne("Instance"), Colonne("À quoi elle sert"), Colonne("Rencontres"),
             Colonne("Dernière", "date"))  # fmt: skip
    return Groupe((
        Titre(2, "Six étapes, six décisions", "etapes"),
        Tableau("Où en est la démarche", columns, steps),
        _evaluation(dossier),
        Titre(2, "Trois instances", "instances"),
        Tableau("Qui se réunit", heads, bodies),
    ))  # fmt: skip


def _evaluation(dossier: DossierContrat) -> Paragraphe:
    due = next((one for one in dossier.delais if one.nature == "evaluation_convention"), None)
    if due is None:
        return Paragraphe("L’évaluation se fait un an avant la fin.", role="note")
    if due.faite_le:
        return Paragraphe(f"Faite le {date_courte(due.faite_le)}.", titre="Évaluation.")
    late = due.le < dossier.jour
    return Paragraphe(
        f"Un an avant la fin\u00a0: le {date_courte(due.le)}. Aucune rencontre de bilan n’est "
        "écrite.",
        role="vigilance" if late else "note", titre="Évaluation.",
    )  # fmt: skip


def objectifs(dossier: DossierContrat) -> Groupe:
    """Show the objectives, their targets and how they are judged."""
    titre = Titre(2, "Ce qui est visé", "objectifs")
    columns = (Colonne("N°"), Colonne("Objectif"))
    rows = tuple((str(row["id_objectif"]), str(row["intitule"])) for row in dossier.objectifs)
    if not rows:
        return Groupe((titre, absent("Objectifs", "Aucun objectif n’est écrit.",
                                     "Remplissez la table «\u00a0Objectifs\u00a0».")))  # fmt: skip
    return Groupe((titre, Tableau("Objectifs", columns, rows), *_followed(dossier)))


def _followed(dossier: DossierContrat) -> tuple[Bloc, ...]:
    last = {one.cible.cle: one for one in dossier.suivi if one.mesure is not None}
    if not last:
        return ()
    columns = tuple(map(Colonne, ("Indicateur", "Année", "Attendu", "Mesuré", "Jugement")))
    rows = tuple(
        (repere(one, nommee(dossier, one.cible)), str(one.annee),
         ecrite(one.cible, one.attendu), lue(one), jugement(one))
        for one in last.values()
    )  # fmt: skip
    note = " ".join(notes([*last.values()]))
    return (Tableau("La dernière mesure de chaque cible", columns, rows, note=note),)
