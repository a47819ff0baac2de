"""The publics of a région, and the offer and prestations made to them."""

from __future__ import annotations

import pandas as pd

from cpomlib.calcul import part, places_croisees, reste, somme, total_places
from cpomlib.calcul.regional import REGION, departement
from cpomlib.dossier import Territoire
from cpomlib.droit import NON_RENSEIGNE, nomenclature, population
from cpomlib.rapports.elements import UNITES, famille, sources
from cpomlib.rapports.territoire.elements import carte_valeurs, tableau_annees, tableau_departements
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Tableau, Titre
from cpomlib.rendu.graphiques import barres_empilees, barres_triees
from cpomlib.socle import Secret, Valeur, minuscule, write

_PUBLICS = (
    "menages_accueillis", "menages_presents_31_12", "personnes_accueillies", "enfants_accueillis",
    "part_via_siao", "part_droits_incomplets", "part_emploi",
)  # fmt: skip
_HABITANTS = 10_000
_ORDRE = "De gauche à droite, les segments suivent l’ordre de la légende."
"""Said under stacked bars: printed in grey, two colours may be one."""


def publics(territoire: Territoire) -> Groupe:
    """Show who is housed in the région, over the years and by département."""
    return Groupe(
        (
            Titre(2, "Les publics accueillis", "publics"),
            tableau_annees(territoire, "Ménages et personnes accueillis", _PUBLICS),
            *_parts(territoire, "Composition des ménages accueillis",
                    "part_composition_", "composition"),
            *_parts(territoire, "Âge de la personne de référence", "part_age_", "tranche_age"),
            *_motifs(territoire),
        )
    )  # fmt: skip


def _parts(territoire: Territoire, titre: str, prefixe: str, liste: str) -> tuple[Bloc, ...]:
    """Draw the shares of a family by département; those masked are named under the chart."""
    known = famille(prefixe, liste)
    places = {departement(code): name for code, name in territoire.departements.items()}
    places[REGION] = "Région"
    shown = [unit for unit in places if _whole(territoire, unit, list(known))]
    hidden = [name for unit, name in places.items() if unit not in shown]
    if not shown:
        return (_table_parts(territoire, titre, known, places),)
    rows = [
        (places[unit], label, territoire.valeur(unit, i))
        for unit in shown
        for i, label in known.items()
    ]
    frame = pd.DataFrame(rows, columns=["ou", "modalite", "valeur"]).astype({"valeur": "float64"})
    used = set(frame.loc[frame["valeur"] > 0, "modalite"])
    frame = frame[frame["modalite"].isin(used)].reset_index(drop=True)
    note = f"Non dessinés (absents, masqués ou en nombres)\u00a0: {', '.join(hidden)}."
    first = _premiere(frame[frame["ou"] == places[REGION]]) if REGION in shown else ""
    said = f"{titre}, d’abord\u00a0: {first} dans la région" if first else titre
    return (
        Figure(
            titre=said,
            graphique=barres_empilees(frame, "ou", "modalite", "valeur"),
            unite=f"Part des ménages accueillis en {territoire.exercice}, en %",
            source=sources(list(known)),
            alternative=f"{said}.",
            tableau=_table_parts(territoire, titre, known, places),
            note=f"{_ORDRE} {note}" if hidden else _ORDRE,
        ),
    )


def _premiere(frame: pd.DataFrame) -> str:
    """Name the modality that comes first, and its share; nothing where two are equal."""
    first = frame[frame["valeur"] == frame["valeur"].max()]
    if len(first) != 1:
        return ""
    return f"{minuscule(first['modalite'].iloc[0])}, {write(first['valeur'].iloc[0], 'taux')}"


def _whole(territoire: Territoire, unit: str, known: list[str]) -> bool:
    """Tell whether every share of a unit may be drawn: a stacked bar has no hole."""
    if any(territoire.masque(unit, i) or territoire.en_nombres(unit, i) for i in known):
        return False
    return any(territoire.valeur(unit, i) for i in known)


def _table_parts(
    territoire: Territoire, titre: str, known: dict[str, str], places: dict[str, str]
) -> Tableau:
    columns = (Colonne("Modalité"), *(Colonne(name, "taux") for name in places.values()))
    rows = tuple(
        (label, *(territoire.cellule(unit, i) for unit in places)) for i, label in known.items()
    )
    return Tableau(titre, columns, rows)


def _motifs(territoire: Territoire) -> tuple[Bloc, ...]:
    known = famille("part_motif_", "motif")
    shown = {i: label for i, label in known.items() if not territoire.masque(REGION, i)}
    rows = [(label, territoire.valeur(REGION, i)) for i, label in shown.items()]
    frame = pd.DataFrame(rows, columns=["modalite", "valeur"]).astype({"valeur": "float64"})
    if frame["valeur"].isna().all():
        return ()
    titre = "Les motifs de la demande d’hébergement"
    cells = tuple((label, territoire.cellule(REGION, i)) for i, label in known.items())
    table = Tableau(titre, (Colonne("Motif"), Colonne("Région", "taux")), cells)
    if any(territoire.en_nombres(REGION, i) for i in shown):
        return (table,)
    top = frame.loc[frame["valeur"].idxmax()]
    # what the shares shown leave is the most that a masked one can be
    sure = len(shown) == len(known) or top["valeur"] >= reste(somme(frame["valeur"].dropna()), 1.0)
    told = _premiere(frame)
    said = "Le secret ne laisse pas dire quel motif est le premier." if not sure else f"{titre}."
    named = sure and told
    return (
        Figure(
            titre=f"Premier motif de la demande\u00a0: {told}" if named else titre,
            graphique=barres_triees(frame, "modalite", "valeur"),
            unite=f"Part des ménages accueillis en {territoire.exercice}, région, en %",
            source=sources(list(known)),
            alternative=f"Premier motif\u00a0: {told}." if named else said,
            tableau=table,
        ),
    )


def offre(territoire: Territoire) -> Groupe:
    """Show the places by département, and what is offered in them (GHAM, mode)."""
    titre = "Les places, par département"
    heads = {
        "places_autorisees": "Autorisées", "places_financees": "Financées",
        "taux_indisponibilite": "Indisponibles", "taux_occupation": "Occupation",
        "taux_rotation_places": "Rotation",
    }  # fmt: skip
    return Groupe(
        (
            Titre(2, "L’offre et les prestations", "offre"),
            tableau_departements(territoire, titre, heads),
            _equipement(territoire),
            _prestations(territoire, "gham", "Les places par groupe homogène (GHAM)"),
            _prestations(territoire, "mode", "Les places par mode d’hébergement"),
        )
    )


def _equipement(territoire: Territoire) -> Figure:
    """Map the places per 10,000 inhabitants."""
    titre = "Places financées pour 10\u202f000 habitants"
    rows = []
    for code, name in territoire.departements.items():
        people = population(code)
        places = territoire.cellule(departement(code), "places_financees")
        value = territoire.valeur(departement(code), "places_financees")
        rate = part(value, people, _HABITANTS)
        cell: Valeur = places if isinstance(places, Secret) else rate
        rows.append((code, name, people, places, cell))
    frame = pd.DataFrame(
        [(code, name, None if isinstance(cell, Secret) else cell,
          "secret" if isinstance(cell, Secret) else "ok") for code, name, _, _, cell in rows],
        columns=["code", "nom", "valeur", "statut"],
    ).astype({"valeur": "float64"})  # fmt: skip
    columns = (
        Colonne("Département"), Colonne("Population municipale", "nombre"),
        Colonne("Places financées", "nombre"), Colonne("Pour 10\u202f000 habitants", "decimal"),
    )  # fmt: skip
    table = Tableau(
        titre, columns, tuple(row[1:] for row in rows),
        source="table partagée «\u00a0Places\u00a0»\u00a0; Insee, population municipale",
    )  # fmt: skip
    return carte_valeurs(territoire, titre, frame, table, "decimal", "", UNITES["places"])


def _prestations(territoire: Territoire, colonne: str, titre: str) -> Tableau:
    """Count financed places by GHAM or mode, in the région and over the years.

    Regional totals only: who offers what is public, and no person is counted.
    """
    frame = territoire.frames["places"]
    own = frame[frame["id_etablissement"].isin(territoire.structures["id_etablissement"])]
    own = own.assign(cle=own[colonne].astype("object").where(own[colonne].notna(), NON_RENSEIGNE))
    counted = places_croisees(own, "cle", "annee")
    labels = nomenclature(colonne).libelles
    last = float(total_places(own[own["annee"] == territoire.annee]) or 0)
    rows = []
    for code, label in labels.items():
        if code not in counted.index:
            continue
        values = [_count(counted, code, year) for year in territoire.annees]
        share = part(values[-1], last)
        name = label if code != NON_RENSEIGNE else "sans GHAM"
        rows.append((name[:1].upper() + name[1:], *values, share))
    columns = (
        Colonne("Prestation"), *territoire.colonnes(),
        Colonne(f"Part en {territoire.exercice}", "taux"),
    )  # fmt: skip
    return Tableau(titre, columns, tuple(rows), source=sources(["places_financees"]))


def _count(counted: pd.DataFrame, code: str, year: int) -> float | None:
    if year not in counted.columns or pd.isna(counted.loc[code, year]):
        return None
    return float(counted.loc[code, year])
