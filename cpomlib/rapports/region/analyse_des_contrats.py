"""The analysis of the contracts of a région (guide of 2012, § 5.4), point by point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cpomlib.calcul.contrat import Contrat, terme_actuel, toutes_les_cibles
from cpomlib.calcul.regional import REGION
from cpomlib.dossier import DossierRegion
from cpomlib.droit import nomenclature
from cpomlib.rapports import synthese_regionale
from cpomlib.rapports.region import bilan_regional
from cpomlib.rapports.region.elements import (
    ENJEUX,
    INTERNE,
    OPERATEUR,
    couverture,
    lieu,
    methode,
    montant,
    operateur,
)
from cpomlib.rapports.region.mots import couverture_en_mots
from cpomlib.rapports.territoire import besoins, offre, publics
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Valeur, pluriel

DES_CHRS = (
    "Les publics, l’offre, les coûts et les équipes sont ceux des seuls CHRS\u00a0: la synthèse "
    "régionale, qui compte tous les établissements, donne d’autres chiffres."
)
_EFFECTIFS = ("effectif", "etp_total", "etp_pour_100_places")


def entete(dossier: DossierRegion) -> Groupe:
    """Show which région, and where contracting stands."""
    return Groupe((
        *couverture(dossier, "Analyse des contrats", INTERNE, chiffres=True),
        Paragraphe(DES_CHRS, role="note", titre="Des chiffres des CHRS."),
        Paragraphe(couverture_en_mots(dossier)),
    ))  # fmt: skip


def etat(dossier: DossierRegion) -> Groupe:
    """Contracts signed, when, for how many operators and places, in which envelope."""
    columns = (
        Colonne("Gestionnaire"), Colonne("Contrat"), Colonne("Effet", "date"),
        Colonne("Échéance", "date"), Colonne("Places de CHRS", "nombre"),
        Colonne("Objectifs", "nombre"), Colonne("Actions", "nombre"),
        Colonne("Arrêté de programmation"),
    )  # fmt: skip
    codes = sorted(dossier.vivants, key=lambda code: (dossier.nom_du_contrat(code), code))
    rows = tuple(_contrat(dossier, code) for code in codes)
    shown: Bloc = (
        Tableau("Les contrats signés ou en préparation", columns, rows) if rows
        else Paragraphe("Aucun contrat n’est signé ni préparé.", role="manque")
    )  # fmt: skip
    return Groupe((Titre(2, "L’état de la contractualisation", "etat"), shown,
                   *_enveloppes(dossier)))  # fmt: skip


def _contrat(dossier: DossierRegion, code: str) -> tuple[Valeur, ...]:
    one = dossier.vivants[code]
    named = [row for row in one.de("objectifs") if row["niveau"] == "operationnel"]
    return (
        dossier.nom_du_contrat(code), code, one.effet, terme_actuel(one, dossier.jour),
        dossier.places_de_chrs(code),
        len(named), len(one.de("actions")), str(one.ligne["arrete_programmation"] or ""),
    )  # fmt: skip


def _enveloppes(dossier: DossierRegion) -> tuple[Bloc, ...]:
    known = {key: value for key, value in dossier.enveloppes.items()
             if key[2] in {dossier.annee, dossier.annee + 1}}  # fmt: skip
    if not known:
        return (Paragraphe("Aucune enveloppe n’est en base pour ces années.", role="manque"),)
    rows = tuple(
        (year, lieu(dossier, code), programme, montant(amount))
        for (code, programme, year), amount in sorted(known.items(), key=lambda e: (e[0][2], e[0]))
    )
    columns = (Colonne("Année", "annee"), Colonne("Département"), Colonne("Programme"),
               Colonne("Enveloppe", "euros_ronds"))  # fmt: skip
    return (Tableau("Les enveloppes", columns, rows, source="table «\u00a0Enveloppes\u00a0»"),)


def operateurs(dossier: DossierRegion) -> Groupe:
    """The operators, those at stake with their reasons and their contract."""
    rows = tuple(
        (
            *operateur(one), dossier.annee_programmee(one.id),
            ", ".join(s.regle.libelle for s in dossier.enjeux.signaux.get(one.id, ())),
        )
        for one in dossier.recenses
    )  # fmt: skip
    columns = (*OPERATEUR, Colonne("Signature programmée"), Colonne("Règles qui le relèvent"))
    return Groupe((
        Titre(2, "Les opérateurs, et ceux à enjeux", "operateurs"),
        Tableau("Les opérateurs de la région", columns, rows,
                note="Une règle qui relève un opérateur est une raison de regarder de près, pas un "
                f"jugement. {ENJEUX}"),
    ))  # fmt: skip


def orientations(dossier: DossierRegion) -> Groupe:
    """Objectives by axis, and the action sheets of the plans that they answer."""
    objectives = list(_lignes(dossier, "objectifs"))
    named = [row for _, row in objectives if row["niveau"] == "operationnel"]
    axes = Counter(str(row["axe"]) for row in named)
    plans = Counter(str(row["reference_plan"]) for row in named if row["reference_plan"])
    labels = nomenclature("axe_objectif")
    columns = (Colonne("Axe"), Colonne("Objectifs opérationnels", "nombre"))
    shown: list[Bloc] = [
        Titre(2, "Les orientations des contrats", "orientations"),
        Tableau("Objectifs par axe", columns,
                tuple((labels.libelle(code), axes.get(code, 0)) for code in labels.codes)),
    ]  # fmt: skip
    if plans:
        heads = (Colonne("Fiche du plan départemental"), Colonne("Objectifs", "nombre"))
        shown.append(Tableau("Ce à quoi ils répondent", heads, tuple(sorted(plans.items()))))
    else:
        todo = "Remplissez la colonne «\u00a0Fiche du plan\u00a0» des objectifs."
        none = "Aucun objectif ne cite une fiche du PDALHPD."
        shown.append(Paragraphe(none, role="manque", que_faire=todo))
    return Groupe(tuple(shown))


def territoire(dossier: DossierRegion) -> Groupe:
    """Publics, offer, needs: as the regional synthesis shows them, over the CHRS."""
    return Groupe((publics(dossier.territoire), offre(dossier.territoire),
                   besoins(dossier.territoire)))  # fmt: skip


def evolutions(dossier: DossierRegion) -> Groupe:
    """What the contracts plan to change, of the offer, then of its quality; with whom."""
    return Groupe((
        Titre(2, "Les évolutions prévues par les contrats", "evolutions"),
        *_axe(dossier, "adaptation_offre", "Évolutions de l’offre"),
        *_axe(dossier, "qualite", "Évolutions qualitatives"),
        *_partenariats(dossier),
        Paragraphe("Mutualisations\u00a0: aucune table ne les porte\u00a0; une action peut les "
                   "dire.", role="note"),
    ))  # fmt: skip


def _axe(dossier: DossierRegion, axe: str, titre: str) -> tuple[Bloc, ...]:
    """Show the objectives of an axis, those that several contracts word alike in one row."""
    held: dict[str, list[tuple[int, int]]] = {}
    for one in dossier.comptes.values():
        targets = Counter(target.objectif for target in toutes_les_cibles(one) if target.points)
        acts = Counter(str(row["id_objectif"]) for row in one.de("actions"))
        for row in one.de("objectifs"):
            if row["axe"] == axe and row["niveau"] == "operationnel":
                key = str(row["id_objectif"])
                held.setdefault(str(row["intitule"]), []).append((targets[key], acts[key]))
    if not held:
        return (Paragraphe(f"{titre}\u00a0: aucun objectif.", role="manque"),)
    columns = (Colonne("Objectif"), Colonne("Contrats", "nombre"),
               Colonne("qui ont une cible", "nombre"),
               Colonne("qui ont une action", "nombre"))  # fmt: skip
    rows = tuple(
        (name, len(counts), len([t for t, _ in counts if t]), len([a for _, a in counts if a]))
        for name, counts in sorted(held.items())
    )
    return (Tableau(titre, columns, rows),)


def _partenariats(dossier: DossierRegion) -> tuple[Bloc, ...]:
    held: dict[str, set[str]] = {}
    for one, row in _lignes(dossier, "actions"):
        if row["partenaires"]:
            held.setdefault(str(row["partenaires"]), set()).add(one.id)
    if not held:
        return (Paragraphe("Partenariats\u00a0: aucune action n’en nomme.", role="manque"),)
    columns = (Colonne("Partenaires des actions"), Colonne("Contrats", "nombre"))
    rows = tuple((name, len(codes)) for name, codes in sorted(held.items()))
    return (Tableau("Les partenariats mobilisés", columns, rows),)


def _lignes(dossier: DossierRegion, table: str) -> Iterator[tuple[Contrat, Mapping[str, Any]]]:
    for one in dossier.comptes.values():
        yield from ((one, row) for row in one.de(table))


def activites_et_couts(dossier: DossierRegion) -> Groupe:
    """Activity and costs, minimum, maximum, mean; the staff of the CHRS."""
    cells = tuple(
        (dossier.territoire.libelle(name), dossier.territoire.cellule(REGION, name))
        for name in _EFFECTIFS
    )
    columns = (Colonne("Effectifs des CHRS"), Colonne("Région", "nombre"))
    return Groupe((
        synthese_regionale.couts(dossier.territoire),
        Titre(2, "Les effectifs", "effectifs"),
        Tableau(f"Les équipes des CHRS en {dossier.territoire.exercice}", columns, cells),
    ))  # fmt: skip


def moyens(dossier: DossierRegion) -> Groupe:
    """The accounts of the year, and what the contracts plan ahead."""
    return Groupe((synthese_regionale.budget(dossier.territoire), bilan_regional.moyens(dossier)))


def fin(dossier: DossierRegion) -> Groupe:
    """Say which list it follows."""
    count = pluriel(len(dossier.comptes), "contrat")
    gone = sorted(code for code in dossier.vivants if code not in dossier.comptes)
    left = f" (remplacés par un suivant, non comptés\u00a0: {', '.join(gone)})" if gone else ""
    return methode(
        dossier,
        "Le plan suit la fiche d’analyse des contrats du guide de 2012 (5.4). Objectifs et actions "
        f"sont ceux de {count}, en préparation compris{left}.",
    )
