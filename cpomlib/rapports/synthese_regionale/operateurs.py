"""Contracts, operators, places and enveloppe: what the région contracts with, and how much."""

from __future__ import annotations

from cpomlib.calcul import part
from cpomlib.calcul.regional import (
    REGION,
    Dotation,
    contractualisation,
    derniere_connue,
    dotations,
    gestionnaire,
)
from cpomlib.dossier import Territoire
from cpomlib.droit import STATUTS
from cpomlib.rapports.elements import departements_en_mots
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Lien, Mesure, Valeur, date_courte
from cpomlib.tables import CATEGORIE_CHRS

_COLUMNS = ("places_financees", "charges_brutes", "cout_place", "taux_occupation", "taux_resultat")
_HEADS = (
    "Places financées",
    "Charges brutes",
    "Coût à la place",
    "Occupation",
    "Résultat rapporté aux produits",
)
A_COMPLETER = "à compléter"


def contrats(territoire: Territoire) -> Groupe:
    """Show how many contracts are due, the operators, and the enveloppe."""
    return Groupe(
        (
            Titre(2, "Contrats, opérateurs et enveloppe", "contrats"),
            _couverture(territoire),
            _enveloppe(territoire),
            *_liste(territoire),
        )
    )


def _couverture(territoire: Territoire) -> Tableau:
    """Count who must have a contract, and who has one in force on the day."""
    concerned = territoire.services[territoire.services["categorie"] == CATEGORIE_CHRS]
    held = set(concerned["id_gestionnaire"])
    found = contractualisation(territoire.contrats, held, territoire.jour)
    until = f"au {date_courte(territoire.jour)}"
    rows: tuple[tuple[Valeur, ...], ...] = (
        ("Gestionnaires de la région", len(territoire.gestionnaires)),
        ("Gestionnaires de CHRS, tenus à un contrat", len(held)),
        (f"dont couverts par un contrat en vigueur {until}", found.couverts),
        ("CHRS", len(concerned)),
        ("Places financées", territoire.cellule(REGION, "places_financees")),
        (f"Contrats en vigueur {until}", found.en_vigueur),
        (f"Contrats en préparation {until}", found.prepares),
        ("Prise d’effet du dernier contrat", date_courte(found.effet) if found.effet else "–"),
    )
    return Tableau(
        "Où en est la contractualisation\u00a0?",
        (Colonne("Point"), Colonne("Région", "nombre")),
        rows,
        note="Contrat obligatoire pour tout gestionnaire de CHRS (CASF, art. L. 313-11-2\u00a0; "
        "arrêté du 25 octobre 2019). Ne sont comptés que les contrats déposés dans la base.",
    )


def _enveloppe(territoire: Territoire) -> Tableau:
    years = list(territoire.annees)
    lines = list(dotations(territoire.region, years))
    last = derniere_connue(territoire.region, years[0] - 1)
    if all(line.montant is None for line in lines) and last:
        lines.insert(0, last)
    columns = (
        Colonne("Exercice"),
        Colonne("Dotation de la région", "euros_ronds"),
        Colonne("Total national", "euros_ronds"),
        Colonne("Part de la région", "taux"),
        Colonne("Texte"),
        Colonne("État"),
    )
    return Tableau(
        "L’enveloppe\u00a0: dotation régionale limitative des CHRS",
        columns,
        tuple(_dotation(line) for line in lines),
        note="«\u00a0À compléter\u00a0»\u00a0: le texte existe, sa répartition par région n’a pas "
        "été lue\u00a0; elle s’ajoute aux valeurs de référence du service.",
        source="CASF, art. L. 314-4\u00a0; arrêtés fixant les dotations régionales limitatives",
    )


def _dotation(line: Dotation) -> tuple[Valeur, ...]:
    share = part(line.montant or None, line.nationale)
    return (
        str(line.exercice),
        line.montant if line.montant is not None else A_COMPLETER,
        line.nationale if line.nationale is not None else A_COMPLETER,
        float(share) if share is not None else A_COMPLETER,
        line.source,
        STATUTS[line.statut],
    )


def _liste(territoire: Territoire) -> tuple[Bloc, ...]:
    if territoire.publiable:
        return (
            Paragraphe(
                "La liste nominative des opérateurs n’est que dans la version interne.",
                role="note",
            ),
        )
    columns = (
        Colonne("Opérateur"),
        Colonne("Départements"),
        Colonne("Établissements et services", "nombre"),
        *(Colonne(head, "nombre") for head in _HEADS),
    )
    rows = tuple(
        _operateur(territoire, one, name) for one, name in territoire.gestionnaires.items()
    )
    return (
        Tableau(
            "Les opérateurs de la région",
            columns,
            (*rows, _total(territoire)),
            note="Le nom mène au diagnostic du gestionnaire, s’il a été produit dans le même "
            "dossier.",
            lignes_total=1,
        ),
    )


def _operateur(territoire: Territoire, one: str, name: str) -> tuple[Valeur, ...]:
    served = territoire.services[territoire.services["id_gestionnaire"] == one]
    unit = gestionnaire(one)
    return (
        lien_diagnostic(one, name),
        departements_en_mots(served["departement"].astype("str")),
        len(served),
        *(territoire.cellule(unit, i) for i in _COLUMNS),
    )


def _total(territoire: Territoire) -> tuple[Valeur, ...]:
    served = territoire.services
    count = Mesure(served["departement"].nunique(), "nombre")
    return (
        "Région", count, len(served), *(territoire.cellule(REGION, i) for i in _COLUMNS),
    )  # fmt: skip


def lien_diagnostic(identifiant: str, nom: str) -> Lien:
    """Return the name of a gestionnaire, leading to its diagnostic of the same campaign folder."""
    return Lien(nom, f"../../{identifiant}/diagnostic.html")
