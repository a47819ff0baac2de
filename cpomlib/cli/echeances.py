"""``cpom echeances``: what is due for the contracts, and what silence means."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.contrats_lus import de_la_region, lus, options_contrats, un_contrat
from cpomlib.cli.etat import Jour

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import Contrat, Delai
    from cpomlib.dossier import ContratsLus

_COLONNES = {
    "contrat": "Contrat", "date": "Date", "statut": "Statut", "libelle": "Échéance",
    "faite_le": "Faite le", "jour_ferie": "Jour chômé", "silence": "Ce que vaut le silence",
    "article": "Texte",
}  # fmt: skip
STATUTS = {
    "faite": "faite", "a_venir": "à venir", "proche": "proche", "en_retard": "en retard",
    "sans_objet": "sans objet",
}  # fmt: skip


@click.command()
@click.option("--contrat", metavar="ID", help="Ce contrat seulement (code ou nom).")
@click.option("--region", metavar="CODE", help="Les contrats de cette région.")
@click.option("--du", type=Jour(), metavar="DATE", help="Premier jour des échéances montrées.")
@click.option("--au", type=Jour(), metavar="DATE", help="Dernier jour montré.")
@options_contrats("table", "json", "xlsx", "ics", fenetre=True)
def echeances(
    contrat: str | None,
    region: str | None,
    du: date | None,
    au: date | None,
    base: str | None,
    forme: str,
    sortie: str | None,
    **quand: Any,
) -> None:
    """Dit ce qui est dû pour les contrats, et ce que vaut le silence.

    Une date qui tombe un samedi, un dimanche ou un jour férié est gardée, et dite.
    """
    from cpomlib.cli.calendrier import ics
    from cpomlib.cli.formes import deposer_texte, rendre

    found = lus(base, {"au": None, **quand})
    if region:
        found = de_la_region(found, region)
    if contrat:
        found = found.parmi(_de_la_lignee(found, contrat))
    kept = [
        each for each in delais(found)
        if contrat in {None, each[0].contrat}
        and (du is None or each[0].le >= du) and (au is None or each[0].le <= au)
    ]  # fmt: skip
    if forme == "ics":
        due = [(one, _nature(one), _said(one, why)) for one, why in kept if not one.sans_objet]
        deposer_texte(ics(due, found.jour), sortie)
        return
    rows = [record(one, why, found.jour) for one, why in kept]
    if forme != "json":
        rows = [_in_words(row, one) for row, (one, _) in zip(rows, kept, strict=True)]
    rendre(forme, rows, _COLONNES, sortie)


def _de_la_lignee(lus: ContratsLus, code: str) -> dict[str, Contrat]:
    """Return a contract and those of its gestionnaire: what one owes, another may have taken on."""
    whose = un_contrat(lus, code).gestionnaire
    return {name: one for name, one in lus.contrats.items() if one.gestionnaire == whose}


def delais(lus: ContratsLus) -> list[tuple[Delai, str]]:
    """Return the deadlines of contracts by date, each with what keeps its day from being worked."""
    from cpomlib.calcul.contrat import chome, echeances_ensemble

    places = dict(
        zip(lus.frames["etablissements"]["id_etablissement"],
            lus.frames["etablissements"]["departement"], strict=True)
    )  # fmt: skip
    found = [
        (one, chome(one.le, _place(lus.contrats[code], places)))
        for code, held in echeances_ensemble(lus.contrats, lus.frames, lus.jour).items()
        for one in held
    ]
    return sorted(found, key=lambda each: (each[0].le, each[0].contrat, each[0].nature))


def _place(contrat: Contrat, places: dict[str, str]) -> str:
    """Return the département of a contract, empty where it has several."""
    held = {
        places.get(str(row["id_etablissement"]), "") for row in contrat.de("contrat_etablissements")
    }
    return held.pop() if len(held) == 1 else ""


def _nature(delai: Delai) -> Any:
    from cpomlib.calcul.contrat import ECHEANCES

    return ECHEANCES.lire().natures[delai.nature]


def record(delai: Delai, chome: str, jour: date) -> dict[str, Any]:
    """Return a deadline in the form of the contract."""
    nature = _nature(delai)
    return {
        "contrat": delai.contrat,
        "nature": delai.nature,
        "date": delai.le.isoformat(),
        "statut": delai.statut(jour),
        "faite_le": delai.faite_le.isoformat() if delai.faite_le else None,
        "silence": " ".join(filter(None, (delai.dit, nature.silence))),
        "article": nature.article,
        "jour_ferie": chome or None,
    }


def _said(delai: Delai, chome: str) -> str:
    return " ".join(
        filter(None, (f"Jour non travaillé\u00a0: {chome}." if chome else "", delai.dit))
    )


def _in_words(row: dict[str, Any], delai: Delai) -> dict[str, Any]:
    from cpomlib.socle import date_courte

    done = delai.faite_le
    key = "" if delai.cle in {"0", "contrat"} else f", {delai.cle}"
    return row | {
        "date": date_courte(delai.le),
        "statut": STATUTS[row["statut"]],
        "libelle": f"{_nature(delai).libelle}{key}",
        "faite_le": date_courte(done) if done else None,
    }
