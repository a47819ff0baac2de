"""What is asked to the SIAO: requests, positive answers, unmet requests."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from cpomlib.calcul.regional import (
    HEBERGEMENT,
    LOGEMENT_ADAPTE,
    REGION,
    Rang,
    Totaux,
    masquer_demandes,
    retenues,
    sans_demandes,
    sommes,
    totaux,
)
from cpomlib.dossier import Territoire, partie
from cpomlib.droit import nomenclature
from cpomlib.rapports.territoire.elements import carte_valeurs, montrees
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Mesure, Secret, Valeur

SOURCE = "table partagée «\u00a0Demandes au SIAO\u00a0»"
PRECONISATIONS = ("preconisations",)
"""The table of requests by recommendation."""
_NOTE = (
    "Taux de réponse\u00a0: réponses positives sur demandes. Une demande peut n’être ni pourvue ni "
    "non pourvue (refusée, annulée)."
)


def besoins(territoire: Territoire) -> Groupe:
    """Show the requests by département, by recommendation and over the years."""
    titre = Titre(2, "Les besoins\u00a0: demandes au SIAO", "siao")
    found = par_departement(territoire, territoire.annee, HEBERGEMENT)
    if REGION not in found:
        said = f"Aucune demande déposée pour {territoire.annee}."
        return Groupe((titre, Paragraphe(said, role="manque", titre="Demandes au SIAO\u00a0:")))
    return Groupe(
        (
            titre,
            _annees(territoire),
            _departements(territoire, found),
            _carte(territoire, found),
            _preconisations(territoire),
        )
    )


def par_departement(
    territoire: Territoire, annee: int, preconisations: Collection[str] = ()
) -> dict[str, Totaux]:
    """Return the totals of each département that has some, and of the région."""
    rows = retenues(territoire.demandes, annee, preconisations=preconisations)
    whole = totaux(rows)
    if whole is None:
        return {}
    by_code = sommes(rows, "departement")
    found = {
        str(code): (float(one.demandes), float(one.reponses_positives), float(one.non_pourvues))
        for code, one in zip(by_code.index, by_code.itertuples(), strict=True)
    }
    return {**found, REGION: whole}


def par_preconisation(territoire: Territoire, annee: int) -> dict[str, Totaux]:
    """Return the totals of each recommendation, over the région."""
    by_code = sommes(retenues(territoire.demandes, annee), "preconisation")
    return {
        str(code): (float(one["demandes"]), float(one["reponses_positives"]),
                    float(one["non_pourvues"]))
        for code, one in by_code.iterrows()
    }  # fmt: skip


def raisons(territoire: Territoire, annee: int, tableau: Collection[str]) -> dict[str, str]:
    """Return the rows of a table whose requests tell of 1 to 10 households, and why.

    Args:
        territoire: the région.
        annee: the year.
        tableau: the recommendations kept of a table by département; ``PRECONISATIONS`` for the
            table by recommendation.
    """
    if not territoire.publiable:
        return {}
    asked = "+".join(tableau)
    found = _masques(territoire, annee)
    return {unit: why for (name, unit), why in found.items() if name == asked}


@lru_cache(maxsize=8)
def _masques(territoire: Territoire, annee: int) -> dict[Rang, str]:
    """Mask the rows of every table of a year at once."""
    rows = {("+".join(PRECONISATIONS), code): one
            for code, one in par_preconisation(territoire, annee).items()}  # fmt: skip
    ties = []
    for kept in (HEBERGEMENT, LOGEMENT_ADAPTE):
        table, found = "+".join(kept), par_departement(territoire, annee, kept)
        rows |= {(table, unit): one for unit, one in found.items()}
        whole = (table, REGION)
        ties.append((whole, [(table, unit) for unit in found if unit != REGION]))
        ties.append((whole, [("+".join(PRECONISATIONS), code) for code in kept]))
    return masquer_demandes(rows, ties, territoire.regles)


def _annees(territoire: Territoire) -> Tableau:
    columns = (
        Colonne("Région"),
        *territoire.colonnes(),
    )
    labels = (
        "Demandes",
        "Réponses positives",
        "Demandes d’hébergement non pourvues",
        "Taux de réponse positive",
    )
    lines = [_annee(territoire, year) for year in territoire.annees]
    table = tuple((label, *(line[rank] for line in lines)) for rank, label in enumerate(labels))
    missing = sans_demandes(territoire.demandes, territoire.annees, territoire.departements)
    return Tableau(
        "Les demandes d’hébergement d’urgence et d’insertion", columns, table,
        note=f"{_NOTE} {missing}".rstrip(), source=SOURCE,
    )  # fmt: skip


def _annee(territoire: Territoire, annee: int) -> tuple[Valeur, ...]:
    found = par_departement(territoire, annee, HEBERGEMENT).get(REGION)
    why = raisons(territoire, annee, HEBERGEMENT).get(REGION)
    return (Secret(why),) * 4 if why else (*(found or (None,) * 3), taux_de(found))


def taux_de(found: Totaux | None, rang: int = 1) -> Valeur:
    """Return answered (1) or unmet (2) requests over requests, for a cell."""
    return partie(found[rang], found[0]) if found else Mesure(None, "taux")


def _departements(territoire: Territoire, found: Mapping[str, Totaux]) -> Tableau:
    hidden = raisons(territoire, territoire.annee, HEBERGEMENT)
    columns = (
        Colonne("Département"), Colonne("Demandes", "nombre"),
        Colonne("Réponses positives", "nombre"), Colonne("Non pourvues", "nombre"),
        Colonne("Taux de réponse", "taux"), Colonne("Non pourvues, en part", "taux"),
    )  # fmt: skip
    names = {**territoire.departements, REGION: "Région"}
    rows = tuple(
        (name, *_cells(found.get(code), hidden.get(code, ""))) for code, name in names.items()
    )
    return Tableau(
        f"Les demandes d’hébergement par département en {territoire.exercice}", columns, rows,
        source=SOURCE, lignes_total=1,
    )  # fmt: skip


def _cells(found: Totaux | None, why: str) -> tuple[Valeur, ...]:
    if why:
        return (Secret(why),) * 5
    return (*(found or (None, None, None)), taux_de(found), taux_de(found, 2))


def _carte(territoire: Territoire, found: Mapping[str, Totaux]) -> Bloc:
    hidden = raisons(territoire, territoire.annee, HEBERGEMENT)
    frame = montrees(
        (code, name, Secret(hidden[code]) if code in hidden else taux_de(found.get(code)))
        for code, name in territoire.departements.items()
    )
    titre = "Demandes d’hébergement qui ont une réponse positive"
    table = _departements(territoire, found)
    return carte_valeurs(
        territoire, titre, frame, table, "taux", "", "Taux de réponse positive, en %"
    )


def _preconisations(territoire: Territoire) -> Tableau:
    labels = nomenclature("preconisation").libelles
    found = par_preconisation(territoire, territoire.annee)
    hidden = raisons(territoire, territoire.annee, PRECONISATIONS)
    columns = (
        Colonne("Préconisation"), Colonne("Demandes", "nombre"),
        Colonne("Réponses positives", "nombre"), Colonne("Non pourvues", "nombre"),
        Colonne("Taux de réponse", "taux"), Colonne("Non pourvues, en part", "taux"),
    )  # fmt: skip
    lines = tuple(
        (label[:1].upper() + label[1:], *_cells(found.get(code), hidden.get(code, "")))
        for code, label in labels.items()
        if code in found
    )
    return Tableau(
        f"Ce que les SIAO préconisent en {territoire.exercice}, région",
        columns,
        lines,
        source=SOURCE,
    )
