"""The accounts the invented budgets and balances use, with their weights."""

from __future__ import annotations

from typing import NamedTuple


class Compte(NamedTuple):
    """One account: number, French label, groupe fonctionnel, weight in what is shared."""

    numero: str
    libelle: str
    groupe: int
    poids: float


EXPLOITATION = (
    Compte("6061", "Eau, énergie, combustibles", 1, 0.10),
    Compte("6063", "Alimentation", 1, 0.08),
    Compte("6068", "Autres achats", 1, 0.04),
    Compte("6112", "Prestations à caractère médico-social", 1, 0.03),
    Compte("625", "Déplacements, missions", 1, 0.02),
    Compte("626", "Frais postaux et télécommunications", 1, 0.02),
    Compte("6281", "Blanchissage", 1, 0.02),
    Compte("6283", "Nettoyage", 1, 0.05),
    Compte("6132", "Locations immobilières", 3, 0.26),
    Compte("614", "Charges locatives", 3, 0.06),
    Compte("6152", "Entretien et réparations", 3, 0.07),
    Compte("6156", "Maintenance", 3, 0.03),
    Compte("616", "Assurances", 3, 0.03),
    Compte("635", "Autres impôts et taxes", 3, 0.02),
    Compte("661", "Charges d’intérêts", 3, 0.02),
    Compte("6811", "Dotations aux amortissements", 3, 0.13),
    Compte("6815", "Dotations aux provisions", 3, 0.02),
)
"""Charges of groupes 1 and 3, shared by weight."""

SIEGE = Compte("6556", "Quote-part de frais de siège", 3, 0.0)
"""Charged only where the gestionnaire has a head office."""

PERSONNEL = (
    Compte("6411", "Rémunération du personnel", 2, 0.655),
    Compte("6451", "Cotisations sociales", 2, 0.235),
    Compte("6311", "Taxe sur les salaires", 2, 0.045),
    Compte("6333", "Formation professionnelle", 2, 0.030),
    Compte("6475", "Médecine du travail, œuvres sociales", 2, 0.035),
)
"""What the cost of the employees is made of."""

EXTERIEUR = (
    Compte("6211", "Personnel intérimaire", 2, 0.70),
    Compte("6226", "Honoraires et vacations", 2, 0.30),
)

TARIFICATION = Compte("732", "Produits à la charge de l’État", 1, 1.0)
SUBVENTION = Compte("741", "Subvention de l’État", 2, 1.0)
AUTRES_SUBVENTIONS = "748"

ATTENUATION = (
    Compte("706", "Participation des personnes accueillies", 2, 0.36),
    Compte("748", "Autres subventions et participations", 2, 0.32),
    Compte("6419", "Remboursements sur rémunérations", 2, 0.12),
    Compte("758", "Produits divers de gestion courante", 2, 0.06),
    Compte("768", "Produits financiers", 3, 0.02),
    Compte("771", "Produits exceptionnels", 3, 0.03),
    Compte("777", "Quote-part des subventions d’investissement", 3, 0.09),
)
"""Products other than what the State pays, shared by weight."""

EXCEDENT_REPORTE = Compte("110", "Report à nouveau excédentaire", 3, 0.0)
DEFICIT_REPORTE = Compte("119", "Report à nouveau déficitaire", 3, 0.0)
TRAVAUX = "6152"
"""Account of the one-off works that non-recurrent credits pay for."""

BILAN = {
    "102": "Fonds propres",
    "10682": "Excédents affectés à l’investissement",
    "10685": "Réserve de trésorerie",
    "10686": "Réserve de compensation des déficits",
    "10687": "Réserve de compensation des charges d’amortissement",
    "110": "Report à nouveau excédentaire",
    "119": "Report à nouveau déficitaire",
    "131": "Subventions d’investissement",
    "139": "Subventions d’investissement inscrites au résultat",
    "15": "Provisions pour risques et charges",
    "164": "Emprunts auprès des établissements de crédit",
    "165": "Dépôts et cautionnements reçus",
    "205": "Logiciels",
    "211": "Terrains",
    "213": "Constructions",
    "215": "Installations, matériel et outillage",
    "218": "Autres immobilisations corporelles",
    "2805": "Amortissements des logiciels",
    "2813": "Amortissements des constructions",
    "2815": "Amortissements des installations et du matériel",
    "2818": "Amortissements des autres immobilisations corporelles",
    "401": "Fournisseurs",
    "404": "Fournisseurs d’immobilisations",
    "411": "Personnes accueillies",
    "428": "Personnel, charges à payer",
    "431": "Sécurité sociale",
    "441": "État, subventions à recevoir",
    "447": "Autres impôts et taxes",
    "467": "Autres comptes débiteurs ou créditeurs",
    "486": "Charges constatées d’avance",
    "487": "Produits constatés d’avance",
    "512": "Banques",
    "519": "Concours bancaires courants",
    "531": "Caisse",
}
"""Labels of the balance sheet accounts."""
