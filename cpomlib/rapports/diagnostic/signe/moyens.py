"""Part 4: what the result and the cost per place are made of, the cash and what of it is free."""

from __future__ import annotations

from cpomlib.dossier import Dossier
from cpomlib.rapports.diagnostic.signe.ecriture import (
    REPERE,
    a_verifier,
    absent,
    dit,
    paragraphe,
    renvoi,
    tableau,
    vers_les_lignes,
)
from cpomlib.rapports.diagnostic.signe.paroles import PARTIES_SIGNEES, commentaires
from cpomlib.rapports.elements import mesure, phrases
from cpomlib.rapports.voisinage import des_gestionnaires
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques import barres_par_annee
from cpomlib.socle import Valeur

ANCRE = "moyens"
_COMPTE = {
    "produits_groupe_1": "Produits de la tarification",
    "produits_groupe_2": "Autres produits d’exploitation",
    "produits_groupe_3": "Produits financiers et exceptionnels",
    "charges_groupe_1": "Charges d’exploitation courante",
    "charges_groupe_2": "Charges de personnel",
    "charges_groupe_3": "Charges de structure",
    "resultat": "Résultat",
}
_GROUPES = tuple(f"charges_place_groupe_{number}" for number in (1, 2, 3))
_COUTS = ("cout_place", *_GROUPES, "cout_journee", "taux_resultat", "taux_cofinancement")
_FAIT_DE = (
    "Les charges des trois groupes font le coût à la place, plus les charges non reconductibles, "
    "qui n’y entrent pas."
)
_RESUME = ("resultat", "taux_resultat", "cout_place")
_BILAN = ("frng", "bfr", "tresorerie", "jours_tresorerie", "reserve_tresorerie",
          "reserve_compensation")  # fmt: skip
_COMPARABLES = "Qui est comparable, et pourquoi"
_RESERVES = (
    "Les réserves affectées ne sont pas libres\u00a0: leur emploi suit l’objet pour lequel elles "
    "ont été constituées. "
)


def moyens(dossier: Dossier) -> Groupe:
    """Show the accounts, the cost per place and the cash."""
    titre = Titre(2, PARTIES_SIGNEES[ANCRE], ANCRE)
    return Groupe((titre, *_comptes(dossier), *_bilan(dossier), *commentaires(dossier, ANCRE)))


def _comptes(dossier: Dossier) -> tuple[Bloc, ...]:
    if all(dossier.valeur("charges_brutes", year) is None for year in dossier.annees):
        return (absent(dossier, "Finances"),)
    return (
        paragraphe(dossier, _resume(dossier), _RESUME),
        _compte(dossier),
        *_resultat(dossier),
        _couts(dossier),
    )


def _resume(dossier: Dossier) -> str:
    result = dossier.valeur("resultat")
    if result is None:
        return f"Le résultat de {dossier.exercice} n’est pas connu."
    kind = "à l’équilibre" if not result else "en excédent" if result > 0 else "en déficit"
    return (
        f"L’exercice {dossier.exercice} est {kind}\u00a0: {dit(dossier, 'resultat')}, soit "
        f"{dit(dossier, 'taux_resultat')} des produits. Une place coûte "
        f"{dit(dossier, 'cout_place')} par an."
    )


def _compte(dossier: Dossier) -> Tableau:
    rows = tuple(
        (vers_les_lignes(dossier, label), *(mesure(dossier, name, year) for year in dossier.annees))
        for name, label in _COMPTE.items()
    )
    return Tableau(
        "De quoi est fait le résultat", (Colonne("Poste"), *dossier.colonnes()), rows,
        note=" ".join(filter(None, (a_verifier(dossier, tuple(_COMPTE)), renvoi("Les finances")))),
        lignes_total=1,
    )  # fmt: skip


def _resultat(dossier: Dossier) -> tuple[Bloc, ...]:
    """Draw the result over three years."""
    rows = [
        {"modalite": "Résultat", "annee": dossier.titre(year), "valeur": value}
        for year in dossier.annees
        if (value := dossier.valeur("resultat", year)) is not None
    ]
    if len(rows) < 2:
        return ()
    said = ", ".join(f"{dit(dossier, 'resultat', y)} en {dossier.titre(y)}" for y in dossier.annees)
    titre = f"Résultat\u00a0: {said}"
    row = ("Résultat", *(mesure(dossier, "resultat", year) for year in dossier.annees))
    return (
        Figure(
            titre=titre,
            graphique=barres_par_annee(rows, "modalite", "annee", "valeur", format="euros_ronds"),
            unite="Euros",
            source="comptes administratifs du gestionnaire",
            alternative=phrases(titre),
            tableau=Tableau(titre, (Colonne("Poste"), *dossier.colonnes()), (row,)),
        ),
    )


def _couts(dossier: Dossier) -> Tableau:
    """Set the cost per place beside the comparable ones, where there are enough of them."""
    around, found = des_gestionnaires(dossier)
    shown = around is not None and not found.raison
    columns = [Colonne("Indicateur"), *dossier.colonnes()]
    columns += [Colonne(REPERE, "nombre")] if dossier.region else []
    columns += [Colonne("Médiane des comparables", "nombre")] if shown else []
    base = tableau(dossier, "", _COUTS, "")
    rows: list[tuple[Valeur, ...]] = [
        (*row, *((found.repere(name),) if shown else ()))
        for name, row in zip(_COUTS, base.lignes, strict=True)
    ]
    return Tableau(
        "Ce que coûte une place, à qui cela se compare", tuple(columns), tuple(rows),
        note=" ".join(filter(None, (
            _FAIT_DE, base.note, renvoi("Les gestionnaires comparables", _COMPARABLES),
        ))),
    )  # fmt: skip


def _bilan(dossier: Dossier) -> tuple[Bloc, ...]:
    if all(dossier.valeur("tresorerie", year) is None for year in dossier.annees):
        return (absent(dossier, "Bilan et trésorerie"),)
    note = f"{_RESERVES}{renvoi('Les finances', 'Les autres ratios de bilan')}"
    return (
        *_manque(dossier),
        tableau(dossier, "La trésorerie, et ce qui en est réservé", _BILAN, note),
    )


def _manque(dossier: Dossier) -> tuple[Paragraphe, ...]:
    """Say that the cash is negative, before any reserve is read."""
    cash = dossier.valeur("tresorerie")
    if cash is None or cash >= 0:
        return ()
    said = (
        f"La trésorerie est négative\u00a0: {dit(dossier, 'tresorerie')} à la fin de "
        f"{dossier.exercice}, soit {dit(dossier, 'jours_tresorerie')} de charges. Les réserves "
        "ci-dessous ne sont donc pas disponibles."
    )
    return (paragraphe(dossier, said, ("tresorerie", "jours_tresorerie")),)
