"""What the fiche opérateur describes: action, publics, activity, financing, expectations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from cpomlib.calcul import (
    accorde_par_financeur,
    avec_totaux,
    part,
    places_croisees,
    places_par,
    total_places,
)
from cpomlib.dossier import Dossier
from cpomlib.droit import nomenclature
from cpomlib.entree import Saisie
from cpomlib.rapports.elements import mesure, sources
from cpomlib.rapports.fiche_operateur.bareme import BaremeOperateur
from cpomlib.rapports.fiche_operateur.colonnes import sans_a_completer
from cpomlib.rapports.sommes import somme_de_parts
from cpomlib.rapports.volet_elements import A_COMPLETER
from cpomlib.rendu.blocs import Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Valeur, write

_MODES = {"regroupe": "Collectif", "diffus": "Diffus"}
_TOUT = "Ensemble"
_AUTRES = "Autres catégories"
_ACTIVITE = (
    "cpom_1_taux", "cpom_2_taux", "taux_occupation", "duree_moyenne_sejours_termines",
)  # fmt: skip
_SITUATION = {
    "places": "places_financees",
    "duree_sejour": "duree_moyenne_sejours_termines",
    "sorties_logement": "cpom_1_taux",
    "orientations_siao": "part_via_siao",
}
"""Expectation → the indicator that says where it stands today."""


def description(dossier: Dossier, bareme: BaremeOperateur, saisie: Saisie) -> Groupe:
    """Show the missions by mode, the types of places and the GHAM."""
    rows = _places(dossier)
    return Groupe(
        (
            Titre(2, "Description de l’action de l’opérateur", "description"),
            Paragraphe(saisie.profil or A_COMPLETER, titre="Profil\u00a0:"),
            _missions(rows, bareme, saisie),
            Groupe((_types(rows, bareme), _ghams(rows)), cote_a_cote=True),
        )
    )


def publics(dossier: Dossier, bareme: BaremeOperateur, saisie: Saisie) -> Groupe:
    """Show the main public, the specific profiles, then co-financing and specific points."""
    columns = (
        Colonne("Public"),
        Colonne(f"Part des ménages {dossier.exercice}", "taux"),
    )
    year = dossier.annee
    main = tuple(
        (label, somme_de_parts(dossier, ids, year)) for label, ids in bareme.publics.items()
    )
    specific = _specifiques(dossier, bareme, saisie)
    titles = (
        Colonne("Profil"), Colonne("Part des ménages", "taux"), Colonne("Accueil"),
    )  # fmt: skip
    told = " ".join(profil.note for profil in bareme.profils.values() if profil.indicateurs)
    share = _written(dossier, "taux_cofinancement")
    points = (
        f"part hors État des financements, {write(share)}\u00a0; autres points, "
        f"{saisie.points_specifiques or A_COMPLETER}."
    )
    return Groupe(
        (
            Titre(2, "Publics", "publics"),
            Groupe(
                (
                    Tableau("Type de public principal", columns, main,
                            source=sources(["part_composition_couple"])),
                    sans_a_completer(
                        Tableau("Profils de publics spécifiques accueillis", titles, specific,
                                note=told), "Accueil",
                    ),
                ),
                cote_a_cote=True,
            ),
            Paragraphe(points, titre="Points spécifiques\u00a0:"),
        )
    )  # fmt: skip


def _specifiques(
    dossier: Dossier, bareme: BaremeOperateur, saisie: Saisie
) -> tuple[tuple[Valeur, ...], ...]:
    """Return the specific profiles: their share, and what the parties say of their reception."""
    year = dossier.annee
    return tuple(
        (
            profil.libelle,
            somme_de_parts(dossier, names, year) if (names := profil.indicateurs) else A_COMPLETER,
            saisie.profils.get(name) or A_COMPLETER,
        )
        for name, profil in bareme.profils.items()
    )


def activite(dossier: Dossier, bareme: BaremeOperateur, saisie: Saisie) -> Groupe:
    """Show the indicators of activity over the years, and the part taken in the SIAO."""
    columns = (
        Colonne("Indicateur"),
        *dossier.colonnes(),
    )
    rows = tuple(
        (dossier.libelle(name), *(mesure(dossier, name, year) for year in dossier.annees))
        for name in _ACTIVITE
    )
    part: tuple[tuple[Valeur, ...], ...] = (
        ("Proportion de ménages hébergés via le SIAO", _written(dossier, "part_via_siao")),
        *((label, saisie.siao.get(name) or A_COMPLETER) for name, label in bareme.siao.items()),
    )
    return Groupe(
        (
            Titre(2, "Indicateurs d’activité", "activite"),
            Groupe(
                (
                    Tableau(
                        "Sorties, occupation, séjours", columns, rows, source=sources(_ACTIVITE)
                    ),
                    Tableau(
                        "Part prise au SIAO", (Colonne("Contribution"), Colonne("Contenu")), part
                    ),
                ),
                cote_a_cote=True,
            ),
        )
    )


def financement(dossier: Dossier) -> Groupe:
    """Show what each financer granted, and the share of each."""
    rows = dossier.frames["financements"]
    mine = rows[
        rows["id_etablissement"].isin(dossier.structures["id_etablissement"])
        & (rows["annee"] == dossier.annee)
    ]
    granted, total = accorde_par_financeur(mine)
    labels = nomenclature("financeur").libelles
    lines: list[tuple[Valeur, ...]] = [
        (f"{label[:1].upper()}{label[1:]}", granted[name], part(granted[name], total))
        for name, label in labels.items()
        if granted.get(name)
    ]
    known = (("Total", total, 1.0),) if lines else (("Total", None, None),)
    columns = (
        Colonne("Financeur"), Colonne(f"Montant accordé {dossier.exercice}", "euros_ronds"),
        Colonne("Part", "taux"),
    )  # fmt: skip
    return Groupe(
        (
            Titre(2, "Description du financement", "financement"),
            Tableau("Financements", columns, (*lines, *known), lignes_total=1,
                    source=sources(["taux_cofinancement"])),
        )
    )  # fmt: skip


def attendus(dossier: Dossier, bareme: BaremeOperateur, saisie: Saisie) -> Groupe:
    """Show where each expectation stands, and what is expected in N and N+3."""
    first = dossier.annee + 1
    columns = (
        Colonne("Attendu"), Colonne(f"Situation {dossier.exercice}"),
        Colonne(f"Année N ({first})"), Colonne(f"Année N+3 ({first + 3})"),
    )  # fmt: skip
    rows = tuple(
        (
            label,
            _written(dossier, _SITUATION[name]) if name in _SITUATION else A_COMPLETER,
            *(saisie.attendus.get(name, {}).get(year) or A_COMPLETER for year in ("n", "n3")),
        )
        for name, label in bareme.attendus.items()
    )
    titre = Titre(2, "Attendus N et N+3", "attendus")
    return Groupe((titre, Tableau("Attendus", columns, rows)))


def _places(dossier: Dossier) -> pd.DataFrame:
    """Return the places of the year with the category of their establishment."""
    rows = dossier.frames["places"]
    rows = rows[rows["annee"] == dossier.annee]
    known = dossier.structures[["id_etablissement", "categorie"]]
    joined = rows.merge(known, on="id_etablissement")
    gham = joined["gham"].astype("object")
    return joined.assign(
        gham=gham.where(gham.notna(), "sans GHAM"), mode=joined["mode"].astype("str")
    )


def _missions(rows: pd.DataFrame, bareme: BaremeOperateur, saisie: Saisie) -> Tableau:
    """Say which missions are effected in collective and in diffus, as far as a GHAM says it."""
    columns = ("Mission", *_MODES.values(), "Précisions des parties")
    lines = tuple(
        (
            label,
            *(_mission(rows[rows["mode"] == mode], name, bareme.missions_gham) for mode in _MODES),
            saisie.missions.get(name) or A_COMPLETER,
        )
        for name, label in bareme.missions.items()
    )
    found = Tableau(
        "Missions effectuées", tuple(map(Colonne, columns)), lines,
        note="Une place est de l’hébergement\u00a0; les autres missions ne se déduisent que des "
        "GHAM dont un texte lu donne le contenu "
        f"({', '.join(bareme.missions_gham)}).",
    )  # fmt: skip
    return sans_a_completer(found, "Précisions des parties")


def _mission(rows: pd.DataFrame, mission: str, missions: Mapping[str, Sequence[str]]) -> str:
    count = total_places(rows) if len(rows) else 0
    if not count:
        return "–"
    if mission == "hebergement":
        return f"oui, {write(int(count), 'nombre')}\u00a0places"
    names = sorted(set(rows["gham"]))
    told = [name for name in names if mission in missions.get(str(name), ())]
    unknown = any(str(name) not in missions for name in names)
    held = total_places(rows[rows["gham"].isin(told)]) if told else 0
    said = f"oui, {write(int(held), 'nombre')}\u00a0places" if told else ""
    if unknown:
        return f"{said}\u00a0; le reste {A_COMPLETER}" if said else A_COMPLETER
    return said or "non"


def _types(rows: pd.DataFrame, bareme: BaremeOperateur) -> Tableau:
    """Count the places by the types of the guide."""
    types = {code: label for label, codes in bareme.types_places.items() for code in codes}
    named = rows["categorie"].astype("str").map(types).fillna(_AUTRES)
    wide = avec_totaux(
        places_croisees(rows.assign(type=named), "type", "mode").fillna(0).astype("int64"), _TOUT
    )
    modes = nomenclature("mode").libelles
    shown = [mode for mode in modes if mode in wide.columns]
    columns = (
        Colonne("Type de places"),
        *(Colonne(modes[m][:1].upper() + modes[m][1:], "nombre") for m in shown),
        Colonne(_TOUT, "nombre"),
    )
    lines = [
        (label, *(wide.loc[label, mode] for mode in (*shown, _TOUT)))
        for label in (*bareme.types_places, _AUTRES)
        if label in wide.index
    ]
    total = (_TOUT, *(wide.loc[_TOUT, mode] for mode in (*shown, _TOUT)))
    return Tableau("Nombre et types de places (financées)", columns, (*lines, total),
                   lignes_total=1, source=sources(["places_financees"]))  # fmt: skip


def _ghams(rows: pd.DataFrame) -> Tableau:
    counts = places_par(rows, "gham")
    labels = nomenclature("gham").libelles
    lines = tuple(
        (labels.get(str(name), str(name)), row.places_autorisees, row.places_financees)
        for name, row in counts.iterrows()
    )
    columns = (Colonne("GHAM"), Colonne("Places autorisées", "nombre"),
               Colonne("Places financées", "nombre"))  # fmt: skip
    return Tableau("GHAM de l’hébergement", columns, lines)


def _written(dossier: Dossier, indicateur: str) -> Valeur:
    return mesure(dossier, indicateur, dossier.annee)
