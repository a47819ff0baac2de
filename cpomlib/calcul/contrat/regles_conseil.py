"""Advice on what is aimed at: measurable, realistic, answering the diagnostic (SMART)."""

from __future__ import annotations

from collections.abc import Iterator

from cpomlib.calcul.contrat.cibles import DESCENDENT, MONTENT, VERS, toutes_les_cibles
from cpomlib.calcul.contrat.conventions import usages_du_contrat
from cpomlib.calcul.contrat.jugement import DECIMALES, pente, tolerance_de
from cpomlib.calcul.contrat.modele import Contrat
from cpomlib.calcul.contrat.vue import Trouve, Vue


def cible_ambitieuse(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A target within what the best of the comparables do."""
    for cible in toutes_les_cibles(contrat):
        best = vue.comparables.get(cible.indicateur)
        if best is None or cible.derniere is None or cible.etablissement:
            continue
        beyond = cible.derniere[1] > best[0] if cible.sens in MONTENT else (
            cible.sens in DESCENDENT and cible.derniere[1] < best[0])  # fmt: skip
        if beyond:
            yield {"objet": cible.indicateur, "nombre": best[1]}


def cible_lente(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A target that asks more than the present pace gives."""
    for cible in toutes_les_cibles(contrat):
        known = [p for p in vue.mesures.suite(contrat.id, cible) if p[0] < vue.jour.year]
        slope = pente(cible, known)
        if slope is None or cible.derniere is None or cible.sens not in VERS:
            continue
        year, value = known[-1]
        left = cible.derniere[0] - year
        asked = (cible.derniere[1] - value) / left if left > 0 else None
        way = 1 if cible.sens == "hausse" else -1
        if asked is not None and way * round(asked, DECIMALES) < way * round(
            slope.par_an, DECIMALES
        ):
            yield {"objet": cible.indicateur}


def effectif_trop_petit(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """One household does not change what is judged."""
    for cible, reference in vue.references(contrat):
        agreed = usages_du_contrat(contrat, vue.usages, vue.jour.year)
        tolerance = tolerance_de(cible, reference, agreed)
        last = [p for p in vue.mesures.suite(contrat.id, cible) if p[0] < vue.jour.year]
        if not last or tolerance is None:
            continue
        measure = vue.mesures.de(contrat.id, cible, last[-1][0])
        count = measure.denominateur
        if measure.effectif and count and 1 / count > tolerance:
            yield {"objet": cible.indicateur, "nombre": f"{count:g}"}


def attention_sans_objectif(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """A point of attention of the diagnostic is answered by an objective."""
    answered = {row["indicateur_constat"] for row in contrat.de("objectifs")}
    answered |= {one.indicateur for one in toutes_les_cibles(contrat)}
    yield from ({"objet": one} for one in vue.vigilance if one not in answered)


def action_sans_cout(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """One knows what an action costs, or who pays for it."""
    paid = {row["id_action"] for row in contrat.de("financements_actions")}
    for row in contrat.de("actions"):
        costed = row["cout_lancement"] is not None or row["cout_annuel"] is not None
        if not costed and row["id_action"] not in paid and row["etat"] != "abandonnee":
            yield {"objet": row["id_action"]}


def transformation_sans_objectif(contrat: Contrat, vue: Vue) -> Iterator[Trouve]:
    """Places that the retained scenario transforms are in an objective."""
    held = any(
        row["axe"] == "adaptation_offre" and row["niveau"] == "operationnel"
        for row in contrat.de("objectifs")
    )
    if vue.places_transformees and not held:
        yield {"objet": contrat.id, "places": vue.places_transformees}
