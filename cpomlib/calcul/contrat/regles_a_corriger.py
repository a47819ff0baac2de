"""Rules on what a contract should say, or has not done yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cpomlib.calcul.contrat.cibles import VERS, toutes_les_cibles
from cpomlib.calcul.contrat.conventions import convenu
from cpomlib.calcul.contrat.enveloppes import argent
from cpomlib.calcul.contrat.modele import Contrat, plus_mois
from cpomlib.calcul.contrat.perimetre_du_contrat import membres
from cpomlib.calcul.contrat.prorogation import terme_actuel
from cpomlib.calcul.contrat.vue import OBLIGATOIRES, Trouve, Vue
from cpomlib.socle import date_courte, dire_centimes, pluriel

_OUVERTES = ("a_venir", "en_cours")
_COMITES = ("comite_suivi", "comite_pilotage", "mi_parcours")


def cible_manquante(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A mandatory indicator is given a value to aim at."""
    for start in OBLIGATOIRES:
        rows = [one for one in toutes_les_cibles(contrat) if one.indicateur.startswith(start)]
        if rows and not any(one.points for one in rows):
            yield {"objet": rows[0].indicateur}


def diagnostic(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A diagnostic validated before the signature."""
    validated = contrat.ligne["diagnostic_valide_le"]
    if validated is None:
        yield {"objet": contrat.id, "pourquoi": "Le diagnostic partagé n’est pas validé."}
        return
    signed = [row["repondu_le"] for row in contrat.de("signatures") if row["acte"] == "0"]
    day = max((one for one in signed if one), default=contrat.effet)
    if contrat.signe and day and validated > day:
        yield {"objet": contrat.id, "pourquoi": "Le diagnostic est validé après la signature."}


def cible_sans_reference(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """One knows where one starts from."""
    for cible, reference in vue.references(contrat):
        if reference is None:
            yield {"objet": cible.indicateur, "annee": cible.annee_reference}


def cible_courte(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A target goes to the end of the contract."""
    end = terme_actuel(contrat, vue.jour)
    for cible in toutes_les_cibles(contrat):
        if end and cible.derniere and cible.derniere[0] < end.year:
            yield {"objet": cible.indicateur, "annee": cible.derniere[0], "terme": end.year}


def cible_contresens(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A rise is above its reference, a fall below."""
    for cible, reference in vue.references(contrat):
        assert cible.derniere
        if cible.sens not in VERS or reference is None or cible.derniere[1] == reference:
            continue
        if (cible.derniere[1] > reference) != (cible.sens == "hausse"):
            yield {"objet": cible.indicateur, "sens": cible.sens}


def contradictoire(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """R. 314-40 3° keeps the yearly procedure."""
    for row in contrat.de("moyens"):
        if row["modalite"] == "avenant_annuel":
            yield {"objet": row["id_etablissement"], "annee": row["annee"]}


def libre_affectation(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """Even free, an affectation is agreed by the authority."""
    planned = any(row["nature"] == "accord_affectation" for row in contrat.de("actes"))
    if contrat.ligne["libre_affectation"] and not planned:
        yield {"objet": contrat.id}


def reconduction_interdite(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """Silence renews no CPOM."""
    if contrat.ligne["reconduction_tacite"]:
        yield {"objet": contrat.id}


def deficit_sans_plan(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A deficit that does not go away asks for a plan."""
    if not vue.resultats or contrat.ligne["plan_retour_equilibre"]:
        return
    last = max(vue.resultats)
    end = terme_actuel(contrat, vue.jour)
    if vue.resultats[last] < 0 and not _lands(vue, last, end):
        yield {"objet": contrat.id, "annee": last}


def _lands(vue: Vue, last: int, end: date | None) -> bool:
    """Whether the change of the last two years, kept up, reaches balance before the end."""
    before = vue.resultats.get(last - 1)
    if before is None or end is None:
        return False
    step = vue.resultats[last] - before
    return vue.resultats[last] + step * (end.year - last) >= 0


def moyens_incoherents(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """Three groups make the base."""
    for row in contrat.de("moyens"):
        parts = [row["groupe_1"], row["groupe_2"], row["groupe_3"]]
        base = row["base_budgetaire"]
        if base is not None and None not in parts and sum(parts) != base:
            yield {"objet": row["id_etablissement"], "annee": row["annee"],
                   "somme": dire_centimes(sum(parts)), "base": dire_centimes(base)}  # fmt: skip


def moyens_hors_contrat(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """Nothing is planned for an establishment in a year that it is not in the contract."""
    for row in contrat.de("moyens"):
        if row["id_etablissement"] not in membres(contrat, int(row["annee"])):
            yield {"objet": row["id_etablissement"], "annee": row["annee"]}


def enveloppe_depassee(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """What the contracts plan together fits in the credits of the département."""
    mine = argent([contrat], vue.etablissements, {}, _years(contrat), vue.jour)
    held = {**vue.contrats, contrat.id: contrat}
    every = argent(held.values(), vue.etablissements, vue.enveloppes, _years(contrat), vue.jour,
                   contrat.id)  # fmt: skip
    keys = {(one.departement, one.programme, one.annee) for one in mine if one.departement}
    for one in every:
        if one.depassement and (one.departement, one.programme, one.annee) in keys:
            yield {"objet": f"Département {one.departement}, programme {one.programme}",
                   "annee": one.annee, "somme": dire_centimes(one.prevu or 0),
                   "enveloppe": dire_centimes(one.enveloppe or 0),
                   "contrats": pluriel(one.contrats, "contrat")}  # fmt: skip


def _years(contrat: Contrat) -> set[int]:
    return {int(row["annee"]) for row in contrat.de("moyens")}


def action_incomplete(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """Somebody leads it, from a day to another."""
    for row in contrat.de("actions"):
        lacking = [] if row["pilote"] else ["pilote"]
        if row["date_debut"] is None or row["date_fin"] is None:
            lacking.append("dates")
        if lacking:
            yield {"objet": row["id_action"], "manque": " ni de ".join(lacking)}


def action_hors_contrat(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """An action is within the contract; a termination does not make its plan a fault."""
    ended = contrat.ligne["date_resiliation"] is not None
    effet, end = contrat.effet, None if ended else terme_actuel(contrat, vue.jour)
    for row in contrat.de("actions"):
        early = effet and row["date_debut"] and row["date_debut"] < effet
        late = end and row["date_fin"] and row["date_fin"] > end
        if early or late:
            yield {"objet": row["id_action"]}


def action_depassee(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """Past its end, it is closed."""
    for row in contrat.de("actions"):
        if row["date_fin"] and row["date_fin"] < vue.jour and row["etat"] in _OUVERTES:
            yield {"objet": row["id_action"], "fin": date_courte(row["date_fin"])}


def objectif_vide(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """An objective is aimed at, or acted on, or others make it precise."""
    aimed = {row["id_objectif"] for table in ("cibles", "actions") for row in contrat.de(table)}
    aimed |= {row["parent"] for row in contrat.de("objectifs")}
    for row in contrat.de("objectifs"):
        if row["id_objectif"] not in aimed:
            yield {"objet": row["id_objectif"]}


def trop_objectifs(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """About ten objectives."""
    held = sum(row["niveau"] == "operationnel" for row in contrat.de("objectifs"))
    most = convenu(contrat, vue.jour.year, "objectifs_max", vue.bornes.objectifs)
    if held > most:
        yield {"objet": contrat.id, "nombre": held, "maximum": f"{most:g}"}


def trop_indicateurs(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """About ten indicators, beside the mandatory ones."""
    free = {
        one.indicateur
        for one in toutes_les_cibles(contrat)
        if not one.indicateur.startswith(OBLIGATOIRES)
    }
    most = convenu(contrat, vue.jour.year, "indicateurs_max", vue.bornes.indicateurs)
    if len(free) > most:
        yield {"objet": contrat.id, "nombre": len(free), "maximum": f"{most:g}"}


def comite_mi_parcours(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A committee at mid-term, once it is past by six months."""
    if not (contrat.signe and contrat.effet and contrat.duree):
        return
    mid = plus_mois(contrat.effet, contrat.duree // 2)
    low, high = plus_mois(mid, -6), plus_mois(mid, 6)
    met = any(
        row["nature"] == "mi_parcours" or low <= row["date"] <= high
        for row in contrat.de("rencontres")
        if row["nature"] in _COMITES
    )
    if high < vue.jour and not met:
        yield {"objet": contrat.id, "milieu": date_courte(mid)}


def releve_depasse(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """What was decided is done by its day."""
    for row in contrat.de("releves"):
        if row["echeance"] and row["echeance"] < vue.jour and row["close_le"] is None:
            told = f"n°\u00a0{row['numero']} du {date_courte(row['date'])}"
            yield {"objet": told, "echeance": date_courte(row["echeance"])}


def avenant_anterieur(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """What amends a contract comes after it."""
    signed = _signe_le(contrat, "0")
    for row in contrat.de("avenants"):
        number = int(row["numero"])
        agreed = _signe_le(contrat, str(number))
        for what, day, first in (
            ("prend effet", row["date_effet"], contrat.effet),
            ("est signé", agreed, signed),
        ):
            if day and first and day < first:
                yield {"objet": f"n°\u00a0{number}", "quoi": what, "jour": date_courte(day),
                       "contrat": date_courte(first)}  # fmt: skip


def _signe_le(contrat: Contrat, acte: str) -> date | None:
    """Return the day the last party agreed to an act."""
    days = (row["repondu_le"] for row in contrat.de("signatures")
            if row["acte"] == acte and row["reponse"] == "accord")  # fmt: skip
    return max((day for day in days if day), default=None)
