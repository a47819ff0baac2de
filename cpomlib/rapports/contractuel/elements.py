"""What the documents of a contract share: the cover, words for a target, a day, an amount."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import compress
from typing import Any

from cpomlib.calcul.contrat import ECHEANCES, CibleSuivie, prochaine
from cpomlib.calcul.indicateurs import fiches_connues
from cpomlib.dossier import FORMATS, ContratVu, DossierContrat, form
from cpomlib.droit import nomenclature
from cpomlib.rapports.contractuel.ecriture_relue import MOIS
from cpomlib.rapports.contrat import etat_en_mots
from cpomlib.rapports.sortie import Indicateurs
from cpomlib.rendu.blocs import Colonne, Fait, Identite, Paragraphe, Tableau
from cpomlib.socle import Format, Mesure, Valeur, date_courte, euros_exacts, write

A_COMPLETER = "[à compléter]"
_COMPTES = {"menages": "ménages", "personnes": "personnes", "places": "places", "etp": "ETP"}
"""Unit of a free indicator that is counted → as it is written after the number."""
_JOUR = re.compile(rf"\b(\d{{1,2}}|1er) ({'|'.join(MOIS)})\b")
AUCUN_TARIF = "Aucun jugement n’entre dans un tarif."


def resume(dossier: DossierContrat) -> Indicateurs:
    """Carry what an index says of the document; its figures are the contract's own."""
    due = prochaine(dossier.delais, dossier.jour)
    name = ECHEANCES.lire().natures[due.delai.nature].libelle if due else ""
    told = {
        "etat": etat(dossier),
        "echeance": f"{name}, {date_courte(due.delai.le)}" if due else "",
        "le": due.delai.le.isoformat() if due else "",
    }
    return Indicateurs((), {"contrat": told})


def couverture(dossier: DossierContrat, nature: str, *, contrat: bool = False) -> Identite:
    """Return the head of a document: which contract, whose, from when to when.

    Args:
        dossier: the contract.
        nature: what the document is.
        contrat: it is the contract itself, of the year it begins, its parts numbered I, II, III.
    """
    one = dossier.contrat
    year = one.effet.year if contrat and one.effet else dossier.annee
    return Identite(
        raison_sociale=dossier.raison_sociale,
        perimetre=str(one.ligne["intitule"] or f"Contrat {one.id}"),
        annee=year,
        nature=f"{nature}, région inventée" if dossier.exemple else nature,
        faits=(
            Fait("Contrat", one.id),
            Fait("État", etat(dossier)),
            Fait("Effet", jour(one.effet)),
            Fait("Échéance", jour(dossier.fin)),
            Fait("Établissements", len(dossier.convenu.tenus), "nombre"),
            Fait("État des données", f"n°\u00a0{dossier.etat}"),
        ),
        depots=tuple(
            f"Dépôt n° {one.id} du {date_courte(one.horodatage)}, {one.auteur}, {one.fichier}"
            for one in dossier.depots
        ),
        courte=True,
        romaine=contrat,
    )


def articles(texte: str) -> str:
    """Keep the number of an article on the line of what it numbers, a day on that of its month."""
    kept = re.sub(r"\b(L\.|R\.|article|articles|annexe|n°) (?=[0-9IVX])", "\\1\u00a0", texte)
    return _JOUR.sub("\\1\u00a0\\2", kept)


def etat(dossier: DossierContrat) -> str:
    """Say where the contract stands on the day."""
    begun = dossier.contrat.effet
    return etat_en_mots(ContratVu(dossier.etat_du_contrat, begun, dossier.fin, None))


def jour(value: date | None) -> str:
    """Write a day; « à compléter » where nobody has given it."""
    return date_courte(value) if value else A_COMPLETER


def texte(value: Any) -> str:
    """Return a text; « à compléter » where nobody has written it."""
    return str(value) if value else A_COMPLETER


def montant(centimes: int | None, sinon: Valeur = None) -> Decimal | Valeur:
    """Return an amount in euros for a cell."""
    return sinon if centimes is None else euros_exacts(centimes)


def mots(liste: str, code: Any) -> str:
    """Return a code of a closed list in words, with a capital."""
    said = nomenclature(liste).libelles.get(str(code), str(code or ""))
    return f"{said[:1].upper()}{said[1:]}"


def axe(objectif: Mapping[str, Any]) -> str:
    """Return the axis of an objective in words, empty for none of the arrêté's."""
    known = str(objectif.get("axe") or "autre")
    return "" if known == "autre" else mots("axe_objectif", known)


def numero(identifiant: Any) -> str:
    """Return the number of an action as it is never cut at its hyphen."""
    return str(identifiant).replace("-", "\u2011")


def libelle(cible: CibleSuivie) -> str:
    """Return the name of the indicator of a target, free or of the catalogue."""
    known = fiches_connues().get(cible.indicateur)
    return known.libelle if known else cible.libelle or cible.indicateur


def forme(cible: CibleSuivie) -> tuple[Format, str]:
    """Return how the values of a target are written, and the unit after the number."""
    if cible.indicateur in fiches_connues():
        return form(cible.indicateur)
    shape, unit = FORMATS.get(cible.unite, ("nombre", cible.unite))
    return shape, unit or _COMPTES.get(cible.unite, "")


def mesure(cible: CibleSuivie, valeur: float | None) -> Mesure:
    """Return a value of a target for a cell; a count that is not whole keeps its decimal."""
    shape, unit = forme(cible)
    whole = valeur is None or float(valeur).is_integer()
    return Mesure(valeur, shape if whole or shape != "nombre" else "decimal", unit)


def ecart(cible: CibleSuivie, valeur: float | None) -> Valeur:
    """Return a difference between two values of a target: of two rates, it is in points."""
    if valeur is None:
        return ""
    return Mesure(valeur, "points") if forme(cible)[0] == "taux" else mesure(cible, valeur)


def ecrite(cible: CibleSuivie, valeur: float | None) -> str:
    """Write a value of a target in a sentence."""
    return write(mesure(cible, valeur))


def ou(dossier: DossierContrat, cible: CibleSuivie) -> str:
    """Say whose target it is, empty where it is of the whole contract."""
    return dossier.convenu.nom(cible.etablissement) if cible.etablissement else ""


def nommee(dossier: DossierContrat, cible: CibleSuivie) -> str:
    """Return the name of a target, with its establishment where it has one."""
    where = ou(dossier, cible)
    return f"{libelle(cible)} ({where})" if where else libelle(cible)


def garni(
    titre: str, colonnes: Sequence[Colonne], lignes: Sequence[tuple[Valeur, ...]], note: str = ""
) -> Tableau:
    """Return a table without the columns of which no line says anything."""
    kept = [any(row[rank] != "" for row in lignes) for rank in range(len(colonnes))]
    rows = tuple(tuple(compress(row, kept)) for row in lignes)
    return Tableau(titre, tuple(compress(colonnes, kept)), rows, note=note)


def objectif(dossier: DossierContrat, numero: Any) -> Mapping[str, Any]:
    """Return an objective by its number, an empty one where there is none."""
    return next((row for row in dossier.objectifs if row["id_objectif"] == numero), {})


def absent(titre: str, quoi: str, que_faire: str) -> Paragraphe:
    """Say that nothing is known yet of a part, and how to supply it."""
    return Paragraphe(quoi, role="manque", titre=titre, que_faire=que_faire)
