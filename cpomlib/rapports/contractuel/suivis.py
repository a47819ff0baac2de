"""The targets of a contract as its documents show them: a table a year, a drawing a target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from cpomlib.calcul import sur
from cpomlib.calcul.contrat import (
    JUGEMENTS,
    CibleSuivie,
    LigneSuivi,
    Pente,
    etat_objectif,
    sous,
    touchees,
    toutes_les_cibles,
)
from cpomlib.dossier import DossierContrat
from cpomlib.rapports.contractuel.elements import (
    AUCUN_TARIF,
    axe,
    ecart,
    ecrite,
    forme,
    garni,
    libelle,
    mesure,
    mots,
    nommee,
)
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Tableau
from cpomlib.rendu.graphiques import courbes
from cpomlib.socle import NBSP, Mesure, Valeur, date_courte, pluriel

REPERE = "Un repère, entre deux cibles, est interpolé\u00a0: il n’est pas contractuel."
FRAGILE = "Fragile\u00a0: le hasard seul peut donner l’écart\u00a0; on lit les effectifs."
_JUGES = ("atteinte", "proche", "non_atteinte")
_OBJECTIFS = {"atteint": "atteint", "en_partie": "atteint en partie", "non_atteint": "non atteint",
              "non_mesurable": "non mesurable"}  # fmt: skip


def de_l_annee(dossier: DossierContrat, annee: int) -> list[LigneSuivi]:
    """Return the targets followed in a year of the contract: none before it takes effect."""
    effet = dossier.contrat.effet
    if effet is not None and annee < effet.year:
        return []
    return [line for line in dossier.suivi if line.annee == annee]


def derniere_jugee(dossier: DossierContrat) -> int:
    """Return the last year over that is followed, by the year of the document."""
    years = {line.annee for line in dossier.suivi if line.jugement != "a_venir"}
    return max((year for year in years if year <= dossier.annee), default=dossier.annee)


def tableau(dossier: DossierContrat, annee: int) -> Tableau:
    """Show what was expected of a year, what was measured, what is said of it."""
    columns = (Colonne("N°"), Colonne("Indicateur"), Colonne("Départ", "nombre"),
               Colonne("Attendu", "nombre"), Colonne("Mesuré", "nombre"), Colonne("Effectifs"),
               Colonne("Jugement"), Colonne("Chemin fait", "taux"))  # fmt: skip
    lines = de_l_annee(dossier, annee)
    notes = [REPERE] if any(one.interpolee for one in lines) else []
    notes += [FRAGILE] if any(one.fragile for one in lines) else []
    return Tableau(
        f"Suivi des cibles en {annee}",
        columns,
        tuple(_line(dossier, one) for one in lines),
        note=" ".join((*notes, *_conventions(dossier, lines, annee), AUCUN_TARIF)),
    )


def _conventions(dossier: DossierContrat, lines: Sequence[LigneSuivi], annee: int) -> list[str]:
    return touchees(dossier.contrat, annee, [one.cible.indicateur for one in lines])


def _line(dossier: DossierContrat, line: LigneSuivi) -> tuple[Valeur, ...]:
    cible = line.cible
    name = nommee(dossier, cible) + (" (repère)" if line.interpolee else "")
    return (
        cible.objectif,
        name,
        mesure(cible, line.reference),
        mesure(cible, line.attendu) if line.attendu is not None else "",
        _mesuree(line),
        effectifs(line),
        jugement(line),
        "" if not chemin_dit(line) else Mesure(line.avancement, "taux"),
    )


def _mesuree(line: LigneSuivi) -> Valeur:
    """Return the measure; a small or fragile rate is read in counts."""
    if line.jugement == "a_venir":
        return ""
    return "" if line.en_nombres else mesure(line.cible, line.mesure)


def chemin_dit(line: LigneSuivi) -> bool:
    """Tell whether the way done may be told: not from a rate that is read in counts."""
    return line.avancement is not None and not line.en_nombres


def lue(line: LigneSuivi) -> str:
    """Write what was measured as it is read: in counts where it is fragile, or of too few."""
    return effectifs(line) if line.en_nombres else ecrite(line.cible, line.mesure)


def effectifs(line: LigneSuivi) -> str:
    """Write the two terms of a rate, on one line."""
    if line.jugement == "a_venir" or line.numerateur is None or line.denominateur is None:
        return ""
    return sur(line.numerateur, line.denominateur).replace(" ", NBSP)


def jugement(line: LigneSuivi) -> str:
    """Write a judgement, with why there is none."""
    said = JUGEMENTS[line.jugement] + (", fragile" if line.fragile else "")
    return f"{said}. {line.raison}" if line.jugement == "non_mesurable" and line.raison else said


def trajectoires(dossier: DossierContrat) -> Tableau:
    """Show every target year after year: from where it starts, the targets that are given."""
    lines: dict[tuple[str, str, str], list[LigneSuivi]] = {}
    for one in dossier.suivi:
        lines.setdefault(one.cible.cle, []).append(one)
    years = sorted({one.annee for one in dossier.suivi})
    columns = (Colonne("N°"), Colonne("Indicateur"), Colonne("Sens"),
               Colonne("Tolérance", "nombre"), Colonne("Départ", "nombre"),
               *(Colonne(str(year), "nombre") for year in years))  # fmt: skip
    rows = tuple(_way(dossier, held, years) for held in lines.values())
    agreed = _conventions(dossier, dossier.suivi, years[-1]) if years else []
    empty = "Une case vide n’a pas de cible contractuelle cette année-là."
    return Tableau("Cibles année par année", columns, rows, note=" ".join((empty, *agreed)))


def _way(
    dossier: DossierContrat, lines: Sequence[LigneSuivi], years: Sequence[int]
) -> tuple[Valeur, ...]:
    last = lines[-1].cible
    points: Mapping[int, float] = {year: value for one in lines for year, value in one.cible.points}
    return (
        last.objectif,
        nommee(dossier, last),
        mots("sens_cible", last.sens),
        ecart(last, lines[-1].tolerance),
        mesure(last, lines[0].reference),
        *(mesure(last, points[year]) if year in points else "" for year in years),
    )


def dessins(dossier: DossierContrat) -> list[Bloc]:
    """Draw each target that has measures: what is expected, what is measured."""
    cibles: dict[tuple[str, str, str], list[LigneSuivi]] = {}
    for one in dossier.suivi:
        cibles.setdefault(one.cible.cle, []).append(one)
    return [
        _drawing(dossier, lines)
        for lines in cibles.values()
        if any(one.mesure is not None for one in lines) and lines[-1].cible.points
    ]


def _drawing(dossier: DossierContrat, lines: Sequence[LigneSuivi]) -> Figure:
    cible = lines[-1].cible
    shape, unit = forme(cible)
    rows: list[dict[str, Any]] = [
        {"annee": str(cible.annee_reference), "serie": "mesuré", "valeur": lines[0].reference}
    ]
    rows += [{"annee": str(one.annee), "serie": "attendu", "valeur": one.attendu} for one in lines]
    rows += [
        {"annee": str(one.annee), "serie": "mesuré", "valeur": one.mesure}
        for one in lines
        if one.jugement != "a_venir"
    ]
    columns = (Colonne("Année"), Colonne("Attendu", shape, unit), Colonne("Mesuré", shape, unit),
               Colonne("Jugement"))  # fmt: skip
    title = f"{cible.objectif} {nommee(dossier, cible)}"
    return Figure(
        titre=title,
        graphique=courbes(rows, "annee", "valeur", serie="serie", format=shape, unite=unit),
        unite=_echelle(cible),
        source="tables partagées, table «\u00a0cibles\u00a0»",
        alternative=_said(lines),
        note=_notes(lines),
        tableau=Tableau(
            title,
            columns,
            tuple((str(one.annee), one.attendu, one.mesure, jugement(one)) for one in lines),
        ),
    )


def _echelle(cible: CibleSuivie) -> str:
    shape, unit = forme(cible)
    return {"taux": "Part, en %"}.get(shape, unit.capitalize() or "Nombre")


def _said(lines: Sequence[LigneSuivi]) -> str:
    known = [one for one in lines if one.mesure is not None and one.jugement != "a_venir"]
    if not known:
        return f"{libelle(lines[-1].cible)}\u00a0: rien n’est encore mesuré."
    last = known[-1]
    wanted = "" if last.attendu is None else f", pour {ecrite(last.cible, last.attendu)} attendus"
    return f"En {last.annee}\u00a0: {lue(last)}{wanted}."


def _notes(lines: Sequence[LigneSuivi]) -> str:
    """Say which expected values no party agreed, and which measures are read in counts."""
    between = ", ".join(str(one.annee) for one in lines if one.interpolee)
    counted = "\u00a0; ".join(
        f"{one.annee}, {effectifs(one)}" for one in lines if one.en_nombres and effectifs(one)
    )
    said = [f"Repères interpolés, non contractuels\u00a0: {between}."] if between else []
    if counted:
        said.append(f"À lire en effectifs\u00a0: {counted}.")
    return " ".join(said)


def objectifs(dossier: DossierContrat, annee: int) -> Tableau:
    """Say where each objective stands: never one mark for the whole contract."""
    judged = [(one.cible.objectif, one.jugement) for one in de_l_annee(dossier, annee)]
    aimed = {one.objectif for one in toutes_les_cibles(dossier.contrat)}
    rows = []
    for row in dossier.objectifs:
        under = {*sous(dossier.contrat, str(row["id_objectif"]))}
        mine = [j for o, j in judged if o in under]
        said = _OBJECTIFS[etat_objectif(mine)] if under & aimed else "sans cible"
        counts = (str(mine.count(j) or "") for j in _JUGES)
        rows.append((str(row["id_objectif"]), str(row["intitule"]), axe(row), said, *counts))
    columns = tuple(map(Colonne, ("N°", "Objectif", "Axe", f"En {annee}", "Cibles atteintes",
                                  "Proches", "Non atteintes")))  # fmt: skip
    return garni("Où en est chaque objectif", columns, rows)


def en_nombres(dossier: DossierContrat, annee: int) -> str:
    """Count the judgements of a year in a sentence."""
    held = de_l_annee(dossier, annee)
    counts = Counter(one.jugement for one in held)
    frail = Counter(one.jugement for one in held if one.fragile)
    effet = dossier.contrat.effet
    if effet is not None and annee < effet.year:
        return f"Le contrat prend effet le {date_courte(effet)}\u00a0: rien n’est à juger avant."
    if not counts:
        return f"Aucune cible n’est suivie en {annee}."
    said = [
        f"{pluriel(counts[key], 'cible')} {_agreed(key, counts[key])}{_fragiles(frail[key])}"
        for key in JUGEMENTS if counts[key]
    ]  # fmt: skip
    return f"En {annee}\u00a0: {', '.join(said)}."


def _fragiles(count: int) -> str:
    return f" (dont {pluriel(count, 'fragile')})" if count else ""


def _agreed(key: str, count: int) -> str:
    plural = {"atteinte": "atteintes", "proche": "proches", "non_atteinte": "non atteintes",
              "non_mesurable": "non mesurables", "suivi": "suivies, sans cible"}  # fmt: skip
    return plural.get(key, JUGEMENTS[key]) if count > 1 else JUGEMENTS[key]


def a_expliquer(dossier: DossierContrat, annee: int) -> Tableau:
    """Ask of each target that was not reached, or could not be measured, why, and what next."""
    rows = tuple(
        (one.cible.objectif, nommee(dossier, one.cible), _gap(one), *_answers(dossier, one))
        for one in de_l_annee(dossier, annee)
        if one.jugement in {"non_atteinte", "proche", "non_mesurable"}
    )
    columns = tuple(map(Colonne, ("N°", "Indicateur", "Écart", "Pourquoi\u00a0?",
                                  "Quelle suite\u00a0?")))  # fmt: skip
    return Tableau(f"Cibles à expliquer en {annee}", columns, rows)


def _gap(line: LigneSuivi) -> str:
    if line.mesure is None or line.attendu is None:
        return jugement(line)
    return f"{lue(line)}, pour {ecrite(line.cible, line.attendu)}\u00a0: {jugement(line)}"


def _answers(dossier: DossierContrat, line: LigneSuivi) -> tuple[str, str]:
    cible = line.cible
    for row in dossier.contrat.de("mesures"):
        same = (row["indicateur"], row["id_etablissement"], row["annee"])
        if same == (cible.indicateur, cible.etablissement, line.annee):
            return str(row["explication"] or "à dire"), str(row["piste"] or "à dire")
    return "à dire", "à dire"


def tendance_en_mots(slope: Pente | None) -> str:
    """Say where the last measures lead: a plain extension, never a forecast."""
    if slope is None:
        return "moins de trois mesures"
    if slope.atteinte:
        return "déjà atteinte"
    return f"vers {slope.annee}, au rythme actuel" if slope.annee else "pas au rythme actuel"
