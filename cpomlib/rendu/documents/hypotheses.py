"""The hypotheses of a scenario, as everything printed carries them."""

from __future__ import annotations

from cpomlib.calcul.scenarios import LIBELLES_STATUT, Etat, Scenario, dire, doutes
from cpomlib.rendu.blocs import Colonne, Tableau
from cpomlib.socle import date_courte

NON_PRECISE = "non précisé"


def faits(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Return (label, value) pairs: what the head of anything printed says of a scenario."""
    first, last = scenario.annee_base, scenario.annee_base + scenario.horizon
    return (
        ("Statut", LIBELLES_STATUT[scenario.statut]),
        ("Auteur", scenario.auteur or NON_PRECISE),
        ("Enregistré le", date_courte(scenario.date) if scenario.date else "pas encore"),
        ("Année de base", str(first)),
        ("Années projetées", f"{first + 1} à {last}"),
    )


def hypotheses(scenario: Scenario, etat: Etat, titre: str = "Les hypothèses") -> Tableau:
    """Show every hypothesis: what, how much, where, when, why; what they leave out."""
    names = dict(zip(etat.ids, etat.noms, strict=True))
    said = [dire(item, names) for item in scenario.hypotheses]
    rows = tuple(
        (f"{rank}. {one.intitule}", f"{one.valeurs}. {one.ou}, {one.quand}.", one.justification)
        for rank, one in enumerate(said, 1)
    )
    columns = (Colonne("Hypothèse"), Colonne("Valeurs"), Colonne("Justification"))
    return Tableau(titre, columns, rows, note=" ".join(doutes(etat, scenario.hypotheses)))
