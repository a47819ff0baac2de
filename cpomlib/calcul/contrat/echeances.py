"""All the deadlines of a contract, from its dates, its acts and its meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from cpomlib.calcul.contrat.actes_attendus import (
    acte_attendu,
    actes,
    fait_le,
    jour_legal,
    premier,
)
from cpomlib.calcul.contrat.campagne_budgetaire import campagne
from cpomlib.calcul.contrat.delais import CadreDelais, Delai
from cpomlib.calcul.contrat.etat import etat_du_contrat
from cpomlib.calcul.contrat.modele import Contrat, Ligne, plus_mois
from cpomlib.calcul.contrat.perimetre_du_contrat import membres, subventionnes
from cpomlib.calcul.contrat.pluripartite import DOCUMENTS, FINI, condition, reconductions
from cpomlib.calcul.contrat.prorogation import AVANT_TERME, prorogation, terme_actuel
from cpomlib.calcul.contrat.reponses import reponse_siege, silence

CONSEIL = 18
"""Months before the end: the opening that the guide advises."""
BP = (10, 31)
RENOUVELLEMENT = 14
"""Months before the end of an approval from which its renewal is prepared."""


Regle = Callable[[Contrat, CadreDelais, date, date], Iterator[Delai]]


def echeances(contrat: Contrat, cadre: CadreDelais) -> list[Delai]:
    """Return the deadlines of a contract, in the order of their dates.

    A contract in preparation has the legal day of its signature, and what its tables plan.
    """
    found = [*_legal(contrat, cadre), *_planned(contrat), *_autonomous(contrat, cadre)]
    effet, end = contrat.effet, terme_actuel(contrat, cadre.jour)
    if contrat.signe and effet and end:
        rules = _REGLES[str(contrat.ligne["cadre"])]
        due = [one for rule in rules for one in rule(contrat, cadre, effet, end)]
        found += due if rules is _CPOM else [_convened(one) for one in due]
        if etat_du_contrat(contrat, cadre.jour) == "resilie":
            found = [_left(one, end) for one in found]
    return sorted(found, key=lambda one: (one.le, one.nature, one.cle))


_PENDANT = {
    "comite_suivi", "comite_mi_parcours", "comite_convenu", "mi_parcours_convenu",
    "prorogation_demande", "action", "releve",
}  # fmt: skip
"""What only a contract that runs owes; ended early, it owes the accounts of its years."""


def _left(one: Delai, end: date) -> Delai:
    gone = one.nature in _PENDANT and one.le > end and one.faite_le is None
    return replace(one, sans_objet=True) if gone else one


def _convened(delai: Delai) -> Delai:
    """Name what the parties agreed, where the law of the CPOM binds nobody."""
    return replace(delai, nature=_CONVENUES.get(delai.nature, delai.nature))


def _legal(contrat: Contrat, cadre: CadreDelais) -> Iterator[Delai]:
    if contrat.ligne["cadre"] != "l313_11_2":
        return
    days = [row["repondu_le"] for row in contrat.de("signatures") if row["acte"] == "0"]
    signed = max((day for day in days if day), default=contrat.effet) if contrat.signe else None
    late = signed is None and cadre.delais.conclusion < cadre.jour
    told = "Échéance légale dépassée." if late else ""
    yield Delai(contrat.id, "conclusion_cpom", "0", cadre.delais.conclusion, signed, late, told)


def _planned(contrat: Contrat) -> Iterator[Delai]:
    for row in contrat.de("releves"):
        if row["echeance"]:
            key = f"{row['date'].isoformat()}-{row['numero']}"
            yield Delai(contrat.id, "releve", key, row["echeance"], row["close_le"])
    for row in contrat.de("actions"):
        if row["date_fin"]:
            done = (row["date_point"] or row["date_fin"]) if row["etat"] == "faite" else None
            left = row["etat"] == "abandonnee"
            yield Delai(contrat.id, "action", str(row["id_action"]), row["date_fin"], done, left)


def _autonomous(contrat: Contrat, cadre: CadreDelais) -> Iterator[Delai]:
    """What runs by itself: evaluations, authorisations, silence of the authority."""
    yield from _every(contrat, "evaluation_has", 60)
    yield from _every(contrat, "autorisation", 180)
    for nature in ("decision_modificative", "ppi"):
        for row in actes(contrat, nature):
            yield from silence(contrat, cadre, row)


def _every(contrat: Contrat, nature: str, mois: int) -> Iterator[Delai]:
    """The next one of each establishment: agreed, or so many months after the last."""
    houses: dict[str, list[Ligne]] = {}
    for row in actes(contrat, nature):
        houses.setdefault(row["id_etablissement"] or "", []).append(row)
    for house, rows in houses.items():
        done = [day for row in rows if (day := fait_le(row))]
        waiting = [row["attendu_le"] for row in rows if row["attendu_le"] and not fait_le(row)]
        if waiting or done:
            due = min(waiting) if waiting else plus_mois(max(done), mois)
            yield Delai(contrat.id, nature, house or "contrat", due)


def _term(contrat: Contrat, cadre: CadreDelais, effet: date, end: date) -> Iterator[Delai]:
    yield Delai(contrat.id, "terme", "0", end, end if end < cadre.jour else None)


def _end(contrat: Contrat, cadre: CadreDelais, effet: date, end: date) -> Iterator[Delai]:
    longest = plus_mois(effet, cadre.delais.duree_maximale) - timedelta(days=1)
    yield from _term(contrat, cadre, effet, end)
    over = end < cadre.jour or contrat.ligne["date_resiliation"] is not None
    yield Delai(contrat.id, "duree_maximale", "0", longest, sans_objet=over)


def _extension(contrat: Contrat, cadre: CadreDelais, effet: date, end: date) -> Iterator[Delai]:
    signed_end = contrat.terme_initial
    assert signed_end
    state = prorogation(contrat, cadre.jour)
    limit = plus_mois(signed_end, -AVANT_TERME)
    asked = state.demandee_le or state.acquise_le
    # agreed by an amendment that is still to take effect: there is nothing left to ask for
    past = limit < cadre.jour if state.etat == "aucune" else bool(asked and asked > cadre.jour)
    yield Delai(contrat.id, "prorogation_demande", "0", limit, asked, past)
    if state.reponse_le:
        told = {
            "sans_effet_tacite": "Reçue trop tard, ou sans preuve : le silence ne vaut pas accord.",
            "refusee": "Refusée : la négociation s’ouvre sans délai.",
        }.get(state.etat, "")
        refused = state.etat == "refusee"
        yield Delai(contrat.id, "prorogation_reponse", "0", state.reponse_le, state.acquise_le,
                    refused, told)  # fmt: skip


def _renewal(contrat: Contrat, cadre: CadreDelais, effet: date, end: date) -> Iterator[Delai]:
    mid = plus_mois(effet, (contrat.duree or 0) // 2)
    opened = premier(
        row["date"]
        for row in contrat.de("rencontres")
        if row["nature"] in {"lancement", "negociation"} and row["date"] > mid
    )
    gone = contrat.ligne["statut"] == "resilie"
    for nature, months in (
        ("negociation_conseillee", CONSEIL),
        ("negociation", cadre.delais.negociation),
    ):
        yield Delai(contrat.id, nature, "0", plus_mois(end, -months), opened, gone)
    yield acte_attendu(contrat, "rapport_execution", None, end)


def _yearly(contrat: Contrat, cadre: CadreDelais, effet: date, end: date) -> Iterator[Delai]:
    """What each exercice asks, before the first day and after the last one too.

    The seat's costs are asked for in the exercices that an act names; in all, where it names none.
    """
    accounts, costs, asked = (
        cadre.delais.compte_administratif, cadre.delais.enquete_couts, cadre.delais.frais_siege,
    )  # fmt: skip
    paid = subventionnes(contrat, cadre.regimes)
    seat = {row["exercice"] for row in actes(contrat, "frais_siege")}
    for year in range(effet.year, end.year + 1):
        yield acte_attendu(contrat, "budget_previsionnel", year, date(year - 1, *BP))
        for nature in ("compte_administratif", "bilan_etape"):
            yield acte_attendu(contrat, nature, year, jour_legal(year + 1, accounts))
        yield acte_attendu(contrat, "enquete_couts", year, jour_legal(year + 1, costs))
        if seat & {None, year}:
            yield acte_attendu(contrat, "frais_siege", year, jour_legal(year - 1, asked))
            yield reponse_siege(contrat, cadre, year)
        if paid & {*membres(contrat, year)}:
            yield _subsidy(contrat, year)
        yield _written_review(contrat, year)


def _subsidy(contrat: Contrat, year: int) -> Delai:
    amended = premier(
        row["date_effet"]
        for row in contrat.de("avenants")
        if row["objet"] == "annuel" and row["date_effet"] and row["date_effet"].year == year
    )
    due = acte_attendu(contrat, "avenant_subvention", year, date(year, 12, 31))
    return Delai(contrat.id, due.nature, due.cle, due.le, due.faite_le or amended)


def _written_review(contrat: Contrat, year: int) -> Delai:
    written = [row["validee_le"] for row in contrat.de("rencontres") if row["validee_le"]]
    done = premier(day for day in written if day.year == year)
    return Delai(contrat.id, "compte_rendu_annuel", str(year), date(year, 12, 31), done)


def _committees(contrat: Contrat, cadre: CadreDelais, effet: date, end: date) -> Iterator[Delai]:
    held = [row["date"] for row in contrat.de("rencontres") if row["nature"] in _COMITES]
    mid = plus_mois(effet, (contrat.duree or 0) // 2)
    halfway = premier(
        row["date"]
        for row in contrat.de("rencontres")
        if row["nature"] == "mi_parcours"
        or (
            row["nature"] in {"comite_suivi", "comite_pilotage"}
            and plus_mois(mid, -6) <= row["date"] <= plus_mois(mid, 6)
        )
    )
    yield Delai(contrat.id, "comite_mi_parcours", "0", mid, halfway)
    every = contrat.ligne["periodicite_comite_mois"]
    if not every:
        return
    days = [effet]
    while (next_day := plus_mois(effet, int(every) * len(days))) <= end:
        days.append(next_day)
    for rank, (before, due) in enumerate(pairwise(days), 1):
        done = premier(day for day in held if before < day <= due)
        yield Delai(contrat.id, "comite_suivi", str(rank), due, done)


_COMITES = ("comite_suivi", "comite_pilotage", "mi_parcours", "bilan")


def _pluripartite(contrat: Contrat, cadre: CadreDelais, effet: date, end: date) -> Iterator[Delai]:
    last = contrat.ligne["agrement_fin"]
    lapsed = condition(contrat, cadre.jour) == "echue"
    if last:
        yield Delai(contrat.id, "agrement", "0", last, last if lapsed else None)
        renewed = premier(fait_le(row) for row in actes(contrat, "agrement"))
        yield Delai(contrat.id, "renouvellement_agrement", "0", plus_mois(last, -RENOUVELLEMENT),
                    renewed, lapsed)  # fmt: skip
    reviewed = premier(r["date"] for r in contrat.de("rencontres") if r["nature"] == "bilan")
    yield Delai(contrat.id, "evaluation_convention", "0", plus_mois(end, -12), reviewed)
    for one in reconductions(contrat, end, cadre.jour):
        yield acte_attendu(contrat, DOCUMENTS, one.documents, one.le)
        yield Delai(contrat.id, "reconduction", str(one.le.year), one.le, one.depuis,
                    one.pourquoi == FINI, one.pourquoi)  # fmt: skip


_CPOM: tuple[Regle, ...] = (_end, _extension, _renewal, _yearly, campagne, _committees)
_REGLES: Mapping[str, tuple[Regle, ...]] = {
    "l313_11_2": _CPOM,
    "l313_11": _CPOM,
    "pluripartite": (_term, _committees, _pluripartite),
    "objectifs_moyens": (_term, _committees),
    "schema_departemental": (_term, _committees),
}
"""What each kind of contract is bound by: the law of the CPOM binds no other."""
_CONVENUES = {
    "terme": "terme_convenu",
    "budget_previsionnel": "documents_financiers",
    "comite_suivi": "comite_convenu",
    "comite_mi_parcours": "mi_parcours_convenu",
}
"""What the law asks of a CPOM → the same thing where the parties alone agreed on it."""
