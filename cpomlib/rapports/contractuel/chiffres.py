"""The money of the actions: what they cost, who pays, what is missing."""

from __future__ import annotations

from cpomlib.calcul.contrat import ActionChiffree, AnneeAction, ensemble
from cpomlib.dossier import DossierContrat
from cpomlib.rapports.contractuel.calendriers import etat_action
from cpomlib.rapports.contractuel.elements import A_COMPLETER, jour, montant, mots, numero
from cpomlib.rendu.blocs import Colonne, Tableau
from cpomlib.socle import Valeur

CONVENTION = (
    "Le coût annuel compte pour chaque année civile commencée, le coût de mise en place pour la "
    "première. Obtenu\u00a0: accordé ou versé. Ce qui n’est que demandé manque encore."
)
_ARGENT = (Colonne("Coût", "euros_ronds"), Colonne("Obtenu", "euros_ronds"),
           Colonne("Demandé", "euros_ronds"), Colonne("Manque", "euros_ronds"))  # fmt: skip


def liste(dossier: DossierContrat) -> Tableau:
    """List the actions: who, when, where each stands, its money."""
    columns = (*map(Colonne, ("N°", "Action", "Pilote", "Début", "Fin", "État")), *_ARGENT)
    rows = [
        (numero(one.ligne["id_action"]), str(one.ligne["intitule"]),
         one.ligne["pilote"] or A_COMPLETER, jour(one.ligne["date_debut"]),
         jour(one.ligne["date_fin"]), etat_action(dossier, one.ligne), *argent(one.total))
        for one in dossier.actions
    ]  # fmt: skip
    total = ("Ensemble", "Actions chiffrées", "", "", "", "",
             *argent(ensemble(dossier.actions)))  # fmt: skip
    return Tableau("Actions", columns, (*rows, total), note=CONVENTION, lignes_total=1)


def argent(annee: AnneeAction) -> tuple[Valeur, ...]:
    """Return the four amounts of a year of an action, or of all of them."""
    return (
        montant(annee.cout, A_COMPLETER),
        montant(annee.obtenu),
        montant(annee.demande),
        montant(annee.manque, ""),
    )


def par_annee(action: ActionChiffree) -> Tableau:
    """Show the cost of an action against its funding, year after year."""
    columns = (Colonne("Année"), *_ARGENT)
    rows = tuple((str(one.annee), *argent(one)) for one in action.annees)
    whole = ("Ensemble", *argent(action.total))
    return Tableau("Coût et financement", columns, (*rows, whole), lignes_total=1)


def financeurs(action: ActionChiffree) -> Tableau:
    """List who is asked, who grants, who pays."""
    columns = (Colonne("Financeur"), Colonne("Année"), Colonne("Montant", "euros_ronds"),
               Colonne("État"))  # fmt: skip
    rows = tuple(
        (mots("financeur", row["financeur"]), str(row["annee"]), montant(row["montant"]),
         mots("etat_financement", row["etat"]).lower())
        for row in action.financements
    )  # fmt: skip
    return Tableau("Financeurs", columns, rows)
