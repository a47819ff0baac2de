"""A page of every block, from invented values, to look at: ``python apercu.py page.html``."""

import sys
from pathlib import Path

import pandas as pd

from cpomlib.rendu import graphiques as charts
from cpomlib.rendu.blocs import (
    ChiffreCle,
    ChiffresCles,
    Colonne,
    Constat,
    Constats,
    Fait,
    Figure,
    Identite,
    Paragraphe,
    Tableau,
    Titre,
)
from cpomlib.rendu.blocs.html import html
from cpomlib.rendu.blocs.page import page
from cpomlib.socle.valeurs import Secret

NOM = "L’Étape & Fils <Loire>"
SOURCE = "SI SIAO, dépôt du 12 mars 2026"
ANNEES = [2023, 2024, 2025]

COMPOSITION = pd.DataFrame(
    {
        "annee": [annee for annee in ANNEES for _ in range(5)],
        "composition": [
            "Personne seule", "Femme avec enfant(s)", "Couple avec enfant(s)",
            "Couple sans enfant", "Non renseigné",
        ] * 3,
        "part": [.58, .21, .11, .07, .03, .55, .23, .12, .08, .02, .51, .26, .14, .07, .02],
    }
)  # fmt: skip
SORTIES = pd.DataFrame(
    {
        "annee": [annee for annee in ANNEES for _ in range(4)],
        "destination": [
            "Logement social", "Logement privé", "Logement adapté", "Autre hébergement",
        ] * 3,
        "part": [.31, .05, .18, .22, .29, .06, .2, .24, .34, None, .21, .19],
    }
)  # fmt: skip
AGES = pd.DataFrame(
    {
        "age": ["Moins de 30 ans", "30 à 39 ans", "40 à 49 ans", "50 à 59 ans", "60 ans et plus"]
        * 2,
        "sexe": ["Femmes"] * 5 + ["Hommes"] * 5,
        "effectif": [7, 12, 9, 11, 4, 3, 5, 8, 6, 2],
    }
)
OCCUPATION = pd.DataFrame(
    {
        "annee": ANNEES * 2,
        "perimetre": ["Gestionnaire"] * 3 + ["Médiane régionale"] * 3,
        "taux": [0.941, 0.928, 0.923, 0.946, 0.951, 0.948],
    }
)
BUDGET = pd.DataFrame(
    {
        "poste": [
            "Dotation globale", "Autres produits", "Groupe 1 : exploitation courante",
            "Groupe 2 : personnel", "Groupe 3 : structure",
        ],
        "montant": [2_180_000.0, 214_300.0, -412_800.0, -1_604_200.0, -421_900.0],
    }
)  # fmt: skip
POSITIONS = pd.DataFrame(
    {
        "libelle": ["Coût par place", "Taux d’occupation", "ETP pour 100 places", "Absentéisme"],
        "valeur": [18_730.0, 0.923, 19.4, 0.071],
        "q1": [15_900.0, 0.921, 16.2, None],
        "mediane": [17_240.0, 0.948, 18.1, None],
        "q3": [18_600.0, 0.969, 20.7, None],
        "format": ["euros_ronds", "taux", "decimal", "taux"],
    }
)
MOTIFS = pd.DataFrame(
    {
        "motif": [
            "Sortie de la rue", "Rupture familiale", "Violences", "Expulsion locative",
            "Sortie d’institution",
        ],
        "part": [.37, .22, .17, .13, .11],
    }
)  # fmt: skip


def table_of(titre, frame, *columns):
    rows = tuple(tuple(row) for row in frame.astype(object).itertuples(index=False))
    return Tableau(titre, columns, rows)


def figure(titre, chart, alternative, tableau, unite, note=""):
    return Figure(titre, chart, unite, SOURCE, alternative, tableau, note)


def blocs():
    part = Colonne("Part", "taux")
    annee = Colonne("Année", "annee")
    yield Identite(
        NOM,
        "Trois établissements en Loire-Atlantique et Maine-et-Loire, activité d’hébergement (CHRS)",
        2025,
        faits=(
            Fait("Places financées", 128, "nombre"),
            Fait("Établissements", 3, "nombre"),
            Fait("Région", "Pays de la Loire"),
            Fait("FINESS juridique", "440000123"),
            Fait("Établi le", "21 novembre 2026"),
        ),
        depots=("SI SIAO, 12 mars 2026, no 14", "Trame financière, 3 avril 2026, no 22"),
        exemple=True,
    )
    yield ChiffresCles("Dix chiffres clés", tuple(key_figures()), note=(
        "Évolutions par rapport à 2024. Rang du plus élevé au plus faible, sur 12 gestionnaires."
    ))  # fmt: skip
    yield Constats(
        (
            Constat("force", "Les sorties vers le logement social progressent",
                    "34,0 % des ménages sortis, contre 29,0 % en 2024.", "publics"),
            Constat("force", "Les équipes sont stables", "Rotation de 9,8 %, 2e sur 12."),
            Constat("force", "La trésorerie couvre 74 jours de charges", lien="finances"),
        ),
        (
            Constat("vigilance", "Le taux d’occupation recule pour la deuxième année",
                    "92,3 %, contre 94,1 % en 2023.", "activite"),
            Constat("vigilance", "Un ménage sur quatre est présent depuis plus de 18 mois",
                    "25,8 % ; convention à négocier."),
            Constat("vigilance", "Le coût par place dépasse le troisième quartile régional",
                    "18 730 €, contre 18 600 €.", "finances"),
        ),
    )  # fmt: skip
    yield Titre(2, "Publics", "publics")
    yield Paragraphe(
        "Le gestionnaire a accueilli 214 ménages en 2025, soit 352 personnes. La part des femmes "
        "avec enfants augmente chaque année depuis 2023."
    )
    yield figure(
        "Les femmes avec enfants sont un quart des ménages accueillis",
        charts.barres_empilees(COMPOSITION, "annee", "composition", "part"),
        "La part des femmes avec enfants passe de 21 % en 2023 à 26 % en 2025.",
        table_of("Composition des ménages", COMPOSITION, annee, Colonne("Composition"), part),
        "Part des ménages accueillis, en %",
    )
    yield figure(
        "Plus d’un ménage sur trois sort vers un logement social",
        charts.barres_par_annee(SORTIES, "destination", "annee", "part"),
        "34 % des sorties vont au logement social en 2025 ; la part du logement privé manque.",
        table_of("Destinations à la sortie", SORTIES, annee, Colonne("Destination"), part),
        "Part des ménages sortis dans l’année, en %",
    )
    yield figure(
        "La rue reste le premier motif d’entrée",
        charts.barres_triees(MOTIFS, "motif", "part", souligner="Sortie de la rue"),
        "37 % des ménages viennent de la rue.",
        table_of("Motifs d’entrée", MOTIFS, Colonne("Motif"), part),
        "Part des ménages accueillis en 2025, en %",
    )
    yield Titre(2, "Activité", "activite")
    yield figure(
        "Le taux d’occupation s’éloigne de la médiane régionale",
        charts.courbes(OCCUPATION, "annee", "taux", serie="perimetre"),
        "De 94,1 % en 2023 à 92,3 % en 2025, quand la médiane reste autour de 94,8 %.",
        table_of(
            "Taux d’occupation", OCCUPATION, annee, Colonne("Périmètre"), Colonne("Taux", "taux")
        ),
        "Journées réalisées rapportées aux journées théoriques, en %",
    )
    yield Paragraphe(
        "La durée des séjours de 2023 n’a pas été déposée.", "manque", "Séjours de 2023.",
        "déposez la table « sejours » de 2023 avec « cpom importer tables ».",
    )  # fmt: skip
    yield Titre(2, "Finances", "finances")
    yield figure(
        "L’exercice se solde par un léger déficit",
        charts.cascade(BUDGET, "poste", "montant"),
        "2 394 300 € de produits, 2 438 900 € de charges : −44 600 €.",
        table_of("Du produit au résultat", BUDGET, Colonne("Poste"), Colonne("Montant", "euros")),
        "Compte administratif 2025, en euros",
    )
    yield Tableau(
        "Les établissements",
        (
            Colonne("Établissement"), Colonne("Places financées", "nombre"),
            Colonne("Taux d’occupation", "taux"), Colonne("Charges brutes", "euros"),
            Colonne("Coût par place", "euros_ronds", aide="Charges reconductibles par place"),
            Colonne("Durée médiane", "decimal", "mois"),
        ),
        (
            (NOM, 62, 0.941, 1_162_400.0, 18_748, 13.2),
            ("Résidence du Port", 41, 0.902, 744_100.5, None, 16.8),
            ("Le Relais", 25, 0.913, 532_399.5, 19_120, Secret("moins de 11 ménages")),
            ("Ensemble", 128, 0.923, 2_438_900.0, 18_730, 14.2),
        ),
        source="comptes administratifs 2025", lignes_total=1,
    )  # fmt: skip
    yield Paragraphe(
        "Les charges de 2024 dépassent de 12 % la somme de leurs comptes.", "avertissement",
        "Chiffres à vérifier.", "reprenez le compte 641 avec le gestionnaire.",
    )  # fmt: skip
    yield Titre(2, "Ressources humaines", "rh")
    yield figure(
        "Deux salariés sur cinq ont moins de 40 ans",
        charts.pyramide(AGES, "age", "sexe", "effectif"),
        "27 des 67 salariés ont moins de 40 ans ; les femmes sont 43.",
        table_of("Âges", AGES, Colonne("Âge"), Colonne("Sexe"), Colonne("Salariés", "nombre")),
        "Nombre de salariés au 31 décembre 2025",
    )
    yield figure(
        "Le coût par place est au-dessus du troisième quartile régional",
        charts.positions(POSITIONS, "libelle", "valeur"),
        "Coût par place de 18 730 €, médiane 17 240 € ; occupation sous la médiane.",
        table_of("Position dans la région", POSITIONS.drop(columns="format"), Colonne("Indicateur"),
                 *(Colonne(nom, "decimal2") for nom in ("Ici", "Q1", "Médiane", "Q3"))),
        "Chaque ligne a son échelle", "Bande\u00a0: la moitié centrale de la région.",
    )  # fmt: skip
    yield figure(
        "Les mêmes parts, en tableau ombré",
        charts.carte_chaleur(COMPOSITION, "composition", "annee", "part"),
        "La part des femmes avec enfants passe de 21 % à 26 %.",
        table_of("Composition", COMPOSITION, annee, Colonne("Composition"), part),
        "Part des ménages accueillis, en %",
    )


KEY_FIGURES = """
Ménages accueillis;214;nombre;;6;nombre;;186;4e sur 12
Taux d’occupation;0.923;taux;;-0.005;points;favorable;94,8 %;9e sur 12
Durée moyenne des séjours terminés;14.2;decimal;mois;0.8;decimal;défavorable;12,9 mois;4e sur 12
Sorties vers le logement ordinaire;0.40;taux;;0.05;points;favorable;36,1 %;3e sur 12
Sorties vers le logement adapté;0.21;taux;;0.01;points;favorable;19,4 %;5e sur 12
Présence de plus de 18 mois;0.258;taux;;0.021;points;défavorable;21,0 %;3e sur 12
Coût par place;18730;euros_ronds;;0.031;taux;;17 240 €;2e sur 12
Taux de résultat;-0.019;taux;;-0.024;points;favorable;0,4 %;11e sur 12
ETP pour 100 places;19.4;decimal;;0;decimal;;18,1;5e sur 12
Taux d’absentéisme;;taux;;;points;défavorable;;
"""


def key_figures():
    for line in KEY_FIGURES.strip().splitlines():
        libelle, valeur, format, unite, change, how, judged, region, rang = line.split(";")
        region = "Médiane régionale : " + region.replace(" ", "\u00a0") if region else "Région : s."
        yield ChiffreCle(
            libelle, libelle, float(valeur) if valeur else None, format, unite,
            float(change) if change else None, how, unite, judged, region, None, rang, "publics",
            "" if valeur else "Aucune absence déposée pour 2025.",
        )  # fmt: skip


def document():
    corps = "".join(html(bloc) for bloc in blocs())
    return page(f"Diagnostic 2025 : {NOM}", corps, entete=f"{NOM}, diagnostic partagé 2025",
                pied="Région d’exemple : données inventées")  # fmt: skip


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document(), encoding="utf-8")
