"""The parts of the fiche of one establishment; the tables are short, two pages hold them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from cpomlib.calcul import en_comptes, moyennes, total_places, trop_peu
from cpomlib.calcul.anomalies import Anomalie, douteux
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.volet import Couts
from cpomlib.dossier import Dossier, measured
from cpomlib.droit import communes, libelle_categorie, nom_departement, nomenclature
from cpomlib.rapports.anomalies import answer
from cpomlib.rapports.comparables import SANS_RANG, trouves
from cpomlib.rapports.elements import famille
from cpomlib.rapports.voisinage import Voisinage, empechement
from cpomlib.rapports.volet_financier import tableau_couts
from cpomlib.rendu.blocs import Bloc, Colonne, Paragraphe, Tableau
from cpomlib.socle import Secret, Valeur, date_courte, pluriel, write

_TABLEAUX = {
    "Publics, activité et indicateurs obligatoires": (
        "menages_accueillis", "personnes_accueillies", "menages_presents_31_12", "part_via_siao",
        "taux_occupation", "taux_indisponibilite", "sorties_menages",
        "duree_moyenne_sejours_termines", "taux_rotation_places",
        "cpom_1_taux", "cpom_1_taux_social", "cpom_1_taux_prive", "cpom_2_taux",
        "cpom_3_taux_dls_active", "cpom_4_taux_presence_longue",
    ),
    "Budget (compte administratif)": (
        "charges_groupe_1", "charges_groupe_2", "charges_groupe_3", "produits_groupe_1",
        "produits_groupe_2", "produits_groupe_3", "resultat", "taux_resultat", "cout_place",
        "taux_cofinancement",
    ),
    "Ressources humaines": (
        "etp_total", "etp_pour_100_places", "part_cdi",
        "taux_absenteisme", "taux_rotation", "taux_etp_vacants",
    ),
}  # fmt: skip
_SIZES = {"nombre", "menages", "personnes", "places", "etp", "euros"}
"""Units of what depends on the size: comparing it with others would say nothing."""
_PER_PLACE = {"cout_place", "cout_journee", "cout_moyen_etp", "etp_pour_100_places"}
_SHOWN_MODALITIES = 3
_AUCUNE = "Aucune anomalie relevée par les règles évaluées."


@dataclass(frozen=True, eq=False)
class FicheEtablissement:
    """One establishment, with its two years and what may be said of those like it."""

    dossier: Dossier
    structure: pd.Series
    id: str
    resultats: Mapping[int, pd.DataFrame]
    voisinage: Voisinage
    couts: Couts

    @property
    def nom(self) -> str:
        """Name of the establishment."""
        return str(self.structure["nom"])

    @property
    def annees(self) -> tuple[int, ...]:
        """The years set side by side, oldest first."""
        return tuple(sorted(self.resultats))

    def valeur(self, indicateur: str, annee: int | None = None) -> float | None:
        """Return an indicator of the establishment, None when it is not available."""
        value = self.resultats[annee or self.dossier.annee].loc[indicateur, "valeur"]
        return None if pd.isna(value) else float(value)


def mesure_de(resultats: pd.DataFrame, indicateur: str) -> Valeur:
    """Return an indicator for a cell: masked, missing, or with the form of its unit."""
    row = resultats.loc[indicateur]
    if row["statut"] == "secret":
        return Secret(str(row["raison"]))
    value = None if pd.isna(row["valeur"]) else float(row["valeur"])
    return measured(indicateur, value, _termes(row) if row["statut"] == "ok" else None)


def _termes(row: pd.Series) -> tuple[float, float]:
    return float(row["numerateur"]), float(row["denominateur"])


def identite(fiche: FicheEtablissement) -> Tableau:
    """Say who the establishment is, and by whom it is authorised and paid."""
    who = fiche.structure
    labels = {name: nomenclature(name).libelles for name in ("regime", "autorite", "programme")}
    rows = (
        ("Identifiant et gestionnaire", f"{fiche.id}, {fiche.dossier.raison_sociale}"),
        ("Catégorie FINESS", f"{libelle_categorie(str(who['categorie']))} ({who['categorie']})"),
        ("Commune et département", _where(who)),
        (
            "Habilitation",
            f"{labels['regime'][str(who['regime'])]}, {labels['autorite'][str(who['autorite'])]}"
            f"{_day(', ouvert le', who['date_ouverture'])}"
            f"{_day(', fermé le', who['date_fermeture'])}",
        ),
        ("Financement", labels["programme"][str(who["programme"])]),
    )
    return Tableau("Identité et habilitation", (Colonne("Repère"), Colonne("Valeur")), rows)


def places(fiche: FicheEtablissement) -> Bloc:
    """Set the places by GHAM and mode."""
    year, rows = fiche.dossier.annee, fiche.dossier.frames["places"]
    mine = rows[(rows["id_etablissement"] == fiche.id) & (rows["annee"] == year)]
    if mine.empty:
        return Paragraphe(f"Aucune place déposée pour {year}.", role="note")
    modes = nomenclature("mode").libelles
    counts = ["places_autorisees", "places_financees", "places_indisponibles"]
    lines: list[tuple[Valeur, ...]] = [
        (
            str(r.gham) if pd.notna(r.gham) else "sans GHAM",
            modes.get(str(r.mode), str(r.mode)),
            *(getattr(r, name) for name in counts),
        )
        for r in mine.itertuples()
    ]
    total = ("Ensemble", "", *(total_places(mine, name) for name in counts))
    columns = (
        Colonne("GHAM"), Colonne("Mode"), Colonne("Autorisées", "nombre"),
        Colonne("Financées", "nombre"), Colonne("Indisponibles", "nombre"),
    )  # fmt: skip
    return Tableau(f"Places en {year}", columns, (*lines, total), lignes_total=1)


def publics(fiche: FicheEtablissement) -> tuple[Bloc, ...]:
    """Say in one line each who the households are."""
    said = [
        (label, text)
        for label, prefix, liste in (
            ("Composition", "part_composition_", "composition"),
            ("Âge", "part_age_", "tranche_age"),
            ("Motif", "part_motif_", "motif"),
            ("Ressources", "part_ressources_", "ressources"),
        )
        if (text := _largest(fiche, prefix, liste))
    ]
    if not said:
        return ()
    columns = (Colonne("Ménages"), Colonne("Principales modalités"))
    return (Tableau("Qui est accueilli", columns, tuple(said)),)


def _largest(fiche: FicheEtablissement, prefix: str, liste: str) -> str:
    labels = famille(prefix, liste)
    shares = {name: fiche.valeur(name) for name in labels}
    known = sorted(((v, k) for k, v in shares.items() if v), reverse=True)[:_SHOWN_MODALITIES]
    year = fiche.resultats[fiche.dossier.annee]
    return ", ".join(
        f"{_lower(labels[name])} {_part(name, value, _termes(year.loc[name]))}"
        for value, name in known
    )


def _part(indicateur: str, valeur: float, termes: tuple[float, float]) -> str:
    if trop_peu(indicateur, termes):
        return f"({en_comptes(indicateur, termes)})"
    return write(valeur, "taux")


def _lower(label: str) -> str:
    """Begin a label in lower case, unless it begins with an acronym."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def tableaux(fiche: FicheEtablissement) -> tuple[Bloc, ...]:
    """Set the indicators part by part; say which parts have no data at all."""
    years = fiche.annees
    blocks: list[Bloc] = []
    absent: list[str] = []
    for titre, ids in _TABLEAUX.items():
        if all(_absent(fiche, name, year) for name in ids for year in years):
            absent.append(titre.lower())
        else:
            blocks.append(_table(fiche, titre, ids))
    if absent:
        when = " et ".join(map(str, years))
        text = f"Rien n’est déposé pour {when}\u00a0: {', '.join(absent)}."
        blocks.append(Paragraphe(text, role="manque", titre="Données manquantes."))
    return tuple(blocks)


def _absent(fiche: FicheEtablissement, indicateur: str, annee: int) -> bool:
    return bool(fiche.resultats[annee].loc[indicateur, "statut"] == "nd")


def _table(fiche: FicheEtablissement, titre: str, ids: tuple[str, ...]) -> Tableau:
    columns = (
        Colonne("Indicateur"), *(Colonne(fiche.dossier.titre(y), "nombre") for y in fiche.annees),
        Colonne("Médiane des comparables", "nombre"), Colonne("Rang"),
    )  # fmt: skip
    rows = tuple(
        (
            fiche.dossier.libelle(name),
            *(mesure_de(fiche.resultats[year], name) for year in fiche.annees),
            *_beside(fiche, name),
        )
        for name in ids
    )
    return Tableau(titre, columns, rows)


def _beside(fiche: FicheEtablissement, name: str) -> tuple[Valeur, Valeur]:
    if not _comparable(name):
        return "–", "–"
    middle, own = fiche.voisinage.repere(name), fiche.resultats[fiche.dossier.annee].loc[name]
    if isinstance(middle, Secret):
        return middle, middle
    strong = [one for one in _doubtful(fiche) if one.severite == "forte"]
    unsure = trop_peu(name, _termes(own)) or any(douteux(strong, (name,)))
    return middle, SANS_RANG if unsure else fiche.voisinage.rang(name) or SANS_RANG


def _comparable(name: str) -> bool:
    return name in _PER_PLACE or fiches()[name].unite not in _SIZES


def compares() -> tuple[str, ...]:
    """Return the indicators of the tables that are set beside those of the comparable ones."""
    return tuple(name for ids in _TABLEAUX.values() for name in ids if _comparable(name))


def gham(fiche: FicheEtablissement) -> tuple[Bloc, ...]:
    """Set the cost of each GHAM beside its ceiling."""
    if not fiche.couts.lignes:
        return ()
    table = tableau_couts(fiche.couts, fiche.dossier.annee)
    return (replace(table, colonnes=table.colonnes[1:], lignes=tuple(r[1:] for r in table.lignes)),)


def qualite(fiche: FicheEtablissement) -> tuple[Bloc, ...]:
    """Give in one sentence the mean mark of each theme of the quality grid."""
    year, rows = fiche.dossier.annee, fiche.dossier.frames["qualite"]
    mine = rows[(rows["id_etablissement"] == fiche.id) & (rows["annee"] == year)]
    if mine.empty:
        return ()
    means = moyennes(mine, "theme", "cotation")
    said = ", ".join(
        f"{label} {write(means[theme], 'decimal')}"
        for theme, label in nomenclature("theme").libelles.items()
        if theme in means
    )
    titre = f"Qualité, cotation moyenne de 1 à 4 en {year}\u00a0:"
    return (Paragraphe(f"{said[:1].upper()}{said[1:]}.", titre=titre),)


def comparaison(fiche: FicheEtablissement) -> Paragraphe:
    """Say how many comparable establishments there are, and whether figures are doubtful."""
    found = fiche.voisinage
    said = empechement(fiche.dossier) or found.raison or trouves(found, "établissement")
    if fiche.dossier.publiable:
        return Paragraphe(said, titre="Établissements comparables\u00a0:")
    doubtful = _doubtful(fiche)
    also = f" {pluriel(len(doubtful), 'anomalie')} à vérifier." if doubtful else f" {_AUCUNE}"
    return Paragraphe(f"{said}{also}", titre="Établissements comparables\u00a0:")


def anomalies(fiche: FicheEtablissement) -> tuple[Bloc, ...]:
    """List the doubtful figures of the establishment and what was answered."""
    found = _doubtful(fiche)
    if not found:
        return ()
    rows = tuple((one.message, one.severite, answer(one)) for one in found)
    titles = ("Constat", "Gravité", "Justification")
    return (
        Tableau(
            f"À vérifier\u00a0: {pluriel(len(found), 'anomalie')}",
            tuple(map(Colonne, titles)),
            rows,
        ),
    )


def _doubtful(fiche: FicheEtablissement) -> list[Anomalie]:
    return [one for one in fiche.dossier.examen.anomalies if one.entite == fiche.id]


def _where(who: pd.Series) -> str:
    departement = nom_departement(str(who["departement"]))
    if pd.isna(who["commune"]):
        return departement
    names = communes().set_index("code")["nom"]
    return f"{names.get(str(who['commune']), who['commune'])}, {departement}"


def _day(what: str, when: Any) -> str:
    return "" if pd.isna(when) else f"{what} {date_courte(pd.Timestamp(when))}"
