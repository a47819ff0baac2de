"""Rules of a multi-funder agreement: its approval, who funds it, its renewal, its evaluation."""

from __future__ import annotations

from collections.abc import Iterator

from cpomlib.calcul.contrat.modele import Contrat, plus_mois
from cpomlib.calcul.contrat.pluripartite import condition, reconductions
from cpomlib.calcul.contrat.prorogation import terme_actuel
from cpomlib.calcul.contrat.vue import Trouve, Vue
from cpomlib.droit import nomenclature
from cpomlib.socle import date_courte, dire_centimes


def agrement_inconnu(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """The approval is the suspensive condition: its dates are known."""
    for column, told in (
        ("agrement_debut", "Le premier jour"),
        ("agrement_fin", "Le dernier jour"),
    ):
        if contrat.ligne[column] is None:
            yield {"objet": contrat.id, "quoi": told}


def agrement_echu(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """An approval that ended takes the agreement with it."""
    last, end = contrat.ligne["agrement_fin"], terme_actuel(contrat, vue.jour)
    ended = condition(contrat, vue.jour) == "echue"
    if ended and (end is None or end > last or contrat.reconduit):
        yield {"objet": contrat.id, "le": date_courte(last)}


def agrement_court(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """The agreement lasts as long as the approval, not longer."""
    last, end = contrat.ligne["agrement_fin"], terme_actuel(contrat, vue.jour)
    first, effet = contrat.ligne["agrement_debut"], contrat.effet
    if last and end and end > last >= vue.jour:
        yield {"objet": contrat.id, "quoi": f"finit le {date_courte(end)}, après l’agrément "
               f"({date_courte(last)})"}  # fmt: skip
    if first and effet and effet < first:
        yield {"objet": contrat.id, "quoi": f"commence le {date_courte(effet)}, avant l’agrément "
               f"({date_courte(first)})"}  # fmt: skip


def trou_de_financement(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """What was asked for and not granted, in the year looked at and those before."""
    held = vue.financements
    for year in held.annees if held else ():
        hole = held.total(year).trou if held else None
        if hole and year <= vue.jour.year:
            yield {"objet": contrat.id, "annee": year, "montant": dire_centimes(hole)}


def financeur_retire(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A funder that grants nothing more."""
    names = nomenclature("financeur")
    for who, year in (vue.financements.retraits if vue.financements else {}).items():
        told = names.libelle(who)
        yield {"objet": f"{told[:1].upper()}{told[1:]}", "annee": year}


def reconduction_en_attente(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A year that began without its financial documents is not renewed."""
    end = terme_actuel(contrat, vue.jour)
    if end is None or condition(contrat, vue.jour) != "remplie":
        return
    for one in reconductions(contrat, end, vue.jour):
        if one.le <= vue.jour and not one.acquise:
            yield {"objet": contrat.id, "annee": one.le.year, "pourquoi": one.pourquoi}


def evaluation_absente(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """The evaluation is made a year before the end."""
    end = terme_actuel(contrat, vue.jour)
    made = any(row["nature"] == "bilan" for row in contrat.de("rencontres"))
    if end and not made and plus_mois(end, -12) < vue.jour:
        yield {"objet": contrat.id, "le": date_courte(plus_mois(end, -12))}
