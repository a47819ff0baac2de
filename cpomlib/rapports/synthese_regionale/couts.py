"""Indicators and costs over the gestionnaires: minimum, quartiles, median, mean, maximum."""

from __future__ import annotations

from collections.abc import Collection
from textwrap import shorten

import pandas as pd

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.regional import CONVENTION, REGION, Distribution, distribution, gestionnaire
from cpomlib.calcul.secret import porte_sur_des_personnes
from cpomlib.dossier import Territoire, form, measured
from cpomlib.rapports.elements import UNITES, sources
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Tableau, Titre
from cpomlib.rendu.graphiques import barres_triees
from cpomlib.socle import Secret, Valeur, pluriel, write

_INDICATEURS = (
    "cout_place", "cout_journee", "part_personnel", "taux_resultat", "evolution_charges",
    "taux_cofinancement", "jours_tresorerie", "taux_caf", "taux_vetuste", "taux_occupation",
    "taux_indisponibilite", "duree_moyenne_sejours_termines", "taux_rotation_places",
    "cpom_1_taux", "cpom_2_taux", "cpom_3_taux_dls_active", "cpom_4_taux_presence_longue",
    "etp_pour_100_places", "cout_moyen_etp", "taux_absenteisme", "taux_rotation",
)  # fmt: skip
_BARRES = ("cout_place",)
SURS = " Un chiffre que touche une anomalie forte n’y entre pas."
SAUF_ENSEMBLE = " Un chiffre que touche une anomalie forte n’entre que dans l’ensemble."
A_VERIFIER = " (à vérifier)"
_LONGUEUR = 60
"""Longest name on a chart, in characters: two lines."""


def couts(territoire: Territoire) -> Groupe:
    """Show how each indicator is spread over the gestionnaires of the région."""
    found = distributions(territoire)
    return Groupe(
        (
            Titre(2, "Indicateurs et coûts", "couts"),
            _tableau(territoire, found),
            *(bloc for name in _BARRES for bloc in _barres(territoire, name, found[name])),
        )
    )


def distributions(territoire: Territoire) -> dict[str, Distribution]:
    """Return the distribution of each indicator over the gestionnaires, for the year."""
    frame = territoire.valeurs[territoire.annee]
    known = territoire.references.get(territoire.annee, {})
    return {
        name: distribution(
            frame[name].reindex(_surs(territoire, name)).tolist(),
            territoire.regles,
            publiable=territoire.publiable,
            raison=known[name].raison if name in known and known[name].statut == "secret" else "",
        )
        for name in _INDICATEURS
    }


def _surs(territoire: Territoire, name: str) -> list[str]:
    """Return the units that an indicator is spread over: a doubted figure makes no median.

    In what is published, who is left out of a figure about persons could be guessed: none is.
    """
    left: Collection[str] = ()
    if not (territoire.publiable and porte_sur_des_personnes(name)):
        left = territoire.hors_reference.get(name, ())
    return [gestionnaire(one) for one in territoire.gestionnaires if one not in left]


def _tableau(territoire: Territoire, found: dict[str, Distribution]) -> Tableau:
    heads = ("Minimum", "1er quartile", "Médiane", "Moyenne", "3e quartile", "Maximum")
    columns = (
        Colonne("Indicateur"),
        Colonne("Gestionnaires", "nombre"),
        *(Colonne(head, "nombre") for head in heads),
        Colonne("Ensemble", "nombre"),
    )
    rows = tuple(
        (
            fiches()[name].libelle,
            known.n,
            *_cells(territoire, name, known),
            territoire.cellule(REGION, name),
        )
        for name, known in found.items()
    )
    return Tableau(
        f"Comment les gestionnaires se répartissent-ils en {territoire.exercice}\u00a0?",
        columns,
        rows,
        note=f"{CONVENTION}. Moyenne simple\u00a0: chaque gestionnaire compte pour un. "
        "Ensemble\u00a0: la région prise comme un seul gestionnaire. De petits gestionnaires y "
        f"comptent autant que les grands\u00a0: le hasard suffit à en disperser les taux."
        f"{'' if territoire.publiable else SAUF_ENSEMBLE}",
        source=sources(list(found)),
    )


def _cells(territoire: Territoire, name: str, known: Distribution) -> tuple[Valeur, ...]:
    inner, edges = known.raison_quartiles, known.raison_extremes

    def cell(value: float | None, why: str = "") -> Valeur:
        if known.statut == "secret":
            return Secret(known.raison)
        return Secret(why) if why else measured(name, value)

    def edge(value: float | None) -> Valeur:
        shown = cell(value, edges)
        counts = None if isinstance(shown, Secret) else _termes_de(territoire, name, value)
        return measured(name, value, counts) if counts else shown

    return (
        edge(known.minimum),
        cell(known.q1, inner),
        cell(known.mediane),
        cell(known.moyenne),
        cell(known.q3, inner),
        edge(known.maximum),
    )


def _termes_de(
    territoire: Territoire, name: str, value: float | None
) -> tuple[float, float] | None:
    """Return the counts of the gestionnaire whose value it is, the largest one's of several."""
    units = [gestionnaire(one) for one in territoire.gestionnaires]
    held = [
        terms
        for unit in units
        if territoire.valeur(unit, name) == value and (terms := territoire.termes(unit, name))
    ]
    return max(held, key=lambda terms: terms[1], default=None)


def court(nom: str) -> str:
    """Shorten a name for a chart; the table beside it has the whole."""
    return shorten(nom, _LONGUEUR, placeholder="…")


def _nomme(territoire: Territoire, who: str, label: str, name: str) -> str:
    """Name a gestionnaire on a chart, and say that its figure is doubted."""
    doubted = who in territoire.hors_reference.get(name, ())
    return f"{court(label)}{A_VERIFIER if doubted else ''}"


def _sauf(territoire: Territoire, name: str) -> str:
    """Say that doubted figures, which a chart shows, are not in the span that it states."""
    left = [one for one in territoire.hors_reference.get(name, ())
            if territoire.valeur(gestionnaire(one), name) is not None]  # fmt: skip
    return f", sauf {pluriel(len(left), 'chiffre')} à vérifier" if left else ""


def _barres(territoire: Territoire, name: str, known: Distribution) -> tuple[Bloc, ...]:
    """Set the gestionnaires beside each other, by name: in the internal version only."""
    if territoire.publiable or known.n < territoire.regles.seuil_etablissements:
        return ()
    shape, unit = form(name)
    frame = pd.DataFrame(
        [
            (_nomme(territoire, one, label, name), territoire.valeur(gestionnaire(one), name))
            for one, label in territoire.gestionnaires.items()
        ],
        columns=["nom", "valeur"],
    ).astype({"valeur": "float64"})
    frame = frame.sort_values("valeur", ascending=False, na_position="last", kind="stable")
    said = (
        f"de {write(known.minimum, shape, unit)} à {write(known.maximum, shape, unit)}, médiane "
        f"{write(known.mediane, shape, unit)}{_sauf(territoire, name)}"
    )
    titre = f"{fiches()[name].libelle}\u00a0: {said}"
    columns = (Colonne("Gestionnaire"), Colonne(territoire.exercice, shape, unit))
    return (
        Figure(
            titre=titre,
            graphique=barres_triees(frame, "nom", "valeur", format=shape, unite=unit, trier=False),
            unite=UNITES.get(fiches()[name].unite, ""),
            source=sources([name]),
            alternative=f"{pluriel(known.n, 'gestionnaire')}, {said}.",
            tableau=Tableau(titre, columns, tuple(frame.itertuples(index=False, name=None))),
            note=f"Médiane des gestionnaires\u00a0: {write(known.mediane, shape, unit)}.{SURS}",
        ),
    )
