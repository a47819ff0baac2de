"""What the documents on the contracts of a région share: the cover, an amount, the method."""

from __future__ import annotations

from decimal import Decimal

from cpomlib.calcul.programmation import Recense
from cpomlib.dossier import DossierRegion
from cpomlib.rapports.contrat import contrat_en_mots
from cpomlib.rapports.denombrement import qui_est_compte
from cpomlib.rapports.elements import departements_en_mots
from cpomlib.rapports.region.mots import couverture_en_mots
from cpomlib.rapports.sortie import Indicateurs
from cpomlib.rendu.blocs import Bloc, Colonne, Fait, Groupe, Identite, Paragraphe, Tableau, Titre
from cpomlib.socle import Valeur, date_courte, euros_exacts

INTERNE = "Document interne au service de l’État."
A_COMPLETER = "[à compléter]"
ENJEUX = (
    "Les règles des opérateurs à enjeux sont appliquées ici aux seuls CHRS\u00a0; la synthèse "
    "régionale, à tous les établissements\u00a0: elle peut en relever d’autres."
)
"""Said wherever operators at stake are told among the contracts."""


def resume(dossier: DossierRegion) -> Indicateurs:
    """Carry what an index says of the document: nothing that is not in its tables."""
    return Indicateurs((), {"contrat": {"etat": couverture_en_mots(dossier)}})


def couverture(
    dossier: DossierRegion, nature: str, dire: str = "", *, nommer: bool = True,
    chiffres: bool = False,
) -> tuple[Bloc, ...]:  # fmt: skip
    """Return the head of a document: which région, on what day, from which deposits.

    Args:
        dossier: the région.
        nature: what the document is called.
        dire: who may read it; empty for nothing.
        nommer: it names gestionnaires: it is not published.
        chiffres: it shows figures of the gestionnaires, or judges by them.
    """
    whole = dossier.couvertures[-1]
    cover = Identite(
        raison_sociale=f"Région {dossier.nom}",
        perimetre="Gestionnaires de CHRS et leurs contrats",
        annee=dossier.annee,
        nature=f"{nature}, région inventée" if dossier.exemple else nature,
        faits=(
            Fait("Regardée le", date_courte(dossier.jour)),
            Fait("Gestionnaires de CHRS", whole.gestionnaires, "nombre"),
            Fait("Gestionnaires sous contrat signé", whole.signes, "nombre"),
            Fait("CHRS", whole.chrs, "nombre"),
            Fait("Places autorisées", whole.places, "nombre"),
            Fait("État des données", f"n°\u00a0{dossier.etat}"),
        ),
        courte=True,
    )
    counted = qui_est_compte(dossier.denombrement, dossier.noms if nommer else {}, dossier.annee,
                             dossier.territoire if chiffres else None)  # fmt: skip
    return (cover, *([Paragraphe(dire, role="avertissement")] if dire else []), counted)


def montant(centimes: int | None) -> Decimal | None:
    """Return an amount in euros for a cell."""
    return None if centimes is None else euros_exacts(centimes)


def lieu(dossier: DossierRegion, code: str) -> str:
    """Return the name of a département, or of the whole."""
    return dossier.departements.get(code, code) if code else "Région"


def operateur(one: Recense) -> tuple[Valeur, ...]:
    """Return who it is and where its contract stands, for a table."""
    return (one.nom, departements_en_mots(one.departements), contrat_en_mots(one))


OPERATEUR = (Colonne("Gestionnaire"), Colonne("Départements"), Colonne("Contrat"))


def a_conclure(dossier: DossierRegion) -> tuple[Tableau, ...]:
    """List who has no contract that runs, and when it is to sign; nothing where all have one."""
    waiting = [one for one in dossier.recenses if not one.en_cours]
    rows = tuple((*operateur(one), dossier.annee_programmee(one.id)) for one in waiting)
    columns = (*OPERATEUR, Colonne("Signature programmée"))
    return (Tableau("Ce qui reste à conclure", columns, rows),) if rows else ()


def methode(dossier: DossierRegion, *textes: str) -> Groupe:
    """Say how it was made, from which state of the data."""
    deposits = [
        (f"n° {one.id}", one.horodatage.date(), one.auteur, one.fichier) for one in dossier.depots
    ]
    columns = (Colonne("Dépôt"), Colonne("Date", "date"), Colonne("Auteur"), Colonne("Fichier"))
    shown: list[Bloc] = [Titre(2, "Méthode", "methode"), *(Paragraphe(text) for text in textes)]
    if deposits:
        shown.append(Tableau("Les dépôts utilisés", columns, tuple(deposits)))
    return Groupe(tuple(shown))
