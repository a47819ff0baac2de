"""Checking a contract: rules declared as data, one small function each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from cpomlib.calcul.contrat import (
    regles_a_corriger,
    regles_bloquantes,
    regles_conseil,
    regles_pluripartite,
)
from cpomlib.calcul.contrat.modele import Contrat
from cpomlib.calcul.contrat.vue import Trouve, Vue, nom
from cpomlib.calcul.indicateurs import fiches_connues
from cpomlib.droit import Declaration, Endroit, cles, nomenclature, non_vide, parmi, une_ligne

Fonction = Callable[[Contrat, Vue], Iterator[Trouve]]
Gravite = Literal["bloquant", "a_corriger", "conseil"]
GRAVITES = ("bloquant", "a_corriger", "conseil")
_BLOQUANTES = (
    "duree", "duree_prorogee", "perimetre_incomplet", "plusieurs_regions", "autre_gestionnaire",
    "deux_contrats", "autorite_hors_champ", "axe_sans_objectif", "indicateur_obligatoire",
    "prefet_departement", "autre_autorite", "groupe_melange", "affectation_publique",
)  # fmt: skip
_A_CORRIGER = (
    "cible_manquante", "diagnostic", "cible_sans_reference", "cible_courte", "cible_contresens",
    "contradictoire", "libre_affectation", "reconduction_interdite", "deficit_sans_plan",
    "moyens_incoherents", "moyens_hors_contrat", "enveloppe_depassee",
    "action_incomplete", "action_hors_contrat", "action_depassee", "objectif_vide",
    "trop_objectifs", "trop_indicateurs", "comite_mi_parcours", "releve_depasse",
    "avenant_anterieur",
)  # fmt: skip
_CONSEILS = (
    "cible_ambitieuse", "cible_lente", "effectif_trop_petit", "attention_sans_objectif",
    "action_sans_cout", "transformation_sans_objectif",
)  # fmt: skip

_PLURIPARTITES = (
    "agrement_inconnu", "agrement_echu", "agrement_court", "trou_de_financement",
    "financeur_retire", "reconduction_en_attente", "evaluation_absente",
)  # fmt: skip


def fonctions() -> dict[str, Fonction]:
    """Return the function of each rule, by code, in the order they are told."""
    rooms = (
        (regles_bloquantes, _BLOQUANTES),
        (regles_a_corriger, _A_CORRIGER),
        (regles_conseil, _CONSEILS),
        (regles_pluripartite, _PLURIPARTITES),
    )
    return {code: getattr(room, code) for room, codes in rooms for code in codes}


def _cadres() -> tuple[str, ...]:
    return nomenclature("cadre_contrat").codes


@dataclass(frozen=True)
class RegleControle:
    """A rule as its file gives it: how grave it is, its words, its text."""

    gravite: Gravite
    titre: Annotated[str, une_ligne, non_vide]
    phrase: Annotated[str, une_ligne, non_vide]
    article: Annotated[str, une_ligne, non_vide]
    cadres: tuple[Annotated[str, parmi("Le cadre", _cadres)], ...] = ()
    """The kinds of contracts that it bears on; empty for all."""


@dataclass(frozen=True)
class Controles:
    """The content of the file."""

    controles: Mapping[str, RegleControle]

    def controle(self, ou: Endroit) -> None:
        """Refuse a rule without its function, and a function without its rule."""
        cles(fonctions(), toutes=True)(self.controles, ou.dans("controles"))


CONTROLES = Declaration("contrat/controles.yaml", Controles, "complete")


@dataclass(frozen=True)
class Manquement:
    """What a rule finds of a contract, in the form of the contract's JSON."""

    code: str
    gravite: str
    objet: str
    message: str
    article: str
    irregularite: bool = False

    def record(self) -> dict[str, str]:
        """Return it as JSON."""
        keys = ("code", "gravite", "objet", "message", "article")
        return {name: getattr(self, name) for name in keys}


def verifier(contrat: Contrat, vue: Vue) -> list[Manquement]:
    """Apply every rule to a contract; the gravest first.

    Args:
        contrat: the contract.
        vue: what the rules know beside it.
    """
    declared = CONTROLES.lire().controles
    found = [
        _said(code, declared[code], each, contrat, vue)
        for code, rule in fonctions().items()
        if not declared[code].cadres or contrat.ligne["cadre"] in declared[code].cadres
        for each in rule(contrat, vue)
    ]
    return sorted(found, key=lambda one: GRAVITES.index(one.gravite))


def _said(code: str, rule: RegleControle, found: Trouve, contrat: Contrat, vue: Vue) -> Manquement:
    about = str(found["objet"])
    return Manquement(
        code,
        rule.gravite,
        about,
        rule.phrase.format(**{**found, "objet": _named(about, contrat, vue)}),
        rule.article,
        contrat.signe and rule.gravite == "bloquant",
    )


def _named(about: str, contrat: Contrat, vue: Vue) -> str:
    """Return an indicator or an establishment by its name; anything else as it is."""
    if about in vue.etablissements:
        return nom(vue.etablissements[about])
    known = fiches_connues()
    if about in known:
        return known[about].libelle
    free = (row["libelle"] for row in contrat.de("cibles") if row["indicateur"] == about)
    return next((str(one) for one in free if one), about)
