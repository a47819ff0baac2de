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


def liste(dossier: DossierContrat, *, dates: bool = True) -> Tableau:
    """List the actions: who, when, where each stands, its money.

    Args:
        dossier: the contract.
        dates: False beside a drawing that has them.
    """
    when = ("Début", "Fin") if dates else ()
    columns = (*map(Colonne, ("N°", "Action", "Pilote", *when, "État")), *_ARGENT)
    rows = [_line(dossier, one, dates) for one in dossier.actions]
    blank = ("",) * (len(columns) - len(_ARGENT) - 2)
    total = ("Ensemble", "Actions chiffrées", *blank, *argent(ensemble(dossier.actions)))
    return Tableau("Actions", columns, (*rows, total), note=CONVENTION, lignes_total=1)


def _line(dossier: DossierContrat, action: ActionChiffree, dates: bool) -> tuple[Valeur, ...]:
    row = action.ligne
    when = (jour(row["date_debut"]), jour(row["date_fin"])) if dates else ()
    return (
        numero(row["id_action"]), str(row["intitule"]), row["pilote"] or A_COMPLETER, *when,
        etat_action(dossier, row), *argent(action.total),
    )  # fmt: skip


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
