"""What is said of a FEC once read: totals, establishments, what was tolerated, the doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cpomlib.entree.comptes import TIERS, Budget, LigneBudget
from cpomlib.entree.fec.affectation import EXCLU
from cpomlib.entree.fec.bloc import Tolerances
from cpomlib.entree.fec.champs import remarques
from cpomlib.entree.fec.cloture import Cloture, Ouverture
from cpomlib.entree.fec.controle import Exercice
from cpomlib.entree.fec.cumul import Cumul
from cpomlib.entree.fec.nom import nom_fec
from cpomlib.socle import Faute, date_courte, dire_centimes, pluriel


@dataclass(frozen=True)
class BilanFec:
    """Everything there is to say of a FEC.

    Attributes:
        cumul: its sums.
        exercice: the days it covers.
        budget: the rows drawn from classes 6 and 7.
        clotures: closing entries taken out.
        ouverture: opening entries counted.
        suivi: what was tolerated.
        soldes: shared account → debit − credit, closing entries taken out.
    """

    cumul: Cumul
    exercice: Exercice
    budget: Budget
    clotures: tuple[Cloture, ...]
    ouverture: Ouverture
    suivi: Tolerances
    soldes: Mapping[str, int]


def messages(bilan: BilanFec) -> tuple[str, ...]:
    """Return the account of a reading, French sentences."""
    return (
        *bilan.suivi.dialectes,
        *_totals(bilan),
        *_establishments(bilan.budget.lignes),
        *_excluded(bilan.cumul),
        *_once(bilan.budget.lignes),
        *_opening(bilan.ouverture),
        *(_closing(closing) for closing in bilan.clotures),
        *_tolerated(bilan),
        TIERS,
    )


def _totals(bilan: BilanFec) -> list[str]:
    cumul = bilan.cumul
    debtor = sum(net for net in bilan.soldes.values() if net > 0)
    creditor = -sum(net for net in bilan.soldes.values() if net < 0)
    return [
        f"Écritures : débit {dire_centimes(cumul.debit)}, crédit {dire_centimes(cumul.credit)}, "
        f"écart {dire_centimes(cumul.debit - cumul.credit)}.",
        f"Balance : soldes débiteurs {dire_centimes(debtor)}, "
        f"soldes créditeurs {dire_centimes(creditor)}, "
        f"écart {dire_centimes(debtor - creditor)}.",
    ]


def _establishments(lines: Sequence[LigneBudget]) -> list[str]:
    sums: dict[str, list[int]] = {}
    for line in lines:
        pair = sums.setdefault(line.etablissement, [0, 0])
        pair[line.sens == "produit"] += line.montant
    return [
        f"{name} : charges {dire_centimes(charges)}, produits {dire_centimes(produits)}, "
        f"résultat {dire_centimes(produits - charges)}."
        for name, (charges, produits) in sorted(sums.items())
    ]


def _excluded(cumul: Cumul) -> list[str]:
    out = [(a, net) for (target, a), net in cumul.gestion.items() if target.etablissement == EXCLU]
    if not out:
        return []
    charges = sum(net for account, net in out if account[0] == "6")
    produits = -sum(net for account, net in out if account[0] == "7")
    return [
        f"Hors du CPOM selon la clé : charges {dire_centimes(charges)}, produits "
        f"{dire_centimes(produits)} ; ils restent dans la balance du gestionnaire."
    ]


def _once(lines: Sequence[LigneBudget]) -> list[str]:
    once = [line for line in lines if line.non_reconductible]
    if not once:
        return [
            "Aucune ligne n’est dite non reconductible : un FEC ne le sait pas ; une clé "
            "analytique peut le dire (colonne « non_reconductible »)."
        ]
    charges = sum(line.montant for line in once if line.sens == "charge")
    produits = sum(line.montant for line in once if line.sens == "produit")
    return [
        f"Non reconductible selon la clé : charges {dire_centimes(charges)}, produits "
        f"{dire_centimes(produits)}."
    ]


def _opening(ouverture: Ouverture) -> list[str]:
    if not ouverture.lignes:
        return []
    return [f"À-nouveaux : {pluriel(ouverture.lignes, 'ligne')}, dans les soldes de la balance."]


def _closing(closing: Cloture) -> str:
    journal, number = closing.cle
    return (
        f"Écriture de clôture des comptes 6 et 7 laissée de côté : journal « {journal} », n° "
        f"{number}, {pluriel(closing.lignes, 'ligne')}, résultat {dire_centimes(closing.resultat)}."
    )


def _tolerated(bilan: BilanFec) -> list[str]:
    told = []
    if bilan.suivi.recollees:
        lines = pluriel(bilan.suivi.recollees, "ligne recollée", "lignes recollées")
        told.append(f"{lines} : le séparateur était dans un libellé.")
    if bilan.suivi.completees:
        lines = pluriel(bilan.suivi.completees, "ligne complétée", "lignes complétées")
        told.append(f"{lines} : une ou deux cellules manquaient à la fin.")
    if bilan.cumul.point:
        told.append(
            "Des montants ont un point décimal : accepté ici, refusé par l’administration fiscale."
        )
    return told


def alertes(
    bilan: BilanFec, chemins: Sequence[Path], gestionnaire: str, annee: int, ecart: Faute | None
) -> tuple[Faute, ...]:
    """Return the doubts that are not about one line.

    Args:
        bilan: the reading.
        chemins: the files.
        gestionnaire: id asked for.
        annee: exercise asked for.
        ecart: the fault of debits and credits that differ, once accepted.
    """
    told = [] if ecart is None else [replace(ecart, que_faire="Lu tel quel, à votre demande.")]
    for path in chemins:
        told += _name(path.name, gestionnaire, annee)
    for fichier, feuille, entete in bilan.suivi.entetes:
        told += remarques(entete, fichier, feuille)
    told += _missing_opening(bilan, chemins[0].name) + _contrary(bilan, chemins[0].name)
    return tuple(told)


def _name(nom: str, gestionnaire: str, annee: int) -> list[Faute]:
    said = nom_fec(nom)
    told = []
    if said.siren and gestionnaire.isdecimal() and said.siren != gestionnaire:
        message = f"Le nom du fichier dit le SIREN {said.siren}, pas {gestionnaire}."
        told.append(Faute(nom, 0, "", "", message, "Vérifiez que c’est le bon fichier."))
    if said.cloture and said.cloture.year != annee:
        closed = date_courte(said.cloture)
        message = f"Le nom du fichier dit un exercice clos le {closed}, pas en {annee}."
        told.append(Faute(nom, 0, "", "", message, "Vérifiez que c’est le bon fichier."))
    elif said.cloture and (said.cloture.month, said.cloture.day) != (12, 31):
        message = (
            f"L’exercice se clôt le {date_courte(said.cloture)} : le diagnostic compare des années "
            "civiles."
        )
        told.append(Faute(nom, 0, "", "", message, "Le décalage sera à dire dans le diagnostic."))
    return told


def _missing_opening(bilan: BilanFec, fichier: str) -> list[Faute]:
    told = []
    sheet = any(net and account < "6" for account, net in bilan.soldes.items())
    if sheet and not bilan.ouverture.lignes:
        message = (
            "Aucun à-nouveau n’a été reconnu : les soldes des comptes 1 à 5 ne seraient que les "
            "mouvements de l’année."
        )
        advice = "Vérifiez que l’export contient le journal d’ouverture."
        told.append(Faute(fichier, 0, "JournalCode", "", message, advice))
    if bilan.ouverture.gestion:
        lines = pluriel(bilan.ouverture.gestion, "ligne")
        message = f"Les à-nouveaux ont {lines} sur des comptes de charges ou de produits."
        told.append(Faute(fichier, 0, "CompteNum", "", message, "Vérifiez ces écritures."))
    return told


def _contrary(bilan: BilanFec, fichier: str) -> list[Faute]:
    told = []
    for line in bilan.budget.contraires:
        side, usual = ("créditeur", "débit") if line.sens == "charge" else ("débiteur", "crédit")
        message = (
            f"Ce compte se solde à l’inverse de l’usage (solde {side}, un {usual} est attendu) : "
            f"{dire_centimes(line.montant)} en {line.sens}, pour {line.etablissement}."
        )
        told.append(Faute(fichier, 0, "CompteNum", line.compte, message))
    return told
