"""The yearly bilan of the contracts of a région: signed, reached, late, due, and the money."""

from __future__ import annotations

from collections.abc import Sequence

from cpomlib.calcul import peu, sur
from cpomlib.calcul.indicateurs import fiches
from cpomlib.calcul.programmation import (
    Atteinte,
    EcheancesTenues,
    atteintes,
    libres,
    retards_d_actions,
    tenues,
)
from cpomlib.dossier import DossierRegion, partie
from cpomlib.rapports.region import echeancier_regional
from cpomlib.rapports.region.elements import INTERNE, a_conclure, couverture, methode
from cpomlib.rapports.region.mots import couverture_en_mots, legal
from cpomlib.rapports.region.moyens_des_contrats import moyens
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques import barres_triees
from cpomlib.socle import Secret, Valeur, date_courte, minuscule, pluriel

DIFFUSABLE = (
    "Version à diffuser\u00a0: aucun gestionnaire n’est nommé\u00a0; un nombre derrière lequel il "
    "y a trop peu de gestionnaires est masqué (s.)."
)
_ETATS = {"en_vigueur": "En vigueur", "a_venir": "Signés, à venir", "preparation": "En préparation",
          "": "À conclure", "echu": "Échus", "resilie": "Résiliés"}  # fmt: skip
_ATTEINTES = {"atteint": "Atteinte", "en_partie": "Proche ou en partie",
              "non_atteint": "Non atteinte", "non_mesurable": "Non mesurable"}  # fmt: skip
_COTES = (
    "Une ligne n’est donnée que s’il y a au moins {seuil} gestionnaires de chaque côté, faite et "
    "en retard. Les fins d’actions sont plus haut."
)
_DATES = (
    "Des échéances, à leur date, et l’exercice pour lequel elles sont dues\u00a0; le dialogue de "
    "gestion compte des opérateurs, et les étapes d’un exercice, même d’une autre année. Contrats "
    "finis compris. La liste est dans l’échéancier régional."
)


__all__ = ["actions", "cibles", "contrats", "echeances", "entete", "fin", "moyens"]


def entete(dossier: DossierRegion, publiable: bool = False) -> Groupe:
    """Show which région and year, and where its contracts stand."""
    return Groupe((
        *couverture(dossier, f"Bilan régional {dossier.annee} des contrats",
                    DIFFUSABLE if publiable else INTERNE, nommer=not publiable),
        Paragraphe(couverture_en_mots(dossier)),
    ))  # fmt: skip


def contrats(dossier: DossierRegion, publiable: bool = False) -> Groupe:
    """Count the contracts by state; past the legal day is a neutral state."""
    whole = dossier.couvertures[-1]
    rows = tuple((name, whole.etats.get(code, 0)) for code, name in _ETATS.items())
    columns = (Colonne("État"), Colonne("Gestionnaires", "nombre"))
    shown: list[Bloc] = [
        Titre(2, "Où en sont les contrats", "contrats"),
        Tableau("Les gestionnaires de CHRS, par état de leur contrat", columns, rows,
                note=legal(dossier) if dossier.echeance_legale < dossier.jour else ""),
    ]  # fmt: skip
    return Groupe((*shown, *(() if publiable else a_conclure(dossier))))


def cibles(dossier: DossierRegion, publiable: bool = False) -> Groupe:
    """Say how many reach their targets, indicator by indicator."""
    owners = {code: one.gestionnaire for code, one in dossier.contrats.items()}
    found = atteintes(dossier.suivi, owners, dossier.annee)
    title = Titre(2, f"Les cibles de {dossier.annee}", "cibles")
    if not found:
        why = "Aucune cible de l’année n’est jugée\u00a0: année en cours, ou aucun contrat signé."
        return Groupe((title, Paragraphe(why, role="manque")))
    shown = _diffusables(dossier, found) if publiable else _internes(dossier, found)
    return Groupe((title, *shown))


def _internes(dossier: DossierRegion, found: Sequence[Atteinte]) -> tuple[Bloc, ...]:
    rows: tuple[tuple[Valeur, ...], ...] = tuple(
        (fiches()[one.indicateur].libelle, *(one.etats.get(state, 0) for state in _ATTEINTES))
        for one in found
    )
    columns = (Colonne("Indicateur"),
               *(Colonne(name, "nombre") for name in _ATTEINTES.values()))  # fmt: skip
    free = libres(dossier.suivi, dossier.annee)
    more = (
        f"S’y ajoutent {pluriel(free.jugees, 'cible')} sur des indicateurs propres à un contrat, "
        f"dont {pluriel(free.atteintes, 'atteinte')}."
        if free.jugees else ""
    )  # fmt: skip
    table = Tableau(
        "Combien de gestionnaires atteignent leurs cibles", columns, rows,
        note="Un gestionnaire qui a plusieurs cibles du même indicateur l’atteint s’il les atteint "
        f"toutes. Aucun jugement n’entre dans un tarif. {more}".rstrip(),
        source="suivi des contrats, avec les conventions de chacun",
    )  # fmt: skip
    return (*_figure(found), table)


def _figure(found: Sequence[Atteinte]) -> tuple[Figure, ...]:
    held = [one for one in found if one.suivis]
    if not held:
        return ()
    most = max(held, key=lambda one: one.parts["atteint"])
    said = f"{fiches()[most.indicateur].libelle}, {sur(most.atteints, most.suivis)}"
    alone = sum(one.parts["atteint"] == most.parts["atteint"] for one in held) == 1
    often = "La cible la plus souvent atteinte" if alone else "L’une des plus souvent atteintes"
    rows = [
        {
            "indicateur": fiches()[one.indicateur].libelle,
            "part": one.parts["atteint"],
            "dit": sur(one.atteints, one.suivis) if peu(one.suivis) else "",
        }
        for one in held
    ]
    columns = (Colonne("Indicateur"), Colonne("Atteignent leurs cibles", "taux"))
    table = tuple(
        (fiches()[one.indicateur].libelle, partie(one.atteints, one.suivis)) for one in held
    )
    return (
        Figure(
            titre=f"La cible la plus souvent atteinte\u00a0: {said[:1].lower()}{said[1:]}"
            if alone
            else "Les gestionnaires qui atteignent leurs cibles, par indicateur",
            graphique=barres_triees(rows, "indicateur", "part", trier=False),
            unite="Part des gestionnaires qui l’atteignent, parmi ceux dont elle est mesurée, en %",
            source="suivi des contrats",
            alternative=f"{often}\u00a0: {said}.",
            tableau=Tableau("Part des gestionnaires, par indicateur", columns, table),
        ),
    )


def _diffusables(dossier: DossierRegion, found: Sequence[Atteinte]) -> tuple[Bloc, ...]:
    least = dossier.regles.seuil_etablissements
    rows: list[tuple[Valeur, ...]] = []
    for one in found:
        why = one.taire(least)
        counts: tuple[Valeur, ...] = (
            (Secret(why), Secret(why)) if why else (one.atteints, one.suivis)
        )
        rows.append((fiches()[one.indicateur].libelle, *counts))
    columns = (Colonne("Indicateur"), Colonne("Atteignent leurs cibles", "nombre"),
               Colonne("Gestionnaires mesurés", "nombre"))  # fmt: skip
    note = (
        f"Une ligne n’est donnée que s’il y a au moins {least} gestionnaires de chaque côté\u00a0: "
        "sinon, avec les cibles que chaque contrat écrit, on saurait de quel côté est le chiffre "
        "d’un gestionnaire. Aucun jugement n’entre dans un tarif."
    )
    return (Tableau("Combien de gestionnaires atteignent leurs cibles", columns, tuple(rows),
                    note=note),)  # fmt: skip


def actions(dossier: DossierRegion, publiable: bool = False) -> Groupe:
    """List the actions past their end and still open."""
    title = Titre(2, "Les actions en retard", "actions")
    found = retards_d_actions(dossier.comptes.values(), dossier.jour)
    why = found.taire(dossier.regles.seuil_etablissements) if publiable else ""
    if why:
        return Groupe((title, Paragraphe(f"Masqué\u00a0: {minuscule(why)}", "note")))
    if not found.lignes:
        return Groupe((title, Paragraphe("Aucune action n’est en retard.", role="note")))
    who = pluriel(found.gestionnaires, "gestionnaire") + " (hors contrats finis ou remplacés)"
    said = Paragraphe(f"{pluriel(len(found.lignes), 'action')} en retard, chez {who}.")
    if publiable:
        return Groupe((title, said))
    rows = tuple(
        (dossier.nom_du_contrat(one.id), str(row["intitule"]), str(row["pilote"] or ""),
         row["date_fin"], row["avancement"])
        for one, row in found.lignes
    )  # fmt: skip
    columns = (Colonne("Gestionnaire"), Colonne("Action"), Colonne("Pilote"),
               Colonne("Fin prévue", "date"), Colonne("Avancement", "taux"))  # fmt: skip
    return Groupe((title, said, Tableau("Les actions en retard, la plus ancienne d’abord", columns,
                                        rows)))  # fmt: skip


def echeances(dossier: DossierRegion, publiable: bool = False) -> Groupe:
    """Count the deadlines of the year, kind by kind."""
    owners = {code: one.gestionnaire for code, one in dossier.contrats.items()}
    # late actions are told once, above: told twice, of a year and of all, they would be compared
    due = [one for one in echeancier_regional.de_l_annee(dossier)
           if not (publiable and one.nature == "action")]  # fmt: skip
    found = tenues(due, owners, dossier.jour)
    states = [one for one in echeancier_regional.STATUTS if any(each.qui(one) for each in found)]
    least = dossier.regles.seuil_etablissements if publiable else 0
    columns = (Colonne("Échéance"), *(Colonne(echeancier_regional.STATUTS[s].capitalize(), "nombre")
                                      for s in states))  # fmt: skip
    shown: Bloc = (
        Tableau(f"Les échéances de {dossier.annee} au {date_courte(dossier.jour)}", columns,
                tuple(_echeance(one, states, least) for one in found),
                note=_COTES.format(seuil=least) if publiable else _DATES)
        if found else Paragraphe("Aucune échéance cette année.", role="note")
    )  # fmt: skip
    return Groupe((Titre(2, "Les échéances de l’année", "echeances"), shown))


def _echeance(one: EcheancesTenues, states: Sequence[str], least: int) -> tuple[Valeur, ...]:
    why = one.taire(least)
    name = echeancier_regional.libelle(one.nature)
    return (
        f"{name}, {one.exercice}" if one.exercice else name,
        *(Secret(why) if why else one.etats.get(state, 0) for state in states),
    )


def fin(dossier: DossierRegion, publiable: bool = False) -> Groupe:
    """Say what the bilan is for, and what it leaves out."""
    said = (
        "Le bilan régional est fait au moins une fois par an, pour mettre à jour la programmation "
        "(guide de 2020, étape 5).",
        "Cibles, jugements et tolérances\u00a0: ceux de chaque contrat, sur ses établissements.",
    )
    if publiable:
        return Groupe((Titre(2, "Méthode", "methode"), *(Paragraphe(text) for text in said)))
    return methode(dossier, *said)
