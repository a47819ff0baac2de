"""What every part is built of: a table over three years, a chart over three years, a gap said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier, form, measured
from cpomlib.droit import nom_departement, nomenclature
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Paragraphe, Tableau
from cpomlib.rendu.graphiques import SANS_REPONSE
from cpomlib.socle import Secret, Valeur, minuscule, pluriel, write
from cpomlib.tables import table, table_names

Rows = Sequence[Mapping[str, Any]]
Chart = Callable[[Rows], Any]


def mesure(dossier: Dossier, indicateur: str, annee: int) -> Valeur:
    """Return a value of an indicator with the form of its unit, None when it is missing.

    A rate on too few is its two counts (« 2 sur 6 »).
    """
    masked, terms = dossier.secret(indicateur, annee), dossier.termes(indicateur, annee)
    if masked:
        return Secret(masked)
    return measured(indicateur, dossier.valeur(indicateur, annee), terms)


def repere(dossier: Dossier, indicateur: str) -> Valeur:
    """Return the regional median of an indicator, masked where secrecy asks for it."""
    known = dossier.regional.get(indicateur)
    if known is None:
        return None
    if known.mediane is None:
        return Secret(known.raison)
    return measured(indicateur, known.mediane)


def tableau_annees(
    dossier: Dossier, titre: str, indicateurs: Sequence[str], *, note: str = ""
) -> Tableau:
    """Set indicators in rows and years in columns, the regional median last.

    What must be said of the figures of the year, and why some are doubtful, ends the note.
    """
    years = dossier.annees
    columns = [Colonne("Indicateur"), *dossier.colonnes()]
    if dossier.region:
        columns.append(
            Colonne("Médiane régionale", "nombre", aide=f"{dossier.nom_region}, {dossier.annee}")
        )
    rows = []
    for indicateur in indicateurs:
        row = [dossier.libelle(indicateur), *(mesure(dossier, indicateur, y) for y in years)]
        rows.append((*row, repere(dossier, indicateur)) if dossier.region else tuple(row))
    note = " ".join(filter(None, (note, precautions(dossier, indicateurs))))
    return Tableau(titre, tuple(columns), tuple(rows), note=note, source=sources(indicateurs))


def precautions(dossier: Dossier, indicateurs: Sequence[str]) -> str:
    """Say with which caution to read indicators: what goes with their value, what is doubtful."""
    known = fiches()
    said = [f"{known[i].libelle}\u00a0: {note}" for i in indicateurs if (note := dossier.note(i))]
    for one, touched in dossier.doutes(indicateurs):
        names = ", ".join(known[name].libelle for name in touched)
        where = "" if one.entite == dossier.id else f"{dossier.lieu(one.entite)}\u00a0: "
        said.append(f"Douteux en {dossier.annee} ({names}). {where}{one.message}")
    return " ".join(said)


def sources(indicateurs: Sequence[str]) -> str:
    """Return the tables that indicators come from, in words."""
    needed = {name for i in indicateurs for name in fiches()[i].tables}
    return tables_partagees(*(name for name in table_names() if name in needed))


def departements_en_mots(codes: Iterable[str]) -> str:
    """Name départements, each with its code, in the order of codes."""
    return ", ".join(f"{nom_departement(code)} ({code})" for code in sorted(set(codes)))


def tables_partagees(*noms: str) -> str:
    """Name shared tables by their titles, as a source."""
    shared = "table partagée" if len(noms) == 1 else "tables partagées"
    quoted = [f"«\u00a0{table(name).titre}\u00a0»" for name in noms]
    return f"{shared} {', '.join(quoted)}"


def famille(prefixe: str, liste: str) -> dict[str, str]:
    """Return the indicators of a family and the label of their modality, in its order."""
    labels = nomenclature(liste).libelles
    known = fiches()
    found = {f"{prefixe}{code}": label for code, label in labels.items()}
    return {i: label[:1].upper() + label[1:] for i, label in found.items() if i in known}


def longues(dossier: Dossier, libelles: Mapping[str, str]) -> Rows:
    """Return the values of indicators over the years: ``modalite``, ``annee``, ``valeur``.

    A masked value has no row, so that no chart says of it that it is missing.
    """
    return [
        {
            "modalite": label,
            "annee": dossier.titre(year),
            "valeur": dossier.valeur(indicateur, year),
        }
        for indicateur, label in libelles.items()
        for year in dossier.annees
        if not dossier.secret(indicateur, year)
    ]


def derniere_annee(rows: Rows) -> Rows:
    """Return the rows of the last year that has a value, those that have one."""
    known = [row for row in rows if row["valeur"] is not None]
    last = max((row["annee"] for row in known), default="")
    return [row for row in known if row["annee"] == last]


def present(dossier: Dossier, libelles: Mapping[str, str]) -> dict[str, str]:
    """Leave out the modalities that are zero or missing all along; a masked one stays."""
    return {
        indicateur: label
        for indicateur, label in libelles.items()
        if any(
            dossier.valeur(indicateur, year) or dossier.secret(indicateur, year)
            for year in dossier.annees
        )
    }


def figure_annees(
    dossier: Dossier,
    titre: str,
    libelles: Mapping[str, str],
    chart: Chart,
    *,
    note: str = "",
    premier: str = "",
    dire: str = "",
) -> Bloc:
    """Draw indicators over the years, with their data; say what is missing when none is known.

    Args:
        dossier: whose indicators.
        titre: what the chart shows, a plain noun: the finding takes its place where one holds.
        libelles: indicators and the label of each.
        chart: takes the rows of :func:`longues` and draws them.
        note: what the reader must know to read the chart.
        premier: what the modality that comes first is (« Ressource la plus fréquente »).
        dire: the indicator whose years are the finding, where it is not the only one drawn.
    """
    shown = present(dossier, libelles)
    first = next(iter(libelles))
    if not shown:
        return manque(dossier, first, titre)
    unit = fiches()[first].unite
    rows = longues(dossier, shown)
    masked = any(dossier.secret(i, year) for i in shown for year in dossier.annees)
    # bars would show as rates what is told in counts
    small = any(dossier.en_nombres(i, year) for i in shown for year in dossier.annees)
    if small or (masked and not any(row["valeur"] for row in rows)):
        return _data(dossier, shown, titre)
    # nothing is chosen among what masking leaves
    found = "" if masked else _constat(rows, first, premier if len(shown) > 1 else "")
    if dire and not masked:
        found = _annees_dites(longues(dossier, {dire: fiches()[dire].libelle}), dire)
    title = found or titre
    return Figure(
        titre=title,
        graphique=chart(rows),
        unite=UNITES.get(unit, unit),
        source=sources(list(shown)),
        alternative=phrases(title, _sentence(dossier, rows, first)),
        tableau=_data(dossier, shown, title),
        note=note,
    )


def _constat(rows: Rows, indicateur: str, premier: str) -> str:
    """State what a chart shows: every year of the only line, or which modality comes first."""
    shape, unit = form(indicateur)
    if len({row["modalite"] for row in rows}) == 1:
        return _annees_dites(rows, indicateur)
    said = [row for row in derniere_annee(rows) if row["modalite"] not in SANS_REPONSE]
    if not premier or not said:
        return ""
    top = max(said, key=lambda row: row["valeur"])
    if sum(row["valeur"] == top["valeur"] for row in said) > 1:
        return ""
    value = write(top["valeur"], shape, unit)
    return f"{premier} en {top['annee']}\u00a0: {minuscule(top['modalite'])}, {value}"


def _annees_dites(rows: Rows, indicateur: str) -> str:
    """Say what one indicator was, every year that it is known."""
    shape, unit = form(indicateur)
    known = [row for row in rows if row["valeur"] is not None]
    told = (f"{write(row['valeur'], shape, unit)} en {row['annee']}" for row in known)
    return f"{known[0]['modalite']}\u00a0: {', '.join(told)}" if known else ""


UNITES = {
    "taux": "Part, en %",
    "euros": "Euros",
    "mois": "Mois",
    "jours": "Jours",
    "etp": "Équivalents temps plein",
    "nombre": "Nombre",
    "menages": "Ménages",
    "personnes": "Personnes",
    "places": "Places",
    "annees": "Années",
}
"""Unit of a fiche → the unit line of a chart."""


def manque(dossier: Dossier, indicateur: str, titre: str) -> Paragraphe:
    """Say that a chart or a part cannot be made, why, and how to supply what is missing."""
    return Paragraphe(
        texte=dossier.raison(indicateur) or "Toutes les valeurs sont nulles sur la période.",
        role="manque",
        titre=f"{titre}\u00a0: données manquantes.",
    )


def figure_etablissements(
    dossier: Dossier, titre: str, indicateur: str, chart: Chart, *, minimum: int = 2
) -> tuple[Bloc, ...]:
    """Draw one indicator establishment by establishment, where there are several.

    ``titre`` names the figure; its two ends, and whose they are, follow.
    """
    known = dossier.par_etablissement
    known = known[(known["id"] == indicateur) & known["valeur"].notna()]
    if len(known) < minimum:
        return ()
    values = zip(map(dossier.nom, known["unite"]), known["valeur"].tolist(), strict=True)
    rows = sorted(values, key=lambda row: -row[1])
    shape, unit = form(indicateur)
    columns = (Colonne("Établissement"), Colonne(dossier.exercice, shape, unit))
    (high_name, high), (low_name, low) = rows[0], rows[-1]
    said = f"De {write(low, shape, unit)} ({low_name}) à {write(high, shape, unit)} ({high_name})."
    kind = fiches()[indicateur].unite
    titre = f"{titre}\u00a0: {minuscule(said).removesuffix('.')}"
    return (
        Figure(
            titre=titre,
            graphique=chart([{"modalite": name, "valeur": value} for name, value in rows]),
            unite=UNITES.get(kind, kind),
            source=sources([indicateur]),
            alternative=phrases(titre, pluriel(len(rows), "établissement")),
            tableau=Tableau(titre, columns, tuple(rows)),
        ),
    )


def phrases(*parties: str) -> str:
    """Set sentences one after the other: one that ends with a sign of its own keeps it alone."""
    said = (part.strip() for part in parties if part.strip())
    return " ".join(part if part[-1] in ".?!…" else f"{part}." for part in said)


def _data(dossier: Dossier, libelles: Mapping[str, str], titre: str) -> Tableau:
    columns = (
        Colonne("Modalité"),
        *dossier.colonnes(),
    )
    rows = tuple(
        (label, *(mesure(dossier, indicateur, year) for year in dossier.annees))
        for indicateur, label in libelles.items()
    )
    return Tableau(titre, columns, rows)


def _sentence(dossier: Dossier, rows: Rows, indicateur: str) -> str:
    """Say the largest modality of the last year known, and what it was at the beginning.

    A year that is not over is set against none.
    """
    shape, unit = form(indicateur)
    top = max(derniere_annee(rows), key=lambda row: row["valeur"])
    said = f"En {top['annee']}, {top['modalite']}\u00a0: {write(top['valeur'], shape, unit)}"
    known = [row for row in rows if row["valeur"] is not None]
    first_year = min(row["annee"] for row in known)
    before = [row["valeur"] for row in known
              if row["annee"] == first_year and row["modalite"] == top["modalite"]]  # fmt: skip
    unfinished = dossier.periode.ouverte and top["annee"] == dossier.exercice
    if first_year == top["annee"] or not before or unfinished:
        return said + "."
    return f"{said}, contre {write(before[0], shape, unit)} en {first_year}."
