"""What a committee needs on the table: what is late, what was not reached, what is to decide."""

from __future__ import annotations

from cpomlib.calcul.contrat import ECHEANCES, Delai
from cpomlib.dossier import DossierContrat
from cpomlib.rapports.contractuel import chiffres, compte_rendu, suivis
from cpomlib.rapports.contractuel.calendriers import etat_action
from cpomlib.rapports.contractuel.controle import controle
from cpomlib.rapports.contractuel.elements import couverture, jour, numero
from cpomlib.rendu.blocs import Colonne, Encart, Encarts, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import date_courte, pluriel

_STATUTS = {"en_retard": "en retard", "proche": "dans les deux mois"}
_NOTER = 5
"""Lines left to write by hand."""


def entete(dossier: DossierContrat) -> Groupe:
    """Show which committee, and what it will look at."""
    late = [one for one in _dus(dossier) if one.statut(dossier.jour) == "en_retard"]
    open_ = compte_rendu.a_executer(dossier, dossier.jour)
    waiting = pluriel(len(open_), "décision ouverte", "décisions ouvertes")
    said = (
        f"{suivis.en_nombres(dossier, suivis.derniere_jugee(dossier))} "
        f"{pluriel(len(late), 'échéance')} en retard, {waiting}."
    )
    return Groupe((couverture(dossier, "Préparation du comité de suivi"), Paragraphe(said)))


def cibles(dossier: DossierContrat) -> Groupe:
    """Show the targets of the last year over, and ask of those not reached why and what next."""
    year = suivis.derniere_jugee(dossier)
    if not suivis.de_l_annee(dossier, year):
        return Groupe(())
    return Groupe((
        Titre(2, "Les cibles"),
        suivis.tableau(dossier, year),
        suivis.a_expliquer(dossier, year),
    ))  # fmt: skip


def actions(dossier: DossierContrat) -> Groupe:
    """Show the actions that are late, or without money."""
    rows = [
        one for one in dossier.actions
        if etat_action(dossier, one.ligne) == "en retard" or one.total.manque
    ]  # fmt: skip
    if not rows:
        return Groupe(())
    columns = tuple(map(Colonne, ("N°", "Action", "Pilote", "Fin", "État")))
    money = (Colonne("Coût", "euros_ronds"), Colonne("Manque", "euros_ronds"))
    lines = tuple(
        (numero(one.ligne["id_action"]), str(one.ligne["intitule"]),
         one.ligne["pilote"] or "à dire",
         jour(one.ligne["date_fin"]), etat_action(dossier, one.ligne),
         *(chiffres.argent(one.total)[rank] for rank in (0, 3)))
        for one in rows
    )  # fmt: skip
    table = Tableau("Actions en retard, ou dont le financement manque", (*columns, *money), lines)
    return Groupe((Titre(2, "Les actions"), table))


def echeances(dossier: DossierContrat) -> Groupe:
    """Show what is due: late, or within two months."""
    rows = tuple(
        (date_courte(one.le), _name(one), _STATUTS[one.statut(dossier.jour)],
         ECHEANCES.lire().natures[one.nature].silence, ECHEANCES.lire().natures[one.nature].article)
        for one in _dus(dossier)
    )  # fmt: skip
    if not rows:
        return Groupe(())
    columns = tuple(map(Colonne, ("Date", "Ce qui est dû", "Statut", "Ce que vaut le silence",
                                  "Texte")))  # fmt: skip
    return Groupe((Titre(2, "Les échéances"), Tableau("Ce qui est dû", columns, rows)))


def points(dossier: DossierContrat) -> Groupe:
    """Show what the rules find of the contract, but what has its own part above."""
    return Groupe(controle(dossier, ("action_depassee", "releve_depasse")))


def decisions(dossier: DossierContrat) -> Groupe:
    """Show what earlier meetings decided and is still open, and leave the place to decide."""
    shown = compte_rendu.a_rappeler(dossier, dossier.jour, "Décisions encore ouvertes").blocs
    box = Encart("Décisions, convergences, divergences, points à approfondir", lignes=_NOTER)
    return Groupe((*shown, Titre(2, "À décider en séance"), Encarts("", (box,))))


def _dus(dossier: DossierContrat) -> list[Delai]:
    """Return the deadlines that are late or near; an action and a decision have their own part."""
    return [
        one for one in dossier.delais
        if one.statut(dossier.jour) in _STATUTS and one.nature not in {"action", "releve"}
    ]  # fmt: skip


def _name(delai: Delai) -> str:
    name = ECHEANCES.lire().natures[delai.nature].libelle
    return f"{name} {delai.exercice}".rstrip()
