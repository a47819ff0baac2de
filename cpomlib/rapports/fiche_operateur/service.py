"""The appreciations of the fiche opérateur as blocks: scale, tables, rules."""

from __future__ import annotations

from collections.abc import Sequence

from cpomlib.dossier import Dossier, measured
from cpomlib.droit import seuil
from cpomlib.rapports.elements import sources
from cpomlib.rapports.fiche_operateur.appreciation import LigneAppreciation, bilan
from cpomlib.rapports.fiche_operateur.bareme import BaremeOperateur
from cpomlib.rapports.fiche_operateur.colonnes import sans_a_completer
from cpomlib.rapports.fiche_operateur.economie import Comparaison
from cpomlib.rapports.volet_elements import A_COMPLETER
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Secret, Valeur

_ECHELLE = (
    "De la meilleure appréciation à la moins bonne\u00a0: {}. Les règles qui les donnent sont des "
    "conventions, à discuter."
)


def atouts(
    dossier: Dossier, bareme: BaremeOperateur, lignes: Sequence[LigneAppreciation]
) -> Groupe:
    """Show the atouts, then the rules the solidité financière rests on."""
    return Groupe(
        (
            Titre(2, "Atouts de l’opérateur", "atouts"),
            _appreciations("Atouts", lignes),
            _bilan(dossier, bareme),
        )
    )


def service_rendu(
    bareme: BaremeOperateur, lignes: Sequence[LigneAppreciation], comparees: Sequence[Comparaison]
) -> Groupe:
    """Show the service rendered, then the costs beside the mean."""
    return Groupe(
        (
            Titre(2, "Service rendu à l’usager", "service-rendu"),
            _appreciations("Service rendu", lignes, bareme),
            *_couts(comparees),
        )
    )


def _appreciations(
    titre: str, lignes: Sequence[LigneAppreciation], bareme: BaremeOperateur | None = None
) -> Tableau:
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
    found = Tableau(
        titre, tuple(map(Colonne, columns)), rows,
        note=_ECHELLE.format(", ".join(bareme.niveaux)) if bareme else "",
        source=bareme.source if bareme else "",
    )  # fmt: skip
    return sans_a_completer(found, "Commentaires")


def _bilan(dossier: Dossier, bareme: BaremeOperateur) -> Tableau:
    rows = tuple(
        (
            rule.libelle,
            measured(rule.indicateur, value),
            measured(rule.indicateur, seuil(rule.seuil).nombre()),
            None if value is None else "oui" if rule.satisfaite(value) else "non",
        )
        for rule, value in bilan(dossier, bareme)
    )
    columns = (
        Colonne("Règle"), Colonne(dossier.exercice, "nombre"),
        Colonne("Seuil", "nombre"), Colonne("Satisfaite"),
    )  # fmt: skip
    return Tableau(
        "Solidité financière\u00a0: règles de bilan", columns, rows,
        note="Ces seuils viennent de pratiques ou de conventions, pas d’un texte propre aux CHRS.",
    )  # fmt: skip


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
