"""Places by GHAM, and the cost of a place against its ceiling, as the page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cpomlib.calcul.scenarios import (
    MIXTE,
    CoutGenre,
    CoutProjete,
    Plafond,
    Projection,
    couts_par_etablissement,
    couts_par_genre,
    libelle_genre,
    mode_de,
)
from cpomlib.calcul.volet import ACompleter, Montant, Plan
from cpomlib.rendu.blocs import Colonne, Tableau
from cpomlib.socle import Mesure, Valeur, euros_ronds, nombre

A_COMPLETER = "à compléter"
REGLE = (
    "Les charges sont tenues par établissement\u00a0: le coût est exact où il n’y a qu’un GHAM. "
    "Non réparti\u00a0: l’établissement est mixte, et le plan du gestionnaire n’a pas les clés "
    "de l’étude nationale des coûts."
)
NON_REPARTI = "non réparti"


def places(projection: Projection) -> Tableau:
    """Show financed places by GHAM, year by year."""
    held = projection.total_par_genre()
    kinds = list(dict.fromkeys(held.index.get_level_values("genre")))
    rows: tuple[tuple[Any, ...], ...] = tuple(
        (nom_genre(kind), *(float(held[kind, year]) for year in projection.annees))
        for kind in kinds
    )
    years = (Colonne(str(year), "nombre") for year in projection.annees)
    return Tableau("Places financées par GHAM", (Colonne("GHAM"), *years), rows)


def couts(projection: Projection, plan: Plan) -> Tableau:
    """Show the cost of a place of each GHAM of each CHRS, the base year and the last."""
    first, last = projection.annees[0], projection.annees[-1]
    before = {(x.id, x.genre): x for x in couts_par_etablissement(projection, plan, first)}
    now = couts_par_etablissement(projection, plan, last)
    rows: tuple[tuple[Valeur, ...], ...] = tuple(
        (
            line.nom,
            _court(line.genre),
            int(line.places),
            _cout(before.get((line.id, line.genre))),
            _cout(line),
            _plafond(line.plafond),
            _ecart(line.ecart, line.plafond.montant),
        )
        for line in now
    )
    columns = (
        Colonne("Établissement"), Colonne("GHAM"), Colonne(f"Places {last}", "nombre"),
        Colonne(f"Coût d’une place {first}", "euros_ronds"),
        Colonne(f"Coût d’une place {last}", "euros_ronds"),
        Colonne("Tarif plafond", "euros_ronds"), Colonne("Écart au plafond", "euros_ronds"),
    )  # fmt: skip
    return Tableau("Coût d’une place par CHRS et par GHAM", columns, rows,
                   note=_note([line.plafond for line in now], last))  # fmt: skip


def couts_ensemble(projection: Projection, plan: Plan) -> Tableau:
    """Show the cost of a place of each GHAM of the gestionnaire, the base year and the last."""
    first, last = projection.annees[0], projection.annees[-1]
    before = {x.genre: x for x in couts_par_genre(couts_par_etablissement(projection, plan, first))}
    now = couts_par_genre(couts_par_etablissement(projection, plan, last))
    rows: tuple[tuple[Valeur, ...], ...] = tuple(
        (
            _court(line.genre),
            _connues(line),
            _moyen(before.get(line.genre)),
            _moyen(line),
            _plafond(line.plafond) if line.plafond else "selon le département",
            _ecart(line.ecart, line.plafond.montant if line.plafond else None),
        )
        for line in now
    )
    columns = (
        Colonne("GHAM"), Colonne("Places réparties"),
        Colonne(f"Coût d’une place {first}", "euros_ronds"),
        Colonne(f"Coût d’une place {last}", "euros_ronds"),
        Colonne("Tarif plafond", "euros_ronds"), Colonne("Écart au plafond", "euros_ronds"),
    )  # fmt: skip
    ceilings = [line.plafond for line in now if line.plafond]
    return Tableau("Coût d’une place par GHAM, face à son plafond", columns, rows,
                   note=_note(ceilings, last))  # fmt: skip


def nom_genre(code: str) -> str:
    """Return the label of a kind of places."""
    from cpomlib.droit import nomenclature

    others = {"sans_gham": "Sans GHAM", "logement_adapte": "Logement adapté",
              "hors_les_murs": "Hors les murs"}  # fmt: skip
    return others.get(code) or nomenclature("gham").libelles.get(code, code)


def mot_genre(code: str) -> str:
    """Return the plain word of a kind of places, its code after it: « Diffus (4D) »."""
    if not code[:1].isdigit():
        return nom_genre(code)
    meals = " avec repas" if "avec repas" in nom_genre(code) else ""
    return f"{libelle_genre(mode_de(code)).capitalize()}{meals} ({code})"


def _court(code: str) -> str:
    return code if code[:1].isdigit() else nom_genre(code)


def _cout(line: CoutProjete | None) -> Valeur:
    if line is None:
        return "pas de place"
    if line.cout is MIXTE:
        return NON_REPARTI
    return A_COMPLETER if isinstance(line.cout, ACompleter) else line.cout


def _moyen(line: CoutGenre | None) -> Valeur:
    if line is None:
        return "pas de place"
    return NON_REPARTI if line.cout is None else line.cout


def _connues(line: CoutGenre) -> str:
    return f"{nombre(line.places_connues)} sur {nombre(line.places)}"


def _plafond(held: Plafond) -> Valeur:
    if isinstance(held.montant, ACompleter):
        return A_COMPLETER
    if held.montant is None:
        return "sans objet"
    return held.montant if held.en_vigueur else f"{euros_ronds(held.montant)} (2022)"


def _ecart(gap: Any, ceiling: Montant) -> Valeur:
    if gap is not None:
        return Mesure(gap, "euros_ronds")
    return A_COMPLETER if isinstance(ceiling, ACompleter) else None


def _note(ceilings: Sequence[Plafond], annee: int) -> str:
    said = [REGLE]
    if ceilings and not any(held.en_vigueur for held in ceilings):
        said.append(f"Aucun tarif plafond n’est en vigueur en {annee}\u00a0: celui de 2022, le "
                    "dernier, n’est qu’un repère.")  # fmt: skip
    return " ".join(said)
