"""One case that fires and one that does not, for each rule on places, activity and publics."""

from calcul.anomalies.tables import ANNEE, mois, sejour, sejours

A1 = {"annee": ANNEE - 1}
JANVIER = [310, 280, 310, 300, 310, 300, 310, 310, 300, 310, 300, 310]
"""Days of 10 places, month by month: 3650 in all."""
E1 = {"id_etablissement": "E1"}


def etablissement(**rest):
    return {"etablissements": [{**E1, **rest}]}


# code, tables that fire, tables that do not, message
STRUCTURE = [
    ("ferme_mais_actif",
     {**etablissement(date_fermeture="2024-12-31"), "places": [{}], "activite": mois(300)},
     {**etablissement(date_fermeture="2025-01-01"), "places": [{}]},
     "Fermeture déclarée le 31/12/2024, mais des lignes existent pour l’année : "
     "places et activite."),
    ("ouvert_apres",
     {**etablissement(date_ouverture="2026-01-01"), "places": [{}]},
     {**etablissement(date_ouverture="2025-12-31"), "places": [{}]},
     "Ouverture déclarée le 01/01/2026, mais des lignes existent pour l’année : places."),
    ("chrs_sans_place", {"places": [{"places_financees": 0}]}, {"places": [{}]},
     "Places financées : 0."),
    ("gham_et_mode",
     {"places": [{"gham": "3D", "mode": "regroupe"}, {"gham": "2D", "mode": "diffus"}]},
     {"places": [{"gham": "3R", "mode": "regroupe"}, {"gham": None, "mode": "diffus"}]},
     "10 places dans un GHAM (3D) qui n’est pas celui du mode déclaré."),
    ("chrs_sans_gham", {"places": [{"gham": None}]}, {"places": [{}]}, "10 places sans GHAM."),
    # 18 ÷ 20 − 1 = −10 % < −5 %; 19 ÷ 20 − 1 = −5 %: not more.
    ("capacite_perdue",
     {"places": [{"places_autorisees": 20, "places_financees": 18},
                 {"places_autorisees": 20, "places_financees": 20, **A1}]},
     {"places": [{"places_autorisees": 20, "places_financees": 19},
                 {"places_autorisees": 20, "places_financees": 20, **A1}]},
     "Places financées : 18, contre 20 l’année précédente (2 de moins)."),
    # 16 ÷ 10 − 1 = 60 % > 50 %; 15 ÷ 10 − 1 = 50 %: not more.
    ("capacite_gagnee",
     {"places": [{"places_autorisees": 16, "places_financees": 16}, A1]},
     {"places": [{"places_autorisees": 15, "places_financees": 15}, A1]},
     "Places financées : 16, contre 10 l’année précédente (6 de plus)."),
    ("capacite_autorisee_perdue",
     {"places": [{"places_autorisees": 9, "places_financees": 9}, A1]},
     {"places": [{"places_financees": 9}, A1]},
     "Places autorisées : 9, contre 10 l’année précédente (1 de moins)."),
    ("places_indisponibles_en_trop",
     {"places": [{"places_indisponibles": 11}]}, {"places": [{"places_indisponibles": 10}]},
     "Places indisponibles : 11, pour 10 places financées sur les mêmes lignes."),
    # (10 − 7) ÷ 10 = 30 % > 20 %; (10 − 8) ÷ 10 = 20 %: not more.
    ("places_non_financees",
     {"places": [{"places_financees": 7}]}, {"places": [{"places_financees": 8}]},
     "Places financées : 7 sur 10 autorisées (30,0 % sans financement)."),
]  # fmt: skip

ACTIVITE = [
    # 12 × 310 = 3720 > 3650.
    ("occupation_annuelle", {"activite": mois(310)}, {"activite": mois(JANVIER)},
     "Taux d’occupation de 101,9 % : 3 720 journées réalisées pour 3 650 théoriques."),
    # January: 373 > 1.2 × 310 = 372.
    ("occupation_mensuelle",
     {"activite": mois([373, *JANVIER[1:]])}, {"activite": mois([372, *JANVIER[1:]])},
     "1 mois au-delà de 120,0 % des journées théoriques (janvier) ; jusqu’à 120,3 %."),
    # 12 × 152 = 1824 < 1825 = 50 % of 3650.
    ("occupation_faible", {"activite": mois(152)}, {"activite": mois([153, *[152] * 11])},
     "Taux d’occupation de 50,0 % : 1 824 journées réalisées pour 3 650 théoriques."),
    ("mois_sans_journee",
     {"activite": mois([0, *JANVIER[1:7], 0, *JANVIER[8:]])}, {"activite": mois(0)},
     "2 mois sans journée réalisée : janvier et août."),
    ("mois_manquants",
     {"activite": mois(JANVIER)[:10]},
     {**etablissement(date_ouverture="2025-03-01"), "activite": mois(JANVIER)[2:]},
     "Mois reçus : 10 sur 12 (2 manquants)."),
    # 8 places × 31 days = 248 < 250 in January; February 8 × 28 = 224.
    ("journees_et_capacite",
     {"activite": mois([250, *[200] * 11]), "places": [{"places_autorisees": 8}]},
     {"activite": mois([248, *[200] * 11]), "places": [{"places_autorisees": 8}]},
     "1 mois au-delà des places autorisées × jours du mois (janvier) ; 2 journées de trop."),
    # 9 places declared: 3285 against 3650, −10 %.
    ("journees_theoriques_et_places",
     {"activite": mois(200, places=9), "places": [{}]},
     {"activite": mois(200), "places": [{}]},
     "Journées théoriques : 3 285, pour 3 650 attendues (places financées × jours de l’année), "
     "soit un écart de -10,0 %."),
    # One person there all year: 365 nights; declared 12 × 40 = 480, +31.5 %.
    ("journees_et_sejours",
     {"activite": mois(40), "sejours": [sejour(1, "2024-05-02")]},
     {"activite": mois([35, *[30] * 11]), "sejours": [sejour(1, "2024-05-02")]},
     "Journées réalisées : 480 ; nuitées des séjours de l’année, personnes comptées : 365 "
     "(écart de +31,5 %)."),
    ("activite_recopiee",
     {"activite": [*mois(JANVIER), *mois(JANVIER, **A1)]},
     {"activite": [*mois(JANVIER), *mois([309, *JANVIER[1:]], **A1)]},
     "12 mois identiques à ceux de l’année précédente, à la journée près (3 650 journées)."),
    ("journees_constantes", {"activite": mois(300)}, {"activite": mois(JANVIER)},
     "300 journées réalisées chacun des 12 mois."),
]  # fmt: skip

OUVERT = etablissement(date_ouverture="2020-09-01")
FERME = etablissement(date_fermeture="2025-06-30")
SEJOURS = [
    ("sejour_avant_ouverture",
     {**OUVERT, "sejours": [sejour(1, "2020-08-31")]},
     {**OUVERT, "sejours": [sejour(1, "2020-09-01")]},
     "1 séjour : entrée antérieure à l’ouverture (01/09/2020)."),
    ("sejour_apres_fermeture",
     {**FERME, "sejours": [sejour(1, "2025-07-01"), sejour(2, "2025-01-03"),
                           sejour(3, "2025-01-03", "2025-06-30")]},
     {**FERME, "sejours": [sejour(1, "2025-01-03", "2025-06-30")]},
     "2 séjours : entrée, sortie ou présence postérieure à la fermeture (30/06/2025)."),
    # 31 December 2015 to 31 December 2025: 3653 days ÷ 365.25 = 10.001 years.
    ("sejour_tres_long",
     {"sejours": [sejour(1, "2015-12-31")]}, {"sejours": [sejour(1, "2016-01-02")]},
     "1 séjour de plus de 10 ans."),
    # 2 of 20 = 10 % > 5 %; 1 of 20 = 5 %: not more, and alone.
    ("sejour_sans_nuit",
     {"sejours": [*sejours(18, sortie="2025-05-02"),
                  *(sejour(n, "2025-05-02", "2025-05-02") for n in (91, 92))]},
     {"sejours": [*sejours(19, sortie="2025-05-02"), sejour(91, "2025-05-02", "2025-05-02")]},
     "2 séjours dont l’entrée et la sortie sont le même jour, soit 10,0 % des séjours terminés "
     "dans l’année."),
    # 7 of 20 = 35 % > 30 %; 6 of 20 = 30 %: not more.
    ("entrees_du_premier",
     {"sejours": [*sejours(13), *(sejour(n, "2025-04-01") for n in range(91, 98))]},
     {"sejours": [*sejours(14), *(sejour(n, "2025-04-01") for n in range(91, 97))]},
     "7 entrées le premier d’un mois, sur 20 dans l’année (35,0 %)."),
    # 5 of 20 = 25 % > 20 %; 4 of 20 = 20 %: not more.
    ("sorties_du_31_decembre",
     {"sejours": [*sejours(15, sortie="2025-05-02"),
                  *(sejour(n, "2025-02-03", "2025-12-31") for n in range(91, 96))]},
     {"sejours": [*sejours(16, sortie="2025-05-02"),
                  *(sejour(n, "2025-02-03", "2025-12-31") for n in range(91, 95))]},
     "5 sorties le 31 décembre, sur 20 dans l’année (25,0 %)."),
    ("aucun_mouvement",
     {"sejours": sejours(20, "2024-03-12")},
     {"sejours": [*sejours(19, "2024-03-12"), sejour(91, "2025-01-02")]},
     "20 séjours dans l’année, sans une entrée ni une sortie."),
    # 13 persons ÷ 10 places = 130 % > 120 %; 12 ÷ 10 = 120 %: not more.
    ("presents_et_places",
     {"places": [{}], "sejours": sejours(13)}, {"places": [{}], "sejours": sejours(12)},
     "Personnes présentes au 31 décembre : 13, pour 10 places autorisées (130,0 %)."),
    # The second begins on 9 May, the first ends on the 10th; ending on the 9th is a change.
    ("sejours_chevauchants",
     {"sejours": [sejour(1, "2025-01-03", "2025-05-10"), sejour(2, "2025-05-09", id_menage="M001"),
                  sejour(3, "2025-05-09")]},
     {"sejours": [sejour(1, "2025-01-03", "2025-05-09"),
                  sejour(2, "2025-05-09", id_menage="M001")]},
     "1 séjour : début antérieur à la fin d’un séjour précédent du même ménage dans "
     "l’établissement."),
    # From 9 to 11 May: two days in both > 1; from 9 to 10: one.
    ("menage_deux_regroupes",
     {"places": [{}, {"id_etablissement": "E2"}],
      "sejours": [sejour(1, "2025-01-03", "2025-05-11"),
                  sejour(2, "2025-05-09", id_menage="M001", id_etablissement="E2")]},
     {"places": [{}, {"id_etablissement": "E2"}],
      "sejours": [sejour(1, "2025-01-03", "2025-05-10"),
                  sejour(2, "2025-05-09", id_menage="M001", id_etablissement="E2")]},
     "1 ménage dans deux établissements de places regroupées en même temps "
     "(seuil en jours : 1)."),
    # From 9 to 25 May: 16 days in both > 15; to the 24th: 15.
    ("menage_deux_etablissements",
     {"sejours": [sejour(1, "2025-01-03", "2025-05-25"),
                  sejour(2, "2025-05-09", id_menage="M001", id_etablissement="E2")]},
     {"sejours": [sejour(1, "2025-01-03", "2025-05-24"),
                  sejour(2, "2025-05-09", id_menage="M001", id_etablissement="E2")]},
     "1 ménage dans deux établissements en même temps, plus de 15 jours."),
]  # fmt: skip


def un(**rest):
    return {"sejours": [sejour(1, "2025-03-12", **rest)]}


FAMILLE = {"composition": "femme_enfants", "sexe": "F", "nb_enfants": 1}
MINEUR = {"composition": "mineur", "tranche_age": "moins_18", "nb_adultes": 0, "nb_enfants": 1}
PUBLICS = [
    ("enfants_sans_famille", un(nb_enfants=2), un(**FAMILLE),
     "1 séjour d’homme seul, de femme seule, de couple ou de groupe d’adultes avec au moins un "
     "enfant."),
    ("famille_sans_enfant", un(**FAMILLE | {"nb_enfants": 0}), un(**FAMILLE),
     "1 séjour de famille sans aucun enfant."),
    ("adultes_et_composition", un(nb_adultes=2), un(composition="couple", nb_adultes=2),
     "1 séjour dont le nombre d’adultes contredit la composition."),
    ("sexe_et_composition", un(sexe="F"), un(sexe=None),
     "1 séjour dont le sexe contredit la composition."),
    ("age_et_composition", un(tranche_age="moins_18"), un(**MINEUR),
     "1 séjour dont l’âge et la composition se contredisent sur la minorité."),
    ("mineur_en_cdi", un(**MINEUR, emploi="cdi"), un(**MINEUR, emploi="formation"),
     "1 séjour de personne de référence mineure en CDI."),
    ("cdi_sans_ressources",
     un(emploi="cdi", ressources="sans"), un(emploi="cdi", ressources="salaire"),
     "1 séjour en CDI et sans ressources."),
    ("salaire_sans_emploi",
     un(emploi="inactif", ressources="salaire"), un(emploi="insertion", ressources="salaire"),
     "1 séjour avec un salaire, sans emploi ou inactif."),
    # 2 adults and 11 children: 13 > 12.
    ("taille_du_menage",
     un(composition="couple_enfants", nb_adultes=2, nb_enfants=11),
     un(composition="couple_enfants", nb_adultes=2, nb_enfants=10),
     "1 séjour sans personne, ou de plus de 12 personnes."),
    ("logement_social_sans_droits",
     un(sortie="2025-05-02", droits_incomplets=True),
     un(sortie="2025-05-02", droits_incomplets=True, destination="hebergement"),
     "1 sortie vers le logement social de ménages à droits incomplets."),
    # 7 of 20 = 35 % > 30 %; 6 of 20 = 30 %: not more.
    ("destinations_inconnues",
     {"sejours": [*sejours(13, sortie="2025-05-02"),
                  *(sejour(n, "2025-03-12", "2025-05-02", destination="inconnu")
                    for n in range(91, 98))]},
     {"sejours": [*sejours(14, sortie="2025-05-02"),
                  *(sejour(n, "2025-03-12", "2025-05-02", destination="inconnu")
                    for n in range(91, 97))]},
     "Destination inconnue pour 7 des 20 séjours terminés dans l’année (35,0 %)."),
    # 3 of 20 = 15 % > 10 %; 2 of 20 = 10 %: not more.
    ("non_renseignes",
     {"sejours": [*sejours(17), *(sejour(n, "2025-03-12", motif=None) for n in (91, 92, 93))]},
     {"sejours": [*sejours(18), *(sejour(n, "2025-03-12", motif=None) for n in (91, 92))]},
     "Souvent vides : motif d’entrée (jusqu’à 15,0 %)."),
    ("reponse_unique",
     {"sejours": sejours(20)},
     {"sejours": [*sejours(19),
                  sejour(91, "2025-03-12", motif="expulsion", tranche_age="18_24")]},
     "Une seule réponse pour tous les séjours : âge et motif d’entrée."),
]  # fmt: skip

CAS = [*STRUCTURE, *ACTIVITE, *SEJOURS, *PUBLICS]
