"""Two contracts made by hand: a gestionnaire with one CHRS, another with all that may be agreed."""

from datetime import date

from calcul.contrat.fabrique import (
    ACTION,
    GARE,
    OBJECTIFS,
    PARTIES,
    PORT,
    RUE,
    cibles,
    etablissement,
    lignes,
    sain,
)

from cpomlib.calcul.contrat import Convenu, Financements, Mesures
from cpomlib.dossier import DossierContrat

JOUR = date(2027, 3, 15)
DEBUT = date(2025, 1, 1)
PREFET = {"partie": "prefet-49", "nature": "prefet_departement", "organisme": "Préfecture du 49",
          "role": "signataire", "qualite": "préfet"}  # fmt: skip
CHRS = {"arrete_autorisation": "n° 12 du 1er juin 2017", "publics": "Ménages isolés",
        "missions": "Héberger", "accueil_urgence": "Deux places", "concours_siao": "Toutes",
        "date_entree": DEBUT}  # fmt: skip


def dossier(contrat, *houses, jour=JOUR, annee=2026, statut="association", places=None):
    """Return the dossier of a contract made by hand."""
    known = {one["id_etablissement"]: one for one in houses}
    held = {PORT: 40} if places is None else places
    convenu = Convenu(contrat, jour, known, "L’Étape", statut, held)
    return DossierContrat(
        contrat,
        convenu,
        annee,
        jour,
        "52",
        7,
        (),
        False,
        Mesures(),
        (),
        Financements((), (), {}, {}),
    )


def petit(tables=None, places=None, **cells):
    """Return the contract of a gestionnaire with one CHRS, in preparation."""
    held = {
        "contrat_parties": lignes("contrat_parties", *PARTIES),
        "contrat_etablissements": lignes(
            "contrat_etablissements", CHRS | {"id_etablissement": PORT}
        ),
        "moyens": lignes("moyens", {
            "id_etablissement": PORT, "annee": 2025, "regime": "dgf", "modalite": "taux_drl",
            "base_budgetaire": 600_000_00, "groupe_1": 100_000_00, "groupe_2": 400_000_00,
            "groupe_3": 100_000_00,
        }),
    } | (tables or {})  # fmt: skip
    more = {"libre_affectation": False, "periodicite_comite_mois": 12, "annee_diagnostic": 2024,
            "arrete_programmation": "n° 3 du 2 mai 2024", "statut": "preparation"}  # fmt: skip
    return dossier(
        sain(held, **more | cells), etablissement(PORT, nom="CHRS Le Port"), places=places
    )


def complet():
    """Return a signed contract of two départements, subsidies, a house that left, decisions."""
    houses = (
        etablissement(PORT, nom="CHRS Le Port"),
        etablissement(GARE, nom="CHRS La Gare", departement="49"),
        etablissement(RUE, nom="Accueil de rue", regime="subventionne", categorie="219",
                      departement="49"),
    )  # fmt: skip
    day = date(2026, 11, 20)
    held = {
        "contrat_parties": lignes("contrat_parties", *PARTIES, PREFET),
        "contrat_etablissements": lignes(
            "contrat_etablissements",
            CHRS | {"id_etablissement": PORT},
            CHRS | {"id_etablissement": GARE, "date_sortie": date(2026, 12, 31), "avenant": 1},
            {"id_etablissement": RUE, "date_entree": DEBUT},
        ),
        "avenants": lignes("avenants", {"numero": 1, "nature": "avenant", "objet": "perimetre",
                                        "date_effet": date(2027, 1, 1)}),
        "cibles": cibles({2026: 10, 2029: 20}, "L-places", unite="places", libelle="Places",
                         valeur_reference=4),
        "mesures": lignes("mesures", {"indicateur": "L-places", "annee": 2026, "valeur": 7.6,
                                      "etat": "validee", "explication": "Travaux",
                                      "piste": "2027"}),
        "actions": lignes("actions", ACTION | {"cout_annuel": 1_000_00}),
        "financements_actions": lignes("financements_actions", {
            "id_action": "A", "annee": 2025, "montant": 400_00, "etat": "verse",
            "financeur": "caf"}),
        "rencontres": lignes("rencontres", {"date": day, "nature": "comite_suivi",
                                            "redacteur": "etat"},
                             {"date": date(2025, 11, 20), "nature": "comite_suivi"}),
        "releves": lignes(
            "releves",
            *({"date": day, "numero": rank, "nature": nature, "texte": f"Texte {nature}."}
              for rank, nature in enumerate(("decision", "divergence", "reorientation"), 1)),
            {"date": date(2025, 11, 20), "numero": 1, "nature": "decision",
             "texte": "Ancienne décision.", "echeance": date(2026, 1, 1)},
        ),
        "objectifs": lignes("objectifs", *OBJECTIFS),
    }  # fmt: skip
    return dossier(sain(held, libre_affectation=True, modulation=True), *houses)
