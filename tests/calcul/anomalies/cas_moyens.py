"""One case that fires and one that does not, for each rule on money, staff and quality."""

from calcul.anomalies.tables import ANNEE, ligne, salaries, solde

A1, A2 = {"annee": ANNEE - 1}, {"annee": ANNEE - 2}
BE, BP = {"document": "be"}, {"document": "bp"}


def budgets(*lignes):
    return {"budgets": list(lignes)}


def ca(charges, produits=0.0, **rest):
    """A compte administratif of one line on each side."""
    lines = [ligne("6063", charges, **rest)] if charges else []
    return [*lines, *([ligne("7311", produits, "produit", **rest)] if produits else [])]


BUDGETS = [
    # 6132 (rents) belongs to groupe 3.
    ("groupe_et_compte",
     budgets(ligne("6132", 1000, groupe=1), ligne("6063", 50)),
     budgets(ligne("6132", 1000, groupe=3)),
     "1 ligne dans un groupe qui n’est pas celui du compte : 6132 (1 000,00 €)."),
    ("compte_du_mauvais_cote",
     budgets(ligne("7311", 1000)), budgets(ligne("7311", 1000, "produit")),
     "1 ligne du mauvais côté du budget : 7311 (1 000,00 €)."),
    ("compte_inconnu",
     budgets(ligne("9210", 1000)), budgets(ligne("119", 1000), ligne("6063", 10)),
     "1 ligne dont le compte n’est d’aucune famille connue : 9210 (1 000,00 €)."),
    ("montants_negatifs",
     budgets(ligne("6063", -12.5), ligne("6061", -7.5)), budgets(ligne("6063", 0)),
     "2 lignes de montant négatif : 6061 et 6063 (20,00 € en valeur absolue)."),
    # 1002 − 1000 = 2 € > 1 €.
    ("be_desequilibre", budgets(*ca(1000, 1002, **BE)), budgets(*ca(1000, 1001, **BE)),
     "Charges 1 000,00 €, produits 1 002,00 € (écart de 2,00 €)."),
    ("bp_desequilibre", budgets(*ca(1000, **BP)), budgets(*ca(1000, 1000, **BP)),
     "Charges 1 000,00 €, produits 0,00 € (écart de -1 000,00 €)."),
    ("ca_d_un_seul_cote", budgets(*ca(1000)), budgets(*ca(1000, 1)),
     "Charges 1 000,00 €, produits 0,00 €."),
    ("ca_sans_be", budgets(*ca(1000, 1000)), budgets(*ca(1000, 1000), *ca(900, 900, **BE)),
     "Compte administratif de 1 000,00 € de charges, sans budget exécutoire de la même année."),
    # 1300 ÷ 1000 − 1 = 30 % > 20 %.
    ("ca_et_be", budgets(*ca(1300), *ca(1000, **BE)), budgets(*ca(1200), *ca(1000, **BE)),
     "Charges réalisées 1 300,00 €, autorisées 1 000,00 € (écart de +30,0 %)."),
    # 6 of 10 lines in hundreds of euros: 60 % > 50 %.
    ("montants_ronds",
     budgets(*(ligne(f"60{n}", 100 * n) for n in range(1, 7)),
             *(ligne(f"61{n}", 100 * n + 0.5) for n in range(1, 5))),
     budgets(*(ligne(f"60{n}", 100 * n) for n in range(1, 6)),
             *(ligne(f"61{n}", 100 * n + 0.5) for n in range(1, 6))),
     "60,0 % des 10 lignes sont des multiples de 100 euros."),
    ("ca_recopie",
     budgets(*ca(1000, 990), *ca(1000, 990, **A1)),
     budgets(*ca(1000, 990), *ca(1000, 990.01, **A1)),
     "2 lignes identiques, au centime, à celles de l’année précédente "
     "(1 000,00 € de charges)."),
    ("be_recopie",
     budgets(*ca(1000, **BE), *ca(1000, **BE, **A1)),
     budgets(*ca(1000, **BE), *ca(1000, 5, **BE, **A1)),
     "1 ligne identique, au centime, à celles de l’année précédente (1 000,00 € de charges)."),
    # 1300 ÷ 1000 − 1 = 30 % > 25 %.
    ("evolution_des_charges",
     budgets(*ca(1300), *ca(1000, **A1)), budgets(*ca(1250), *ca(1000, **A1)),
     "Charges de 1 300,00 €, contre 1 000,00 € l’année précédente (+30,0 %)."),
    # 300 ÷ 1000 = 30 % > 20 %.
    ("credits_non_reconductibles",
     budgets(ligne("6063", 700), ligne("6152", 300, non_reconductible=True)),
     budgets(ligne("6063", 800), ligne("6152", 200, non_reconductible=True)),
     "Charges non reconductibles : 300,00 €, soit 30,0 % des charges."),
    # Result of 2023: 1000 − 900 = 100; 150 carried forward is more than there was.
    ("report_et_resultat",
     budgets(ligne("110", 150, "produit", **BE), *ca(900, 1000, **A2)),
     budgets(ligne("110", 100, "produit", **BE), *ca(900, 1000, **A2)),
     "Report incorporé au budget : 150,00 € ; résultat de l’avant-dernier exercice : 100,00 €."),
    # 980 ÷ 1000 − 1 = −2 %, beyond 1 %.
    ("tarification_et_financements",
     {**budgets(*ca(900, 980)), "financements": [{"montant_accorde": 100_000}]},
     {**budgets(*ca(900, 990)), "financements": [
         {"montant_accorde": 100_000}, {"financeur": "caf", "montant_accorde": 500_000}]},
     "Produits de la tarification : 980,00 € ; financements de l’État accordés : 1 000,00 € "
     "(écart de -2,0 %)."),
    ("accorde_au_dela_du_demande",
     {"financements": [{"montant_demande": 90_000, "montant_accorde": 100_000}]},
     {"financements": [{"montant_demande": None, "montant_accorde": 100_000}]},
     "Accordé 1 000,00 €, pour 900,00 € demandés."),
    # 500 000 € ÷ 10 places = 50 000 € > 41 102 €.
    ("cout_place_hors_plage",
     {**budgets(*ca(500_000)), "places": [{}]}, {**budgets(*ca(411_020)), "places": [{}]},
     "Coût à la place de 50 000,00 €."),
]  # fmt: skip


def balances(*soldes):
    return {"balances": list(soldes)}


BILAN = [
    ("balance_desequilibree",
     balances(solde("512", 100), solde("102", 0, 99.99)),
     balances(solde("512", 5), solde("102", 0, 5)),
     "Débits 100,00 €, crédits 99,99 € (écart de 0,01 €)."),
    # FRNG 102: 100, plus the result 1000 − 950 = 50; BFR 411: 30 → 120; the bank holds 118.
    ("tresorerie_et_classe_5",
     balances(solde("102", 0, 100), solde("60", 950), solde("73", 0, 1000), solde("411", 30),
              solde("512", 118)),
     # 404, a supplier of buildings, is no operating need: 126 − 7 = 119, one euro from 120.
     balances(solde("102", 0, 100), solde("60", 950), solde("73", 0, 1000), solde("411", 30),
              solde("404", 0, 7), solde("512", 126)),
     "Trésorerie nette (fonds de roulement moins besoin) : 120,00 € ; classe 5, moins les "
     "fournisseurs d’immobilisations : 118,00 € (écart de 2,00 €)."),
    # Books: 1000 − 900 = 100; accounts sent: 1000 − 880 = 120.
    ("resultat_balance_et_ca",
     {**balances(solde("60", 900), solde("73", 0, 1000)), **budgets(*ca(880, 1000))},
     {**balances(solde("60", 900), solde("73", 0, 1000)), **budgets(*ca(900, 1000))},
     "Résultat de la balance : 100,00 € ; des comptes administratifs : 120,00 € "
     "(écart de 20,00 €)."),
    # Result of 2024: 100. Reserves went from 50 to 130: 80 affected, 20 missing.
    ("affectation_et_resultat",
     balances(solde("10685", 0, 130), solde("60", 900, **A1), solde("73", 0, 1000, **A1),
              solde("10685", 0, 50, **A1)),
     balances(solde("10685", 0, 130), solde("110", 0, 20), solde("60", 900, **A1),
              solde("73", 0, 1000, **A1), solde("10685", 0, 50, **A1)),
     "Résultat de l’exercice précédent : 100,00 € ; variation des réserves et des reports : "
     "80,00 € (écart de -20,00 €)."),
    ("reserves_negatives", balances(solde("10686", 30)), balances(solde("10686", 0, 30)),
     "1 compte de réserve à solde débiteur : 10686 (30,00 €)."),
    # 2813 belongs to 213: 120 of depreciation for 100 of buildings.
    ("amortissements_et_immobilisations",
     balances(solde("2131", 100), solde("2813", 0, 120), solde("215", 900)),
     balances(solde("2131", 100), solde("2135", 50), solde("2813", 0, 120)),
     "Amortissements au-delà de la valeur brute, familles 213 (20,00 €)."),
    ("caisse_negative", balances(solde("531", 0, 8)), balances(solde("531", 8)),
     "1 compte de caisse à solde créditeur : 531 (8,00 €)."),
    ("comptes_d_attente", balances(solde("4711", 8)), balances(solde("476", 8)),
     "Comptes d’attente à la clôture : 4711 (8,00 €)."),
]  # fmt: skip


def equipe(*rows):
    return {"salaries": list(rows)}


RH = [
    # 7 ETP for 10 places: 70 for 100 > 60.
    ("etp_par_place",
     {**equipe(*salaries(7)), "places": [{}]}, {**equipe(*salaries(6)), "places": [{}]},
     "7,0 ETP, soit 70,0 pour 100 places."),
    # 0.6 + 0.5 = 1.1 ETP.
    ("salarie_au_dela_d_un_etp",
     equipe({"id_salarie": "A", "etp": 0.6},
            {"id_salarie": "A", "etp": 0.5, "id_etablissement": "E2"}),
     equipe({"id_salarie": "A", "etp": 0.6},
            {"id_salarie": "A", "etp": 0.4, "id_etablissement": "E2"}),
     "1 salarié à plus d’un ETP, tous établissements du gestionnaire réunis."),
    ("salarie_contradictoire",
     equipe({"id_salarie": "A", "etp": 0.5},
            {"id_salarie": "A", "etp": 0.5, "id_etablissement": "E2", "tranche_age": "25_34"}),
     equipe({"id_salarie": "A", "etp": 0.5, "sexe": "F"},
            {"id_salarie": "A", "etp": 0.5, "id_etablissement": "E2", "sexe": None}),
     "1 salarié avec deux âges ou deux sexes selon l’établissement."),
    ("salarie_rajeuni",
     equipe({"id_salarie": "A"}, {"id_salarie": "A", "tranche_age": "45_54", **A1}),
     equipe({"id_salarie": "A"}, {"id_salarie": "A", "tranche_age": "25_34", **A1}),
     "1 salarié d’une tranche d’âge plus jeune que l’année précédente."),
    # 34 years at most − 16 = 18 years of work, 19 with the year begun.
    ("anciennete_et_age",
     equipe({"id_salarie": "A", "tranche_age": "25_34", "anciennete": 19.1}),
     equipe({"id_salarie": "A", "tranche_age": "25_34", "anciennete": 19.0},
            {"id_salarie": "B", "tranche_age": "60_plus", "anciennete": 50.0}),
     "1 salarié dont l’ancienneté suppose un emploi avant 16 ans."),
    ("salarie_sans_etp",
     equipe({"id_salarie": "A", "etp": 0.0}),
     equipe({"id_salarie": "A", "etp": 0.0, "cout_employeur": 0}),
     "1 salarié à 0 ETP avec un coût employeur."),
    # (100 000 + 140 000) ÷ 2 = 120 000 € > 110 000 €.
    ("cout_par_etp",
     equipe({"id_salarie": "A", "cout_employeur": 10_000_000},
            {"id_salarie": "B", "cout_employeur": 14_000_000}),
     equipe({"id_salarie": "A", "cout_employeur": 8_000_000},
            {"id_salarie": "B", "cout_employeur": 14_000_000}),
     "Coût moyen d’un ETP : 120 000,00 €, sur 2,0 ETP."),
    ("couts_identiques", equipe(*salaries(10)),
     equipe(*salaries(9), {"id_salarie": "Z", "cout_employeur": 4_600_000}),
     "10 salariés au même coût par ETP (45 000,00 €)."),
    ("tous_a_temps_plein", equipe(*salaries(10)),
     equipe(*salaries(9), {"id_salarie": "Z", "etp": 0.8}),
     "10 salariés, tous à temps plein."),
    ("salaries_recopies",
     equipe(*salaries(2), *salaries(2, **A1)), equipe(*salaries(2), *salaries(3, **A1)),
     "2 salariés identiques à l’année précédente, quotités et coûts compris (90 000,00 €)."),
    # 2 employees at 45 000 €: 90 000 €; groupe 2 of 80 000 €, 11.1 % below.
    ("groupe_2_et_salaires",
     {**budgets(ligne("6411", 80_000, groupe=2)), **equipe(*salaries(2))},
     {**budgets(ligne("6411", 81_000, groupe=2)), **equipe(*salaries(2))},
     "Charges du groupe 2 : 80 000,00 € ; coût des salariés : 90 000,00 € (écart de -11,1 %)."),
    ("absences_impossibles",
     {**equipe(*salaries(1)), "absences": [{"jours": 366.0}]},
     {**equipe(*salaries(1)), "absences": [{"jours": 365.0}]},
     "366,0 jours d’absence, pour 365,0 jours possibles (ETP × jours de l’année)."),
    ("absences_nulles",
     {**equipe(*salaries(10)), "absences": [{"jours": 0.0}]},
     {**equipe(*salaries(9)), "absences": [{"jours": 0.0}]},
     "10 salariés, et pas un jour d’absence dans l’année."),
    ("absences_recopiees",
     {"absences": [{"jours": 12.0}, {"jours": 12.0, **A1}]},
     {"absences": [{"jours": 12.0}, {"jours": 12.5, **A1}]},
     "1 motif identique à l’année précédente, au jour près (12,0 jours)."),
    # 4 heads − 1 = +3, none arrived: a gap of 3 > 2.
    ("mouvements_et_effectif",
     {**equipe(*salaries(4), *salaries(1, **A1)), "mouvements": [{}]},
     {**equipe(*salaries(4), *salaries(1, **A1)), "mouvements": [{"entrees": 1}]},
     "Effectif de 4, contre 1 l’année précédente ; entrées moins sorties : 0."),
    ("vacants_et_budgetes",
     {"mouvements": [{"etp_vacants": 10.5}]}, {"mouvements": [{"etp_vacants": 10.0}]},
     "10,5 ETP vacants, pour 10,0 budgétés."),
    # 6 + 1 = 7 for 10: −30 %, beyond 20 %.
    ("etp_et_budgetes",
     {**equipe(*salaries(6)), "mouvements": [{"etp_vacants": 1.0}]},
     {**equipe(*salaries(6)), "mouvements": [{"etp_vacants": 2.0}]},
     "ETP présents et vacants : 7,0, pour 10,0 budgétés (écart de -30,0 %)."),
    # (12 + 10) ÷ 2 ÷ 10 = 110 % > 100 %.
    ("rotation_extreme",
     {**equipe(*salaries(10)), "mouvements": [{"entrees": 12, "sorties": 10}]},
     {**equipe(*salaries(10)), "mouvements": [{"entrees": 10, "sorties": 10}]},
     "Taux de rotation de 110,0 %, pour 10 salariés."),
]  # fmt: skip


def questions(*cotations, **rest):
    return [{"question": f"Q{n}", "cotation": c, **rest} for n, c in enumerate(cotations)]


QUALITE = [
    ("cotations_identiques",
     {"qualite": questions(3, 3, 3, 3, 3)}, {"qualite": questions(3, 3, 3, 3)},
     "Cotation 3 aux 5 questions."),
    ("cotations_recopiees",
     {"qualite": [*questions(1, 2, 3, 4, 2), *questions(1, 2, 3, 4, 2, **A1)]},
     {"qualite": [*questions(1, 2, 3, 4, 2), *questions(1, 2, 3, 4, 3, **A1)]},
     "Mêmes cotations que l’année précédente aux 5 questions."),
]  # fmt: skip


def region(*couts, gestionnaires=None, poids=10):
    """One CHRS of 10 places per cost per place (euros), each of its own gestionnaire."""
    names = [f"E{n}" for n in range(1, len(couts) + 1)]
    owners = gestionnaires or [f"G{n}" for n in range(1, len(couts) + 1)]
    return {
        "etablissements": [
            {"id_etablissement": name, "id_gestionnaire": owner}
            for name, owner in zip(names, owners, strict=True)
        ],
        "places": [
            {"id_etablissement": name, "places_autorisees": size, "places_financees": size}
            for name, size in zip(names, [poids, *[10] * (len(names) - 1)], strict=True)
        ],
        "budgets": [
            ligne("6063", cout * size, id_etablissement=name)
            for name, cout, size in zip(
                names, couts, [poids, *[10] * (len(names) - 1)], strict=True
            )
        ],
    }


def encadrement(*etp):
    """One CHRS of 10 places per number of ETP, each of its own gestionnaire."""
    tables = region(*([15_000] * len(etp)))
    staff = [
        {"id_etablissement": f"E{n}", "id_salarie": f"S{n}{post}", "etp": min(1.0, left)}
        for n, total in enumerate(etp, 1)
        for post, left in enumerate([1.0] * int(total) + [total % 1])
        if left
    ]
    return {name: tables[name] for name in ("etablissements", "places")} | {"salaries": staff}


# Others 14, 15, 16, 17, 15 thousand and E1: with E1 at 30, the sorted costs are
# 14 15 15 16 17 30: quartiles 15.0 and 16.75, fences 15 − 2.625 = 12.375 and
# 16.75 + 2.625 = 19.375, rounded outwards to 12 and 20 thousand.
OTHERS = (14_000, 15_000, 16_000, 17_000, 15_000)
REGION = [
    ("cout_place_et_region", region(30_000, *OTHERS), region(16_500, *OTHERS),
     "Coût à la place de 30 000,00 €, hors des bornes régionales de la catégorie (arrondies) : "
     "de 12 000,00 € à 20 000,00 €."),
    # 5 ETP for 10 places: 50 for 100. Sorted: 14 15 15 16 17 50, the same arithmetic.
    ("etp_place_et_region",
     encadrement(5.0, 1.4, 1.5, 1.6, 1.7, 1.5), encadrement(1.6, 1.4, 1.5, 1.6, 1.7, 1.5),
     "50,0 ETP pour 100 places, hors des bornes régionales de la catégorie (arrondies) : "
     "de 12,0 à 20,0."),
]  # fmt: skip

CAS = [*BUDGETS, *BILAN, *RH, *QUALITE, *REGION]
