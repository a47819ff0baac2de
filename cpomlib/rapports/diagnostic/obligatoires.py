"""The four mandatory indicators of every CPOM, with what the parties agreed to read in them."""

from __future__ import annotations

from cpomlib.calcul import selection
from cpomlib.calcul.contrat import valeur_convenue
from cpomlib.calcul.indicateurs import deces_ecartes, ecartes
from cpomlib.dossier import Dossier
from cpomlib.droit import definitions, seuil
from cpomlib.rapports.elements import figure_annees, mesure, repere, sources
from cpomlib.rendu.blocs import Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques import courbes
from cpomlib.socle import Secret, Valeur, minuscule, write

ANCRE = "indicateurs-obligatoires"
TAUX = {
    "cpom_1_taux": "1. Sorties vers un logement ordinaire",
    "cpom_2_taux": "2. Sorties vers un logement adapté",
    "cpom_3_taux_dls_active": "3. Demande de logement social active",
    "cpom_4_taux_presence_longue": "4. Présence anormalement longue",
}
_DU_CONTRAT = (
    "Les cibles du contrat sont jugées avec elle\u00a0; les taux de ce rapport gardent celle de "
    "tous, pour être comparés."
)
_DETAIL = (
    "cpom_1_taux",
    "cpom_1_taux_social",
    "cpom_1_taux_prive",
    "cpom_2_taux",
    "cpom_3_taux_dls_active",
    "cpom_4_taux_presence_longue",
)


def obligatoires(dossier: Dossier) -> Groupe:
    """Show the mandatory indicators: rate, numerator, denominator, conventions, three years."""
    return Groupe(
        (
            Titre(2, "Les quatre indicateurs obligatoires", ANCRE),
            Paragraphe(
                "Arrêté du 25 octobre 2019 (NOR TERS1926489A), annexe I. Les ménages à droits "
                "incomplets sont écartés des trois premiers."
            ),
            _fractions(dossier),
            *_deces(dossier),
            figure_annees(
                dossier,
                _evolution(dossier),
                TAUX,
                lambda frame: courbes(frame, "annee", "valeur", serie="modalite"),
            ),
            _conventions(dossier),
        )
    )


def _evolution(dossier: Dossier) -> str:
    """Say which of them move beyond chance, as the verdicts hold it; their name where none may."""
    named = f"Les indicateurs obligatoires, de {dossier.annees[0]} à {dossier.annee}"
    courses = {name: dossier.verdict(name).cours for name in TAUX}
    if dossier.periode.ouverte or set(courses.values()) == {"inconnu"}:
        return named
    moved = [
        f"{said} au-delà du hasard, {minuscule(dossier.libelle(name))}"
        for course, said in (("degrade", "se dégrade"), ("ameliore", "s’améliore"))
        for name in TAUX
        if courses[name] == course
    ]
    told = "\u00a0; ".join(moved) or "aucune évolution établie au-delà du hasard"
    return f"{named}\u00a0: {told}"


def _fractions(dossier: Dossier) -> Tableau:
    year = dossier.annee
    columns = (
        Colonne("Indicateur"),
        *(Colonne(f"Taux {dossier.titre(one)}", "taux") for one in dossier.annees),
        Colonne(f"Numérateur {dossier.titre(year)}", "nombre", unite="ménages"),
        Colonne(f"Dénominateur {dossier.titre(year)}", "nombre", unite="ménages"),
        *((Colonne("Médiane régionale", "taux"),) if dossier.region else ()),
    )
    return Tableau(
        f"Les indicateurs obligatoires en {dossier.titre(year)}",
        columns,
        tuple(_row(dossier, indicateur) for indicateur in _DETAIL),
        source=sources(_DETAIL),
    )


def _deces(dossier: Dossier) -> tuple[Paragraphe, ...]:
    """Say how many households the exit rates leave out because of a death, where it may be said."""
    if dossier.publiable:
        return ()
    ids = dossier.structures["id_etablissement"].tolist()
    unit = selection(dossier.structures, dossier.id, choisis=ids)
    said = ecartes(deces_ecartes(dossier.frames, unit, dossier.annee, dossier.conventions))
    return (Paragraphe(said),) if said else ()


def _row(dossier: Dossier, indicateur: str) -> tuple[Valeur, ...]:
    line = dossier.resultats[dossier.annee].loc[indicateur]
    masked = dossier.secret(indicateur)
    return (
        dossier.libelle(indicateur),
        *(mesure(dossier, indicateur, year) for year in dossier.annees),
        Secret(masked) if masked else float(line["numerateur"]),
        Secret(masked) if masked else float(line["denominateur"]),
        *((repere(dossier, indicateur),) if dossier.region else ()),
    )


def _conventions(dossier: Dossier) -> Tableau:
    """Print what the texts leave open, as the parties understand it."""
    longue, anciennete = seuil("seuil_presence_longue_mois"), seuil("anciennete_min_mois")
    agreed = dossier.conventions
    rows = [
        (longue.libelle, write(agreed.seuil_presence_longue_mois, "nombre", "mois"),
         longue.origine, longue.note),
        (anciennete.libelle,
         "aucune" if agreed.anciennete_min_mois is None
         else write(agreed.anciennete_min_mois, "nombre", "mois"),
         anciennete.origine, anciennete.note),
        *_du_contrat(dossier),
        *((d.libelle, dossier.periode.dire(d.texte), d.origine, d.note)
          for d in definitions().values()),
    ]  # fmt: skip
    columns = ("Convention", "Retenu dans ce rapport", "Origine", "À savoir")
    return Tableau("Conventions des parties", tuple(map(Colonne, columns)), tuple(rows))


def _du_contrat(dossier: Dossier) -> list[tuple[str, str, str, str]]:
    """Print what the contract agreed otherwise: its targets are judged with it."""
    if dossier.publiable:
        return []
    return [
        (seuil(key).libelle, valeur_convenue(key, value), "contrat", _DU_CONTRAT)
        for key, value in dossier.conventions_du_contrat.items()
    ]
