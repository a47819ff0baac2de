"""The shared dashboard: the programme 177's indicators and the SIAO's, against national values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from cpomlib.calcul.regional import HEBERGEMENT, LOGEMENT_ADAPTE, REGION
from cpomlib.dossier import Territoire, written
from cpomlib.droit import STATUTS, Parametre, ValeurDatee, parametre, seuil
from cpomlib.rapports.territoire import (
    SOURCE,
    couverture,
    essentiel,
    etendue,
    extremes,
    montrees,
    par_departement,
    points_indicateur,
    raisons,
    tableau_annees,
    tableau_departements,
    taux_de,
)
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques.points import points
from cpomlib.socle import Mesure, Secret, Valeur

A_COMPLETER = "à compléter"
_ETATS = {**STATUTS, "en_vigueur": "publiée"}
_CHIFFRES = (
    "places_financees", "taux_occupation", "cpom_1_taux", "cpom_2_taux", "cpom_3_taux_dls_active",
    "cpom_4_taux_presence_longue",
)  # fmt: skip
_OBLIGATOIRES = {
    "cpom_1_taux": "Sorties, logement ordinaire",
    "cpom_1_taux_social": "dont logement social",
    "cpom_1_taux_prive": "dont logement privé",
    "cpom_2_taux": "Sorties, logement adapté",
    "cpom_3_taux_dls_active": "Demande de logement social active",
    "cpom_4_taux_presence_longue": "Présences longues",
}
_PILOTES = {
    "taux_occupation": "Occupation",
    "taux_indisponibilite": "Indisponibilité",
    "taux_refus_logement": "Refus de logement",
    "duree_moyenne_sejours_termines": "Durée moyenne des séjours terminés",
    "part_via_siao": "Ménages venus par le SIAO",
}


@dataclass(frozen=True)
class Lolf:
    """An indicator of the programme 177.

    Attributes:
        chemin: its national values in ``parameters/legislation``.
        preconisations: the requests it is computed on; empty when no shared table gives it.
        manque: why the région has no value, when none of the tables gives it.
    """

    chemin: str
    preconisations: Collection[str] = ()
    manque: str = ""


LOLF = (
    Lolf("programme_177/reponse_siao_hebergement", HEBERGEMENT),
    Lolf("programme_177/reponse_siao_logement_adapte", LOGEMENT_ADAPTE),
    Lolf(
        "programme_177/part_logements_sociaux_sans_domicile",
        manque="Attributions de logements sociaux (SNE, OFII)\u00a0: aucune table partagée ne les "
        "porte.",
    ),
)


def premiere_page(territoire: Territoire) -> Groupe:
    """Show which région and its key figures."""
    cover = couverture(territoire, "Tableau de bord partagé", _CHIFFRES)
    return Groupe((*cover, *essentiel(territoire, _CHIFFRES)))


def programme_177(territoire: Territoire) -> Groupe:
    """Set the région's values beside the published national ones, year by year."""
    return Groupe(
        (
            Titre(2, "Les indicateurs du programme 177", "programme-177"),
            _region(territoire),
            *(bloc for one in LOLF if one.preconisations for bloc in _detail(territoire, one)),
            *(Paragraphe(one.manque, role="manque", titre=f"{parametre(one.chemin).libelle}\u00a0:")
              for one in LOLF if one.manque),
            _nationales(territoire),
        )
    )  # fmt: skip


def _region(territoire: Territoire) -> Tableau:
    columns = [Colonne("Indicateur")]
    for year in territoire.annees:
        columns += [
            Colonne(f"Région {territoire.titre(year)}", "taux"),
            Colonne(f"National {year}", "taux"),
        ]
    rows = []
    for one in LOLF:
        known = parametre(one.chemin)
        cells: list[Valeur] = []
        for year in territoire.annees:
            cells += [_valeur(territoire, one, REGION, year), nationale(known, year)]
        rows.append((known.libelle, *cells))
    return Tableau(
        "La région à côté des valeurs nationales", tuple(columns), tuple(rows),
        note="«\u00a0À compléter\u00a0»\u00a0: valeur nationale publiée ou à paraître, qui n’a pas "
        "été lue\u00a0; elle s’ajoute aux valeurs de référence du service.",
        source=f"{SOURCE}\u00a0; rapports annuels de performances du programme 177",
    )  # fmt: skip


def _valeur(territoire: Territoire, one: Lolf, unite: str, annee: int) -> Valeur:
    if not one.preconisations:
        return A_COMPLETER
    found = par_departement(territoire, annee, one.preconisations)
    why = raisons(territoire, annee, one.preconisations).get(unite)
    return Secret(why) if why else taux_de(found.get(unite))


def nationale(known: Parametre, annee: int) -> Valeur:
    """Return the national value of a year: the number, « abandonné », or « à compléter »."""
    dated = _of_year(known, annee)
    if dated is None or dated.statut == "a_completer":
        return A_COMPLETER
    return "abandonné" if dated.valeur is None else float(dated.valeur)


def _of_year(known: Parametre, annee: int) -> ValeurDatee | None:
    """Return the value of a year; one without end still holds (to be completed, dropped)."""
    found = [each for each in known.valeurs if each.debut.year <= annee]
    last = found[-1] if found else None
    return None if last and last.fin and last.fin.year < annee else last


def _nationales(territoire: Territoire) -> Tableau:
    """List the published national values, with their text and how sure they are."""
    rows = []
    for one in LOLF:
        known = parametre(one.chemin)
        for dated in reversed(known.valeurs):
            if dated.valeur is not None and dated.debut.year <= territoire.annee:
                rows.append((known.libelle, dated.debut.year, float(dated.valeur),
                             _ETATS[dated.statut], str(dated.reference), dated.note))  # fmt: skip
    columns = (
        Colonne("Indicateur"), Colonne("Année", "annee"), Colonne("Valeur nationale", "taux"),
        Colonne("État"), Colonne("Publiée dans"), Colonne("À savoir"),
    )  # fmt: skip
    return Tableau("Les valeurs nationales publiées", columns, tuple(rows))


def _detail(territoire: Territoire, one: Lolf) -> tuple[Bloc, ...]:
    """Show one indicator by département, over the years, and on a line."""
    titre = parametre(one.chemin).libelle
    columns = (
        Colonne("Département"),
        *territoire.colonnes("taux"),
    )
    names = {**territoire.departements, REGION: "Région"}
    rows = tuple(
        (name, *(_valeur(territoire, one, code, y) for y in territoire.annees))
        for code, name in names.items()
    )
    table = Tableau(f"{titre}, par département", columns, rows, source=SOURCE, lignes_total=1)
    frame = montrees((str(name), str(name), cells[-1]) for name, *cells in rows[:-1])
    if frame["valeur"].isna().all():
        return (table,)
    whole = _valeur(territoire, one, REGION, territoire.annee)
    drawn = points(
        frame.sort_values("valeur", ascending=False, na_position="last", kind="stable"),
        "nom", "valeur", nom_repere="Région",
        repere=whole.valeur if isinstance(whole, Mesure) else None,
    )  # fmt: skip
    return (
        Figure(
            titre=etendue(titre, frame, "taux", "", territoire.exercice),
            graphique=drawn, unite="Réponses positives sur demandes, en %", source=SOURCE,
            alternative=extremes(frame, "taux"), tableau=table,
        ),
        table,
    )  # fmt: skip


def obligatoires(territoire: Territoire) -> Groupe:
    """Show the four mandatory indicators of the contracts, in the région and by département."""
    return Groupe(
        (
            Titre(2, "Les indicateurs obligatoires des contrats", "obligatoires"),
            tableau_annees(territoire, "La région sur trois ans", tuple(_OBLIGATOIRES)),
            tableau_departements(
                territoire, f"Les départements en {territoire.exercice}", _OBLIGATOIRES
            ),
            points_indicateur(territoire, "Sorties vers un logement ordinaire", "cpom_1_taux"),
        )
    )


def pilotes(territoire: Territoire) -> Groupe:
    """Show occupation, unavailability, refusals and lengths: the announced pilot indicators."""
    mark = seuil("reference_occupation")
    return Groupe(
        (
            Titre(2, "L’activité et les orientations", "activite"),
            tableau_annees(
                territoire, "La région sur trois ans", tuple(_PILOTES),
                note="Repère national de l’occupation\u00a0: "
                f"{written('taux_occupation', mark.valeur)} "
                f"({mark.reference}).",
            ),
            tableau_departements(
                territoire, f"Les départements en {territoire.exercice}", _PILOTES
            ),
            points_indicateur(
                territoire, "Occupation", "taux_occupation"
            ),
        )
    )  # fmt: skip
