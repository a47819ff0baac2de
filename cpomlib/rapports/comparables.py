"""The comparable gestionnaires: how they were found, and where this one stands among them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cpomlib.calcul.comparables import Bareme
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier, form, measured
from cpomlib.rapports.elements import mesure, sources
from cpomlib.rapports.publiable import COMPARABLES_NON_REPRIS
from cpomlib.rapports.voisinage import (
    Alentours,
    Voisinage,
    des_etablissements,
    des_gestionnaires,
    empechement,
    voisinage,
)
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques.positions import positions
from cpomlib.socle import Format, Secret, Valeur, pluriel, write

ANCRE = "comparables"
CHAMP = (
    "Ils sont cherchés parmi ceux de la région qui hébergent\u00a0; un chiffre douteux "
    "ne compte ni dans leurs quartiles, ni dans un rang."
)
DISCRETION = (
    "Ni les noms ni les chiffres des comparables ne sont montrés\u00a0: seulement combien ils "
    "sont, en quoi ils ressemblent, et leur distribution quand le secret statistique le permet."
)
DESSINES = 8
"""How many of the declared indicators the chart shows: what fits a page with its table."""

LEGENDE = (
    "Losange\u00a0: {qui}. Bande\u00a0: la moitié centrale des comparables, du premier au "
    "troisième quartile. Trait\u00a0: leur médiane."
)
RANG = (
    "Le premier rang est le meilleur, {qui} compris\u00a0; n’ont pas de rang un indicateur sans "
    "meilleur côté, un chiffre douteux, un trop petit effectif."
)
SANS_RANG = "–"
_SOURCE = (
    "tables partagées «\u00a0Places\u00a0», «\u00a0Établissements et services\u00a0» et "
    "«\u00a0Séjours\u00a0»\u00a0; population municipale (Insee)"
)
_ETABLISSEMENTS = ("taux_occupation", "cpom_1_taux", "cout_place")


def comparables(dossier: Dossier) -> Groupe:
    """Show the nearest gestionnaires of the région and where this one stands among them."""
    titre = Titre(2, "Les gestionnaires comparables", ANCRE)
    if dossier.publiable:
        return Groupe((titre, Paragraphe(COMPARABLES_NON_REPRIS, role="note")))
    autour, found = des_gestionnaires(dossier)
    if autour is None:
        return Groupe((titre, absents(dossier, found, "gestionnaire")))
    if found.raison:
        missing = absents(dossier, found, "gestionnaire")
        return Groupe((titre, missing, *_etablissements(dossier)))
    return Groupe(
        (
            titre,
            Paragraphe(f"{trouves(found, 'gestionnaire')} {CHAMP} {DISCRETION}"),
            tableau_criteres(autour.bareme, found),
            *_figure(dossier, autour.bareme, found),
            tableau_positions(dossier, autour.bareme, found),
            *_etablissements(dossier),
        )
    )


def trouves(found: Voisinage, nature: str) -> str:
    """Say how many comparable ones were found and how near they are, naming none."""
    near = f"(distance moyenne de {write(found.distance, 'decimal2')} sur 1)"
    count = pluriel(found.n, f"{nature} comparable", f"{nature}s comparables")
    if nature == "gestionnaire":
        return f"{count} de la région {near}."
    owners = pluriel(found.gestionnaires, "autre gestionnaire", "autres gestionnaires")
    return f"{count} chez {owners} {near}."


def absents(dossier: Dossier, found: Voisinage, nature: str) -> Paragraphe:
    """Say that there are too few comparable ones, and why."""
    return Paragraphe(
        empechement(dossier) or found.raison,
        role="manque",
        titre=f"Aucune comparaison avec des {nature}s comparables.",
        que_faire=""
        if dossier.publiable
        else "Le secret statistique ne laisse rien dire de trop peu d’entre eux\u00a0; les "
        "poids et les limites de la recherche sont ceux que le service a fixés.",
    )


def tableau_criteres(bareme: Bareme, found: Voisinage) -> Tableau:
    """Explain the distance: weight, mean gap and share of each criterion."""
    columns = (
        Colonne("Critère"),
        Colonne("Poids", "decimal"),
        Colonne("Écart moyen", "decimal2"),
        Colonne("Part de la distance", "decimal2"),
        Colonne("Pourquoi, et comment l’écart se lit"),
    )
    rows = tuple(
        (c.libelle, c.poids, found.ecarts.get(c.nom), found.parts.get(c.nom), c.phrase)
        for c in bareme.criteres.values()
    )
    return Tableau(
        "Comment les comparables sont trouvés", columns, rows,
        note="Écart de 0 (pareil) à 1 (tout oppose), en moyenne sur les comparables\u00a0; la "
        f"distance est la moyenne des écarts pondérée par les poids. {_reglages(bareme)}",
        source=_SOURCE,
    )  # fmt: skip


def tableau_bareme(bareme: Bareme) -> Tableau:
    """Explain the distance without any unit: the weight of each criterion, and why."""
    columns = (
        Colonne("Critère"),
        Colonne("Poids", "decimal"),
        Colonne("Pourquoi, et comment l’écart se lit"),
    )
    return Tableau(
        "Comment les comparables sont trouvés",
        columns,
        tuple((c.libelle, c.poids, c.phrase) for c in bareme.criteres.values()),
        note="La distance est la moyenne, pondérée par les poids, d’écarts qui vont de 0 (pareil) "
        f"à 1 (tout oppose). {_reglages(bareme)}",
        source=_SOURCE,
    )


def _reglages(bareme: Bareme) -> str:
    """Write the settings of the search, and say when they are the service's own."""
    limits = "\u00a0; ".join(
        f"{r.libelle[:1].lower()}{r.libelle[1:]}\u00a0: {write(r.valeur, _shape(r.valeur))}"
        for r in bareme.reglages.values()
    )
    own = f" Valeurs propres au service\u00a0: {bareme.surcharge.name}." if bareme.surcharge else ""
    return f"Réglages\u00a0: {limits}.{own}"


def tableau_positions(dossier: Dossier, bareme: Bareme, found: Voisinage) -> Tableau:
    """Set the gestionnaire beside the quartiles of the comparable ones."""
    columns = (
        Colonne("Indicateur"), Colonne("Ce gestionnaire", "nombre"),
        Colonne("Premier quartile", "nombre"), Colonne("Médiane", "nombre"),
        Colonne("Troisième quartile", "nombre"), Colonne("Rang"),
    )  # fmt: skip
    rows = tuple(
        (
            fiches()[i].libelle,
            mesure(dossier, i, dossier.annee),
            *found.quartiles(i),
            _rank(dossier, found, i),
        )
        for i in bareme.indicateurs
    )
    return Tableau(
        f"Où se situe le gestionnaire parmi les comparables en {dossier.annee}", columns, rows,
        note=RANG.format(qui="ce gestionnaire"), source=sources(bareme.indicateurs),
    )  # fmt: skip


def _rank(dossier: Dossier, found: Voisinage, indicateur: str) -> Valeur:
    """Return the rank for a cell, masked as the quartiles are; none on too few, none of a doubt."""
    middle = found.repere(indicateur)
    if isinstance(middle, Secret):
        return middle
    unsure = dossier.en_nombres(indicateur) or dossier.verdict(indicateur).doute
    return SANS_RANG if unsure else found.rang(indicateur) or SANS_RANG


def _figure(dossier: Dossier, bareme: Bareme, found: Voisinage) -> tuple[Bloc, ...]:
    """Draw the first indicators where the gestionnaire and its comparable ones are known."""
    rows = [
        (fiches()[i].libelle, dossier.valeur(i), p.q1, p.mediane, p.q3, form(i)[0])
        for i in bareme.indicateurs
        if dossier.valeur(i) is not None
        and not dossier.en_nombres(i)
        and (p := found.positions[i]).statut == "ok"
    ][:DESSINES]
    if not rows:
        return ()
    frame = pd.DataFrame(rows, columns=["libelle", "valeur", "q1", "mediane", "q3", "format"])
    inside = sum(dans_la_moitie(value, q1, q3, shape) for _, value, q1, _, q3, shape in rows)
    titre = (
        f"Dans la moitié centrale des comparables pour {pluriel(inside, 'indicateur')} sur "
        f"{len(frame)}"
    )
    ids = [i for i in bareme.indicateurs if fiches()[i].libelle in set(frame["libelle"])]
    return (
        Figure(
            titre=titre,
            graphique=positions(frame, "libelle", "valeur"),
            unite="Chaque indicateur a son échelle",
            source=sources(ids),
            alternative=f"{titre}.",
            tableau=_drawn(dossier, ids, found),
            note=LEGENDE.format(qui="le gestionnaire"),
        ),
    )


def dans_la_moitie(valeur: float | None, q1: float | None, q3: float | None, forme: Format) -> bool:
    """Tell whether a value is in the middle half, as a reader sees it who has what is written."""
    if valeur is None or q1 is None or q3 is None:
        return False
    said = write(valeur, forme)
    return q1 <= valeur <= q3 or said in (write(q1, forme), write(q3, forme))


def _drawn(dossier: Dossier, ids: list[str], found: Voisinage) -> Tableau:
    titles = ("Indicateur", "Gestionnaire", "Premier quartile", "Médiane", "Troisième quartile")
    rows = tuple(
        (fiches()[i].libelle, measured(i, dossier.valeur(i)), *found.quartiles(i)) for i in ids
    )
    return Tableau("Positions", tuple(map(Colonne, titles)), rows)


def _etablissements(dossier: Dossier) -> tuple[Tableau, ...]:
    """Set each establishment that has places beside the establishments comparable to it."""
    autour = des_etablissements(dossier, _ETABLISSEMENTS)
    if autour is None:
        return ()
    columns = [Colonne("Établissement"), Colonne("Comparables", "nombre")]
    for indicateur in _ETABLISSEMENTS:
        columns += [
            Colonne(fiches()[indicateur].libelle, "nombre"),
            Colonne("Leur médiane", "nombre"),
        ]
    described = set(autour.description["places"].dropna().index)
    own = _par_etablissement(dossier)
    rows = tuple(
        _etablissement(dossier, autour, unit, own)
        for unit in dossier.structures["id_etablissement"]
        if unit in described
    )
    if not rows:
        return ()
    return (
        Tableau(
            f"Chaque établissement et la médiane de ses comparables en {dossier.annee}",
            tuple(columns), rows,
            note="Les établissements comparables sont cherchés de la même façon, chez les autres "
            "gestionnaires de la région\u00a0; le détail est dans le rapport «\u00a0Fiches "
            "d’établissement\u00a0».",
        ),
    )  # fmt: skip


def _par_etablissement(dossier: Dossier) -> dict[tuple[str, str], Valeur]:
    """Return the values of the dossier's establishments on the indicators compared."""
    own = dossier.par_etablissement
    own = own[own["id"].isin(_ETABLISSEMENTS)]
    names = ("unite", "id", "valeur", "numerateur", "denominateur")
    return {
        (unit, name): measured(name, value, (top, bottom))
        for unit, name, value, top, bottom in zip(*(own[n].tolist() for n in names), strict=True)
    }


def _etablissement(
    dossier: Dossier, autour: Alentours, unite: str, propres: Mapping[tuple[str, str], Valeur]
) -> tuple[Valeur, ...]:
    found = voisinage(autour, unite)
    cells: list[Valeur] = [dossier.nom(unite), found.n]
    for indicateur in _ETABLISSEMENTS:
        own = propres.get((unite, indicateur))
        cells += [own, found.repere(indicateur)]
    return tuple(cells)


def _shape(valeur: float) -> Format:
    return "nombre" if float(valeur).is_integer() else "decimal"
