"""A signed contract made by hand whose every table has rows, dates on each."""

from datetime import date

from calcul.contrat.fabrique import ACTION, GARE, PORT, cibles, lignes, sain

from cpomlib.calcul.contrat import Mesuree, Mesures


def riche(**cells):
    """Return a contract with meetings, acts, means, amendments, answers and validated measures."""
    return sain({
        "cibles": cibles({2026: 0.3, 2029: 0.36}) + cibles({2029: 0.3}, "cpom_2_taux")
        + cibles({2029: 0.6}, "cpom_3_taux_dls_active")
        + cibles({2027: 0.1}, "cpom_4_taux_presence_longue", "2.1", sens="baisse")
        + cibles({2026: 0.28, 2029: 0.33}, avenant=1),
        "avenants": lignes(
            "avenants",
            {"numero": 1, "nature": "avenant", "objet": "objectifs",
             "date_effet": date(2026, 7, 1)},
            {"numero": 2, "nature": "avenant", "objet": "prorogation", "duree_mois": 12},
        ),
        "signatures": lignes(
            "signatures",
            {"acte": "0", "partie": "prefet", "repondu_le": date(2024, 12, 10),
             "reponse": "accord"},
            {"acte": "P", "partie": "prefet", "recu_le": date(2026, 3, 2), "preuve": "recommandé"},
        ),
        "contrat_etablissements": lignes(
            "contrat_etablissements",
            {"id_etablissement": PORT, "date_entree": date(2025, 1, 1)},
            {"id_etablissement": GARE, "date_entree": date(2025, 1, 1),
             "date_sortie": date(2027, 3, 31)},
        ),
        "actions": lignes("actions", ACTION, ACTION | {"id_action": "B", "pilote": None,
                                                       "date_fin": date(2026, 5, 4)}),
        "rencontres": lignes(
            "rencontres",
            {"date": date(2025, 11, 3), "nature": "comite_suivi", "validee_le": date(2025, 12, 1)},
            {"date": date(2027, 6, 21), "nature": "mi_parcours"},
        ),
        "releves": lignes(
            "releves",
            {"date": date(2025, 11, 3), "numero": 1, "nature": "decision", "texte": "x",
             "echeance": date(2026, 4, 1)},
            {"date": date(2025, 11, 3), "numero": 2, "nature": "decision", "texte": "x",
             "echeance": date(2027, 4, 1), "close_le": date(2026, 2, 2)},
        ),
        "moyens": lignes(
            "moyens",
            {"id_etablissement": PORT, "annee": 2026, "regime": "dgf",
             "modalite": "avenant_annuel"},
            {"id_etablissement": GARE, "annee": 2026, "regime": "dgf", "modalite": "taux_drl"},
        ),
        "actes": lignes(
            "actes",
            {"nature": "drl", "exercice": 2026, "fait_le": date(2026, 4, 8)},
            {"nature": "courrier_modification", "exercice": 2026, "numero": 1,
             "recu_le": date(2026, 5, 20)},
            {"nature": "ppi", "exercice": 2026, "recu_le": date(2026, 5, 4), "preuve": "dépôt"},
            {"nature": "evaluation_has", "id_etablissement": PORT, "fait_le": date(2023, 5, 4)},
            {"nature": "autorisation", "id_etablissement": PORT, "fait_le": date(2017, 1, 3)},
            {"nature": "budget_previsionnel", "exercice": 2026, "attendu_le": date(2025, 11, 15),
             "recu_le": date(2025, 11, 20)},
        ),
    }, periodicite_comite_mois=12, cadre="l313_11", **cells)  # fmt: skip


def mesures_riches():
    """Return rates of the first three years, over a hundred households."""
    return Mesures({
        ("C-1", name, "", "chrs", year): Mesuree(0.2 + 0.03 * rank, 20.0 + 3 * rank, 100.0,
                                                 effectif=True)
        for name in ("cpom_1_taux", "cpom_2_taux", "cpom_4_taux_presence_longue")
        for rank, year in enumerate((2024, 2025, 2026))
    })  # fmt: skip
