"""The balance of a contract, of a year or of the whole: reached, why not, what next, how."""

from __future__ import annotations

from cpomlib.calcul.contrat import convenues, membres, tendance, valeur_convenue
from cpomlib.dossier import DossierContrat
from cpomlib.droit import seuil
from cpomlib.rapports.contractuel import calendriers, chiffres, suivis
from cpomlib.rapports.contractuel.elements import (
    absent,
    couverture,
    ecrite,
    garni,
    montant,
    mots,
    nommee,
)
from cpomlib.rapports.contractuel.suivi_ecrit import FRAGILE
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Titre
from cpomlib.socle import pluriel, write


def final(dossier: DossierContrat) -> bool:
    """Tell whether the balance is that of the last year: then it is that of the contract."""
    return dossier.fin is not None and dossier.annee >= dossier.fin.year


def entete(dossier: DossierContrat) -> Groupe:
    """Show which balance it is, and count what was reached."""
    nature = "Bilan final" if final(dossier) else "Bilan annuel"
    said = suivis.en_nombres(dossier, suivis.derniere_jugee(dossier))
    return Groupe((couverture(dossier, nature), Paragraphe(said)))


def objectifs(dossier: DossierContrat) -> Groupe:
    """Show where each objective and each target stand."""
    year = suivis.derniere_jugee(dossier)
    if not suivis.de_l_annee(dossier, year):
        todo = "Les cibles sont dans les tables «\u00a0Objectifs\u00a0» et «\u00a0Cibles\u00a0»."
        told = f"Aucune cible n’est à juger en {year}."
        return Groupe((Titre(2, "Ce qui est atteint"), absent("Cibles", told, todo)))
    return Groupe((
        Titre(2, "Ce qui est atteint"),
        suivis.objectifs(dossier, year),
        suivis.tableau(dossier, year),
    ))  # fmt: skip


def ecarts(dossier: DossierContrat) -> Groupe:
    """Ask why what was not reached was not, and what comes next."""
    table = suivis.a_expliquer(dossier, suivis.derniere_jugee(dossier))
    if not table.lignes:
        return Groupe(())
    return Groupe((Titre(2, "Pourquoi pas, et quelle suite"), table))


def chemin(dossier: DossierContrat) -> Groupe:
    """Show the way done since the beginning and where it leads; drawn for a final balance."""
    last = suivis.derniere_jugee(dossier)
    lines = suivis.de_l_annee(dossier, last)
    if not lines:
        return Groupe(())
    rows = []
    for one in lines:
        slope = tendance(dossier.contrat, one.cible, dossier.mesures, dossier.jour)
        rows.append(
            (one.cible.objectif, nommee(dossier, one.cible), ecrite(one.cible, one.reference),
             suivis.lue(one),
             write(one.avancement, "taux") if suivis.chemin_dit(one) else "",
             suivis.tendance_en_mots(slope),
             "" if one.constante is None else ecrite(one.cible, one.constante))
        )  # fmt: skip
    columns = tuple(map(Colonne, ("N°", "Indicateur", "Départ", f"{last}", "Chemin fait",
                                  "Où l’on va", "À périmètre constant")))  # fmt: skip
    note = "Où l’on va\u00a0: simple prolongement des dernières mesures, pas une prévision."
    table = garni("Chemin fait depuis le départ", columns, rows, note)
    drawn: list[Bloc] = suivis.dessins(dossier) if final(dossier) else []
    return Groupe((Titre(2, "Le chemin fait"), table, *drawn))


def actions(dossier: DossierContrat) -> Groupe:
    """Show where the actions stand and what they cost."""
    if not dossier.actions:
        return Groupe(())
    return Groupe((
        Titre(2, "Les actions"),
        chiffres.liste(dossier),
        *calendriers.figure_actions(dossier),
    ))  # fmt: skip


def moyens(dossier: DossierContrat) -> Groupe:
    """Show the means planned and notified in the year."""
    rows = dossier.convenu.moyens(dossier.annee)
    if not rows:
        return Groupe(())
    columns = (Colonne("Établissement"), Colonne("Régime"), Colonne("Prévu", "euros"),
               Colonne("Notifié", "euros"), Colonne("Non reconductible", "euros"),
               Colonne("Acte"))  # fmt: skip
    lines = tuple(
        (dossier.convenu.nom(row["id_etablissement"]), mots("regime_moyens", row["regime"]),
         montant(row["montant_prevu"]), montant(row["montant_notifie"]),
         montant(row["non_reconductible"], ""), row["acte"] or "")
        for row in rows
    )  # fmt: skip
    return Groupe((Titre(2, "Les moyens"), garni(f"Moyens de {dossier.annee}", columns, lines)))


def methode(dossier: DossierContrat) -> Groupe:
    """Say how the balance was made: perimeter, conventions, what a judgement is."""
    held = membres(dossier.contrat, dossier.annee)
    agreed = [
        f"{seuil(str(row['cle'])).libelle}\u00a0: "
        f"{valeur_convenue(str(row['cle']), float(row['valeur']))}"
        for row in convenues(dossier.contrat, dossier.annee)
    ]
    said = [
        f"Périmètre\u00a0: {pluriel(len(held), 'établissement')} au contrat en {dossier.annee}.",
        *(["Conventions du contrat. " + "\u00a0; ".join(agreed) + "."] if agreed else []),
        "Attendu\u00a0: la cible de l’année\u00a0; entre deux cibles, un repère interpolé, non "
        "contractuel. Atteinte\u00a0: l’attendu est tenu\u00a0; proche\u00a0: dans la tolérance. "
        + f"{FRAGILE} {suivis.AUCUN_TARIF}",
    ]
    return Groupe((Titre(2, "Méthode"), *map(Paragraphe, said)))
