"""How ``cpom anomalies`` writes what it found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpomlib.calcul.anomalies import SEVERITES, STATUTS, Anomalie, Examen, RegleAnomalie
from cpomlib.droit import seuil
from cpomlib.socle import Periode, date_courte, nombre, pluriel

CLES = (
    "code", "volet", "severite", "entite", "annee", "libelle", "message", "valeurs", "exemples",
    "que_faire", "statut", "motif", "auteur", "justifiee_le",
)  # fmt: skip
"""What the JSON and CSV forms hold of an anomaly."""


def gardees(examen: Examen, severite: str) -> list[Anomalie]:
    """Return the anomalies at least as serious as what is asked."""
    worst = SEVERITES[: SEVERITES.index(severite) + 1]
    return [one for one in examen.anomalies if one.severite in worst]


def _record(one: Anomalie) -> dict[str, Any]:
    told = one.justification
    figures = {
        name: value if isinstance(value, int) else str(value) for name, value in one.valeurs.items()
    }
    return {
        **{key: getattr(one, key) for key in CLES[:7]},
        "valeurs": figures,
        "exemples": list(one.exemples),
        "que_faire": one.que_faire,
        "statut": one.statut,
        "motif": told.motif if told else None,
        "auteur": told.auteur if told else None,
        "justifiee_le": told.horodatage.isoformat() if told else None,
    }


def to_json(examen: Examen, severite: str, periode: Periode) -> str:
    """Write anomalies and rules not evaluated as JSON; exact decimals are texts."""
    from dataclasses import asdict

    from cpomlib.cli.ecran import write_json

    content = {
        "annee": periode.annee,
        **({"note": periode.avertissement} if periode.ouverte else {}),
        "anomalies": [_record(one) for one in gardees(examen, severite)],
        "non_evaluees": [asdict(one) for one in examen.non_evaluees],
    }
    return write_json(content) + "\n"


def to_csv(examen: Examen, severite: str, periode: Periode) -> str:
    """Write anomalies as CSV, one line each, which says its year."""
    import csv
    import io

    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, CLES, restval="", lineterminator="\n")
    writer.writeheader()
    for one in gardees(examen, severite):
        record = _record(one)
        pairs = (f"{name}={value}" for name, value in record["valeurs"].items())
        lists = {"valeurs": " | ".join(pairs), "exemples": " ".join(record["exemples"])}
        writer.writerow(record | lists)
    return sheet.getvalue()


def to_table(examen: Examen, severite: str, periode: Periode) -> str:
    """Write anomalies for a screen, the year first, the gravest, then what was not evaluated."""
    kept = gardees(examen, severite)
    head = periode.avertissement or f"Année {periode.annee}."
    if not kept:
        return f"{head}\nAucune anomalie relevée.\n{_lacking(examen)}"
    open_ones = sum(one.statut != "justifiee" for one in kept)
    count = pluriel(len(kept), "anomalie")
    lines = [head, f"{count}, dont {open_ones} à justifier ou à corriger."]
    for level in SEVERITES:
        mine = [one for one in kept if one.severite == level]
        if mine:
            lines += ["", f"GRAVITÉ {level.upper()}"]
            lines += [line for one in mine for line in _shown(one)]
    return "\n".join(lines) + f"\n\n{_lacking(examen)}"


def _shown(one: Anomalie) -> list[str]:
    rows = [f"  {one.entite}  {one.code}", f"      {one.message}"]
    if one.exemples:
        rows.append(f"      Par exemple\u00a0: {', '.join(one.exemples)}.")
    told = one.justification
    if told is None:
        return [*rows, f"      {one.que_faire}"]
    when = date_courte(told.horodatage)
    status = STATUTS[one.statut]
    return [
        *rows,
        f"      {status[0].upper()}{status[1:]} ({told.auteur}, {when})\u00a0: {told.motif}",
    ]


def _lacking(examen: Examen) -> str:
    """Sum up what could not be evaluated, by what is missing."""
    codes: dict[str, set[str]] = {}
    places: dict[str, set[str]] = {}
    for one in examen.non_evaluees:
        codes.setdefault(one.manque, set()).add(one.code)
        places.setdefault(one.manque, set()).add(one.entite)
    lines = [
        f"  {reason}\u00a0: {pluriel(len(rules), 'règle')} ({_where(places[reason])})"
        for reason, rules in codes.items()
    ]
    return "\n".join(["Règles non évaluées, faute de\u00a0:", *lines, ""]) if lines else ""


def _where(entities: set[str]) -> str:
    if len(entities) > 3:
        return pluriel(len(entities), "établissement")
    return ", ".join(sorted(entities))


FORMES = {"table": to_table, "json": to_json, "csv": to_csv}


def liste(regles: Mapping[str, RegleAnomalie]) -> list[str]:
    """Return one line per rule, by part of the diagnostic."""
    lines: list[str] = []
    volet = ""
    for rule in regles.values():
        if rule.volet != volet:
            volet = rule.volet
            lines += ["", volet.upper()]
        lines.append(f"  {rule.code:<36} {rule.severite:<8} {rule.libelle}")
    return lines[1:]


def fiche(rule: RegleAnomalie) -> list[str]:
    """Return all that is declared of a rule."""
    needs = [
        f"{need.table}{'.' + need.document if need.document else ''}"
        f"{f' (année moins {need.recul})' if need.recul else ''}"
        for need in rule.besoins
    ]
    return [
        rule.libelle,
        f"Gravité\u00a0: {rule.severite}",
        f"Pourquoi\u00a0: {rule.pourquoi}",
        f"Limites\u00a0: {rule.limites}",
        f"Que faire\u00a0: {rule.que_faire}",
        f"Tables\u00a0: {', '.join(needs) or 'toutes celles de l’année'}",
        *(_threshold(name) for name in rule.seuils),
    ]


def _threshold(name: str) -> str:
    found = seuil(name)
    value = nombre(found.valeur, 2) if isinstance(found.valeur, float) else nombre(found.valeur)
    return f"Seuil\u00a0: {found.libelle}, {value} ({found.unite}\u00a0; {found.origine})"
