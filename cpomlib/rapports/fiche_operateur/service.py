"""The appreciations of the fiche opérateur as blocks: scale, tables, rules."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier, measured
from cpomlib.droit import seuil
from cpomlib.entree import Saisie
from cpomlib.rapports.elements import sources
from cpomlib.rapports.fiche_operateur.appreciation import Ligne, bilan
from cpomlib.rapports.fiche_operateur.bareme import Bareme
from cpomlib.rapports.fiche_operateur.economie import Comparaison
from cpomlib.rapports.volet_elements import A_COMPLETER
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques.echelle import echelle
from cpomlib.socle import Secret, Valeur, write

_FORMES = {"taux": "taux", "euros": "euros_ronds"}


def atouts(dossier: Dossier, bareme: Bareme, lignes: Sequence[Ligne]) -> Groupe:
    """Show the atouts, then the rules the solidité financière rests on."""
    return Groupe(
        (
            Titre(2, "Atouts de l’opérateur", "atouts"),
            _appreciations("Atouts", lignes),
            _bilan(dossier, bareme),
        )
    )


def service_rendu(
    bareme: Bareme, lignes: Sequence[Ligne], comparees: Sequence[Comparaison]
) -> Groupe:
    """Show the service rendered on the scale, then the costs beside the mean."""
    return Groupe(
        (
            Titre(2, "Service rendu à l’usager", "service-rendu"),
            _echelle(bareme, lignes),
            _appreciations("Service rendu", lignes),
            *_couts(comparees),
        )
    )


def methode(dossier: Dossier, bareme: Bareme, saisie: Saisie) -> Groupe:
    """Show the rules of the appreciations, and where the parties write what only they know."""
    columns = ("Appréciation", "Mesure", "Bornes, du meilleur niveau au moins bon", "Origine")
    rows = tuple(
        (rule.libelle, rule.mesure, " ; ".join(_bound(b) for b in rule.bornes), rule.origine)
        for rule in bareme.regles.values()
    )
    said = f" (celle-ci\u00a0: {saisie.fichier})" if saisie.fichier else ""
    return Groupe(
        (
            Titre(2, "La méthode", "methode"),
            Tableau(
                "Règles des appréciations", tuple(map(Colonne, columns)), rows,
                note=f"Niveaux\u00a0: {', '.join(bareme.niveaux)}. Le guide donne le sens de son "
                "échelle de couleurs\u00a0; la copie lue ne donne pas ses bornes.",
                source=bareme.source,
            ),
            Paragraphe(
                f"Ce qui est «\u00a0{A_COMPLETER}\u00a0» n’est pas dans les données\u00a0: les "
                f"parties l’écrivent et le déposent par «\u00a0cpom fiche deposer\u00a0»{said}, et "
                "la fiche suivante le reprend.",
                role="note",
            ),
        )
    )  # fmt: skip


def _appreciations(titre: str, lignes: Sequence[Ligne]) -> Tableau:
    columns = (titre, "Appréciation", "Sur quoi elle repose", "Commentaires")
    rows = tuple(
        (
            line.libelle,
            line.niveau or A_COMPLETER,
            line.appui or A_COMPLETER,
            line.commentaire or A_COMPLETER,
        )
        for line in lignes
    )
    return Tableau(titre, tuple(map(Colonne, columns)), rows)


def _bilan(dossier: Dossier, bareme: Bareme) -> Tableau:
    rows = tuple(
        (
            rule.libelle,
            fiches()[rule.indicateur].libelle,
            measured(rule.indicateur, value),
            measured(rule.indicateur, seuil(rule.seuil).nombre()),
            None if value is None else "oui" if rule.satisfaite(value) else "non",
        )
        for rule, value in bilan(dossier, bareme)
    )
    columns = (
        Colonne("Règle"), Colonne("Indicateur"), Colonne(dossier.exercice, "nombre"),
        Colonne("Seuil", "nombre"), Colonne("Satisfaite"),
    )  # fmt: skip
    return Tableau(
        "Solidité financière\u00a0: règles de bilan", columns, rows,
        note="Ces seuils viennent de pratiques ou de conventions, pas d’un texte propre aux CHRS.",
        source=sources([rule.indicateur for rule in bareme.solidite.regles]),
    )  # fmt: skip


def _echelle(bareme: Bareme, lignes: Sequence[Ligne]) -> Bloc:
    known = [line for line in lignes if line.niveau]
    if not known:
        return Paragraphe("Aucune appréciation n’est connue.", role="manque")
    titre = "Où se place l’opérateur sur l’échelle du guide\u00a0?"
    pairs = tuple((line.libelle, line.niveau or A_COMPLETER) for line in lignes)
    said = ", ".join(f"{line.libelle.lower()}\u00a0: {line.niveau}" for line in known)
    return Figure(
        titre=titre,
        graphique=echelle(
            pd.DataFrame(pairs, columns=["libelle", "niveau"]), "libelle", "niveau", bareme.niveaux
        ),
        unite="Du plus favorable au moins favorable",
        source=bareme.source,
        alternative=f"{titre} {said[:1].upper()}{said[1:]}.",
        tableau=Tableau(titre, (Colonne("Service rendu"), Colonne("Niveau")), pairs),
        note="Losange\u00a0: l’opérateur. Une ligne sans losange est à compléter.",
    )


def _couts(comparees: Sequence[Comparaison]) -> tuple[Bloc, ...]:
    if not comparees:
        return (Paragraphe("Aucun coût à la place connu.", role="manque"),)
    columns = (
        Colonne("Catégorie"), Colonne("Département"), Colonne("Places", "nombre"),
        Colonne("Coût à la place", "euros_ronds"), Colonne("Moyenne", "euros_ronds"),
        Colonne("Territoire de la moyenne"), Colonne("Écart", "taux"),
    )  # fmt: skip
    rows = tuple(
        (
            line.categorie, line.departement, line.places, line.cout,
            _masked(line, line.moyenne), line.territoire or None, _masked(line, line.ecart),
        )
        for line in comparees
    )  # fmt: skip
    return (
        Tableau(
            "Positionnement économique\u00a0: coût à la place et moyenne du territoire",
            columns, rows,
            note="Moyenne des établissements de la même catégorie (charges sur places), le sien "
            "compris\u00a0; celle de la région quand le secret statistique masque celle du "
            "département.",
            source=sources(["cout_place"]),
        ),
    )  # fmt: skip


def _masked(line: Comparaison, value: float | None) -> Valeur:
    return Secret(line.raison) if value is None and line.raison else value


def _bound(value: float) -> str:
    return write(value, "taux") if abs(value) <= 1 else write(value, "decimal")
