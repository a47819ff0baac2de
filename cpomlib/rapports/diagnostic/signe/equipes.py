"""Part 5: staff, vacancies, absence, and what establishments say of their own practices."""

from __future__ import annotations

from cpomlib.calcul import auto_evaluation
from cpomlib.dossier import Dossier
from cpomlib.droit import nomenclature
from cpomlib.rapports.diagnostic.qualite import expected
from cpomlib.rapports.diagnostic.signe.ecriture import absent, dit, paragraphe, renvoi, tableau
from cpomlib.rapports.diagnostic.signe.paroles import PARTIES_SIGNEES, commentaires
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre

ANCRE = "equipes"
_TABLE = (
    "etp_total",
    "etp_pour_100_places",
    "taux_etp_vacants",
    "taux_absenteisme",
    "taux_rotation",
    "part_cdi",
    "anciennete_moyenne",
)


def equipes(dossier: Dossier) -> Groupe:
    """Show the teams, then the self-assessment of quality."""
    titre = Titre(2, PARTIES_SIGNEES[ANCRE], ANCRE)
    return Groupe((titre, *_equipes(dossier), *qualite(dossier), *commentaires(dossier, ANCRE)))


def _equipes(dossier: Dossier) -> tuple[Bloc, ...]:
    if dossier.valeur("etp_total") is None:
        return (absent(dossier, "Équipes"),)
    return (
        paragraphe(
            dossier,
            "\u00a0; ".join(_en_phrase(dossier)) + ".",
            ("etp_total", "etp_pour_100_places", "taux_etp_vacants"),
        ),
        tableau(
            dossier,
            "Effectifs, vacances et présence",
            _TABLE,
            renvoi("Les ressources humaines", "Fonctions, âges et motifs d’absence"),
        ),
    )


def _en_phrase(dossier: Dossier) -> list[str]:
    """Say what is known of the posts, and nothing of what is not."""
    said = f"{dit(dossier, 'etp_total')} équivalents temps plein en {dossier.exercice}"
    if dossier.valeur("etp_pour_100_places") is not None:
        said = f"{said}, soit {dit(dossier, 'etp_pour_100_places')} pour 100 places"
    vacant = dossier.valeur("taux_etp_vacants")
    if vacant is None:
        return [said]
    told = f"{dit(dossier, 'taux_etp_vacants')} des postes étaient vacants"
    return [said, told if vacant else "aucun poste n’était vacant"]


def qualite(dossier: Dossier) -> tuple[Bloc, ...]:
    """Show the mean rating of each theme, and how many answers call for improvement."""
    labels = nomenclature("theme").libelles
    ids = dossier.structures["id_etablissement"].tolist()
    found = auto_evaluation(dossier.frames["qualite"], ids, dossier.annees, list(labels))
    if not found.themes:
        return (
            Paragraphe(
                "Aucune auto-évaluation de la qualité n’a été transmise. Ce point est à compléter "
                "avant la signature.",
                role="manque",
                titre="Qualité\u00a0: à compléter.",
            ),
        )
    columns = (
        Colonne("Thème"), *dossier.colonnes("decimal"),
        Colonne("Réponses", "nombre"), Colonne("Dont à améliorer", "nombre"),
    )  # fmt: skip
    rows = tuple(
        (f"{labels[one.code][:1].upper()}{labels[one.code][1:]}",
         *(one.moyennes[year] for year in dossier.annees), one.reponses, one.a_ameliorer)
        for one in found.themes
    )  # fmt: skip
    wanted = expected(dossier, "qualite", dossier.annee)
    return (
        Tableau(
            "Ce que les établissements disent de leurs pratiques", columns, rows,
            note="Cotations moyennes, de 1 (faible) à 4 (forte), telles que les établissements les "
            f"ont déposées\u00a0; à améliorer\u00a0: cotées 1 ou 2 en {dossier.exercice}. "
            f"Établissements qui ont répondu\u00a0: {found.etablissements} sur {wanted}.",
        ),
    )  # fmt: skip
