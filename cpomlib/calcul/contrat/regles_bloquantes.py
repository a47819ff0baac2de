"""Rules without which a contract is not regular: duration, perimeter, signatures, groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from cpomlib.calcul.contrat.cibles import toutes_les_cibles
from cpomlib.calcul.contrat.modele import Contrat, Ligne
from cpomlib.calcul.contrat.perimetre_du_contrat import chrs_oublies, subventionnes
from cpomlib.calcul.contrat.prorogation import prorogation, terme_actuel
from cpomlib.calcul.contrat.vue import OBLIGATOIRES, Trouve, Vue, nom, signataires
from cpomlib.socle import date_courte, pluriel

NOMMES = 3
"""Establishments that a sentence names before it counts the others."""
NEUVIEME = ("165", "178", "180", "197", "213")
"""The FINESS categories of L. 312-1 I 9° (ACT, CAARUD, LHSS, CSAPA, LAM)."""
AXES = {
    "acces_logement": "accès rapide au logement et accompagnement",
    "adaptation_offre": "adaptation de l’offre aux besoins",
}
"""The two mandatory axes, in the words of the arrêté of 2019."""
_AUTORITES = {"departement": "conseil départemental", "ars": "agence régionale de santé"}


def duree(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A contract lasts five years at most."""
    if contrat.duree and contrat.duree > vue.duree_maximale:
        yield {"objet": contrat.id, "mois": contrat.duree, "maximum": vue.duree_maximale}


def duree_prorogee(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """Six years at most with its extension; what was too long without it is told once, above."""
    more = prorogation(contrat, vue.jour).mois
    total = (contrat.duree or 0) + more
    regular = min(contrat.duree or 0, vue.duree_maximale)
    if more and regular + more > vue.duree_prorogee:
        yield {"objet": contrat.id, "mois": total, "maximum": vue.duree_prorogee}


def perimetre_incomplet(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """Every CHRS of the gestionnaire in a département where one is in."""
    for house in chrs_oublies(contrat, vue.etablissements):
        yield {"objet": nom(house), "departement": house["departement"]}


def plusieurs_regions(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """One préfet de région."""
    found = sorted({str(house["region"]) for _, house in vue.tenus(contrat)})
    if len(found) > 1:
        yield {"objet": contrat.id, "regions": ", ".join(found)}


def autre_gestionnaire(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """An establishment enters a contract of its own gestionnaire."""
    for _, house in vue.tenus(contrat):
        owner = vue.a_l_entree.get(house["id_etablissement"], house["id_gestionnaire"])
        if owner != contrat.gestionnaire:
            yield {"objet": nom(house), "proprietaire": owner}


def deux_contrats(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """An establishment is in one L. 313-11-2 contract at a time: one line for each other one."""
    if contrat.ligne["cadre"] != "l313_11_2":
        return
    for other in vue.contrats.values():
        if other.id == contrat.id or other.ligne["cadre"] != "l313_11_2" or not other.signe:
            continue
        held = {
            str(row["id_etablissement"]): common
            for row in contrat.de("contrat_etablissements")
            for their in other.de("contrat_etablissements")
            if their["id_etablissement"] == row["id_etablissement"]
            and (common := _commun(_span(contrat, row, vue.jour), _span(other, their, vue.jour)))
        }
        if held:
            yield {"objet": other.id, "autre": other.id, "etablissements": _nommes(held, vue),
                   "quand": _quand(held.values())}  # fmt: skip


def _nommes(held: Collection[str], vue: Vue) -> str:
    """Name the establishments, how many first where there are several."""
    names = sorted(nom(vue.etablissements[one]) if one in vue.etablissements else one
                   for one in held)  # fmt: skip
    if len(names) == 1:
        return names[0]
    shown = ", ".join(names[:NOMMES])
    more = f" et {pluriel(len(names) - NOMMES, 'autre')}" if len(names) > NOMMES else ""
    return f"{pluriel(len(names), 'établissement')} ({shown}{more})"


def _quand(spans: Iterable[tuple[date, date]]) -> str:
    """Say from when to when they are in both."""
    found = sorted(set(spans))
    first, last = found[0][0], max(end for _, end in found)
    if last == date.max:
        return f"depuis le {date_courte(first)}"
    between = ("du", "au") if len(found) == 1 else ("entre le", "et le")
    return f"{between[0]} {date_courte(first)} {between[1]} {date_courte(last)}"


def _span(contrat: Contrat, row: Ligne, jour: date) -> tuple[date, date]:
    end = terme_actuel(contrat, jour) or date.max
    first = max(row["date_entree"], contrat.effet or date.min)
    return first, min(row["date_sortie"] or end, end)


def _commun(one: tuple[date, date], other: tuple[date, date]) -> tuple[date, date] | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def autorite_hors_champ(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """State in région, exclusive tariff of the département, or the 9°."""
    for _, house in vue.tenus(contrat):
        if house["autorite"] == "departement" and house["programme"] != "autre":
            why = "son tarif ne relève pas du seul département"
        elif house["autorite"] == "ars" and house["categorie"] not in NEUVIEME:
            why = "il relève de l’agence régionale de santé sans être du 9° de L. 312-1"
        else:
            continue
        yield {"objet": nom(house), "pourquoi": why}


def axe_sans_objectif(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """Two axes are mandatory."""
    held = {row["axe"] for row in contrat.de("objectifs")}
    for axe, told in AXES.items():
        if axe not in held:
            yield {"objet": axe, "axe": told}


def indicateur_obligatoire(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """Four indicators are mandatory."""
    held = {one.indicateur for one in toutes_les_cibles(contrat)}
    for rank, start in enumerate(OBLIGATOIRES, 1):
        if not any(one.startswith(start) for one in held):
            yield {"objet": start, "numero": rank}


def prefet_departement(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """The préfet of the département signs for what he subsidises."""
    signed = {r["territoire"] for r in signataires(contrat) if r["nature"] == "prefet_departement"}
    regimes = {ident: str(house["regime"]) for ident, house in vue.etablissements.items()}
    paid = subventionnes(contrat, regimes)
    for _, house in vue.tenus(contrat):
        if house["id_etablissement"] in paid and house["departement"] not in signed:
            yield {"objet": nom(house), "departement": house["departement"]}


def autre_autorite(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """The authority of an establishment signs."""
    signed = signataires(contrat)
    for _, house in vue.tenus(contrat):
        wanted = house["autorite"]
        if wanted in _AUTORITES and not any(
            row["nature"] == wanted and row["territoire"] in {None, house["departement"],
                                                               house["region"]}
            for row in signed
        ):  # fmt: skip
            yield {"objet": nom(house), "autorite": _AUTORITES[wanted]}


def groupe_melange(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A common endowment, or a cross-affectation, stays within one programme and authority."""
    for column in ("groupe_dgc", "groupe_affectation"):
        groups: dict[str, set[str]] = {}
        for row, house in vue.tenus(contrat):
            if row[column]:
                of = f"{house['programme']}, {house['autorite']}"
                groups.setdefault(str(row[column]), set()).add(of)
        for code, mixed in groups.items():
            if len(mixed) > 1:
                yield {"objet": code, "melange": " ; ".join(sorted(mixed))}


def affectation_publique(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A public manager affects each result where it was made."""
    groups: dict[str, int] = {}
    for row in contrat.de("contrat_etablissements"):
        if row["groupe_affectation"]:
            code = str(row["groupe_affectation"])
            groups[code] = groups.get(code, 0) + 1
    yield from ({"objet": code} for code, count in groups.items() if vue.public and count > 1)
