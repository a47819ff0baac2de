"""The budget campaign of a year, from the day the endowments are published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cpomlib.calcul.contrat.actes_attendus import acte_attendu, actes, actes_de, fait_le, premier
from cpomlib.calcul.contrat.delais import CadreDelais, Delai
from cpomlib.calcul.contrat.modele import Contrat, Ligne


def campagne(contrat: Contrat, cadre: CadreDelais, effet: date, end: date) -> Iterator[Delai]:
    """The campaign of a year, from the day the endowments are published."""
    for row in actes(contrat, "drl"):
        year, published = row["exercice"], fait_le(row)
        if year is None or published is None:
            continue
        limit = published + timedelta(days=cadre.delais.notification)
        kept = contradictoire(contrat, year)
        letters = actes_de(contrat, "courrier_modification", year)
        last = limit - timedelta(days=12)
        done = premier(one["recu_le"] or one["fait_le"] for one in letters)
        yield Delai(contrat.id, "courrier_modification", str(year), last, done,
                    not kept or (done is None and last < cadre.jour))  # fmt: skip
        yield acte_attendu(contrat, "notification", year, limit)
        yield from _answers(contrat, cadre, letters, year, kept)
    if cadre.public:
        for row in actes(contrat, "notification"):
            if row["recu_le"] and row["exercice"]:
                due = row["recu_le"] + timedelta(days=30)
                yield acte_attendu(contrat, "budget_executoire", row["exercice"], due)


def _answers(
    contrat: Contrat, cadre: CadreDelais, letters: Sequence[Ligne], year: int, kept: bool
) -> Iterator[Delai]:
    for row in letters:
        if row["recu_le"]:
            due = row["recu_le"] + timedelta(days=cadre.delais.reponse)
            answers = actes_de(contrat, "reponse_contradictoire", year)
            done = premier(fait_le(one) for one in answers if one["numero"] == row["numero"])
            key = f"{year}-{row['numero'] or 1}"
            yield Delai(contrat.id, "reponse_contradictoire", key, due, done, not kept)


def contradictoire(contrat: Contrat, annee: int) -> bool:
    """Whether the yearly procedure is kept: by a yearly amendment, or where nothing is agreed."""
    said = {row["modalite"] for row in contrat.de("moyens") if int(row["annee"]) == annee}
    return not (said - {None}) or "avenant_annuel" in said
