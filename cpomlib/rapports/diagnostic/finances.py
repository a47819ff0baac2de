"""The money: charges, income, result, cost per place, who pays, the balance sheet."""

from __future__ import annotations

from functools import partial

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier
from cpomlib.rapports.elements import (
    famille,
    figure_annees,
    figure_etablissements,
    manque,
    phrases,
    precautions,
    sources,
    tableau_annees,
)
from cpomlib.rapports.propres import propres
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques import barres_par_annee, barres_triees, cascade
from cpomlib.socle import write

ANCRE = "finances"
_COMPTE = (
    "charges_groupe_1",
    "charges_groupe_2",
    "charges_groupe_3",
    "charges_brutes",
    "charges_non_reconductibles",
    "produits_groupe_1",
    "produits_groupe_2",
    "produits_groupe_3",
    "recettes_attenuation",
    "resultat",
    "taux_resultat",
    "evolution_charges",
    "part_personnel",
    "cout_place",
    *(f"charges_place_groupe_{number}" for number in (1, 2, 3)),
    "cout_journee",
    "base_budgetaire",
    "taux_cofinancement",
)
_BILAN = (
    "frng",
    "bfr",
    "tresorerie",
    "jours_tresorerie",
    "caf",
    "taux_caf",
    "taux_vetuste",
    "taux_endettement",
    "duree_apparente_dette",
    "reserve_tresorerie",
    "reserve_compensation",
)
_ETAPES = {
    "produits_groupe_1": ("Produits de la tarification (groupe\u00a0I)", 1),
    "produits_groupe_2": ("Autres produits d’exploitation (groupe\u00a0II)", 1),
    "produits_groupe_3": ("Produits financiers et exceptionnels (groupe\u00a0III)", 1),
    "charges_groupe_1": ("Exploitation courante (groupe\u00a0I)", -1),
    "charges_groupe_2": ("Personnel (groupe\u00a0II)", -1),
    "charges_groupe_3": ("Structure (groupe\u00a0III)", -1),
}
_euros = partial(
    barres_par_annee, modalite="modalite", annee="annee", valeur="valeur", format="euros_ronds"
)


def finances(dossier: Dossier) -> Groupe:
    """Show the accounts, the cost per place, who pays, and the balance sheet."""
    titre = Titre(2, "Les finances", ANCRE)
    rest = (*_bilan(dossier), *propres(dossier, "finances"))
    if all(dossier.valeur("charges_brutes", year) is None for year in dossier.annees):
        return Groupe((titre, manque(dossier, "charges_brutes", "Finances"), *rest))
    charges = {i: fiches()[i].libelle for i in list(_ETAPES)[3:]}
    return Groupe(
        (
            titre,
            tableau_annees(dossier, "Compte administratif et base budgétaire", _COMPTE),
            _result(dossier),
            figure_annees(
                dossier, "Les charges par groupe", charges, _euros, dire="charges_brutes"
            ),
            figure_annees(
                dossier,
                "Le résultat de chaque année",
                {"resultat": "Résultat"},
                _euros,
            ),
            *figure_etablissements(
                dossier,
                f"Coût à la place en {dossier.exercice}",
                "cout_place",
                lambda frame: barres_triees(frame, "modalite", "valeur", format="euros_ronds"),
            ),
            figure_annees(
                dossier,
                "Les financeurs",
                famille("part_financeur_", "financeur"),
                partial(barres_par_annee, modalite="modalite", annee="annee", valeur="valeur"),
                premier="Premier financeur",
            ),
            *rest,
        )
    )


def _result(dossier: Dossier) -> Bloc:
    """Draw the way from income to the result of the year."""
    result = dossier.valeur("resultat")
    if result is None:
        return manque(dossier, "resultat", f"Le résultat {dossier.exercice}")
    known = ((label, sign, dossier.valeur(i)) for i, (label, sign) in _ETAPES.items())
    rows = tuple(
        (label, value if sign > 0 else -value) for label, sign, value in known if value is not None
    )
    steps = [{"etape": label, "valeur": amount} for label, amount in rows]
    kind = "excédent" if result >= 0 else "déficit"
    titre = f"Un {kind} de {write(abs(result), 'euros_ronds')} en {dossier.exercice}, pas à pas"
    return Figure(
        titre=titre,
        graphique=cascade(steps, "etape", "valeur"),
        unite="Euros",
        source=f"{sources(['resultat'])}, compte administratif",
        alternative=phrases(titre, "Des produits de chaque groupe aux charges de chacun"),
        tableau=Tableau(
            titre,
            (Colonne("Poste"), Colonne("Montant", "euros")),
            (*rows, ("Résultat", result)),
            lignes_total=1,
        ),
    )


def _bilan(dossier: Dossier) -> tuple[Bloc, ...]:
    titre = Titre(3, "Bilan et équilibre financier", "bilan")
    if all(dossier.valeur("frng", year) is None for year in dossier.annees):
        return (titre, manque(dossier, "frng", "Bilan"))
    return (
        titre,
        tableau_annees(dossier, "Indicateurs de bilan", _BILAN),
        Paragraphe(
            "Ces ratios viennent des pratiques des établissements médico-sociaux (CNSA, guide "
            "M22)\u00a0: aucun texte lu ne fixe de seuil pour les CHRS. Ils se lisent comme des "
            "repères.",
            role="note",
        ),
        figure_annees(
            dossier,
            "Fonds de roulement, besoin en fonds de roulement et trésorerie",
            {i: fiches()[i].libelle for i in _BILAN[:3]},
            _euros,
            dire=_BILAN[2],
            note=precautions(dossier, _BILAN[:3]),
        ),
    )
