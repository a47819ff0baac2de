"""Who a document on a région counts, and whom it leaves out: one paragraph, the same in each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from cpomlib.calcul.regional import Denombrement
from cpomlib.dossier import Territoire
from cpomlib.rendu.blocs import Paragraphe
from cpomlib.socle import nombre, pluriel

TITRE = "Qui est compté."
HORS = {
    "hebergement": ("n’héberge personne", "n’hébergent personne"),
    "service": ("n’a aucun établissement ouvert en {annee}",
                "n’ont aucun établissement ouvert en {annee}"),
    "chrs": ("ne tient pas de CHRS", "ne tiennent pas de CHRS"),
}  # fmt: skip
"""Reason that leaves a gestionnaire out, of one and of several."""
SANS = {
    "": "aucun chiffre de {annee}",
    "publics": "pas de chiffres de {annee} sur les publics",
    "activite": "pas de chiffres de {annee} sur l’activité",
    "finances": "pas de chiffres de {annee} sur les comptes",
    "rh": "pas de chiffres de {annee} sur les équipes",
}
"""Part of the data that a gestionnaire counted has no figure of."""
DOUTEUX = "des chiffres douteux, comptés dans les totaux mais dans aucune médiane"


def qui_est_compte(
    compte: Denombrement,
    noms: Mapping[str, str],
    annee: int,
    chiffres: Territoire | None = None,
) -> Paragraphe:
    """Say how many are counted of how many, then who is not, and whose figures are missing.

    Args:
        compte: the gestionnaires of the région.
        noms: id → name; empty in what is published, which names nobody.
        annee: the year whose establishments count.
        chiffres: the figures shown; what is published does not say how many are doubted.
    """
    left = [
        _named(f"{pluriel(len(who), 'laissé')} de côté, qui {_motif(why, len(who), annee)}", who,
              noms)
        for why, who in compte.hors.items()
    ]  # fmt: skip
    lacking = [] if chiffres is None else list(_manques(chiffres, noms))
    if lacking and len(compte.comptes) > 1:
        lacking[0] = f"Parmi les {nombre(len(compte.comptes))}, {lacking[0]}"
    return Paragraphe(" ".join((_tete(compte), *left, *lacking)), role="note", titre=TITRE)


def _manques(chiffres: Territoire, noms: Mapping[str, str]) -> Iterator[str]:
    for part, who in chiffres.sans_chiffres.items():
        have = pluriel(len(who), "n’a", "n’ont")
        yield _named(f"{have} {SANS[part].format(annee=chiffres.annee)}", who, noms)
    doubted = {one for who in chiffres.douteux.values() for one in who}
    if doubted and not chiffres.publiable:
        yield _named(f"{pluriel(len(doubted), 'a', 'ont')} {DOUTEUX}", doubted, noms)


def _motif(why: str, count: int, annee: int) -> str:
    return HORS[why][count > 1].format(annee=annee)


def _tete(compte: Denombrement) -> str:
    have = "ont" if compte.total > 1 else "a"
    whose = f"qui {have} un établissement dans la région."
    if not compte.total:
        return "Aucun gestionnaire n’a d’établissement dans la région."
    if not compte.comptes:
        return f"Aucun gestionnaire sur {nombre(compte.total)} {whose}"
    if compte.hors:
        counted = pluriel(len(compte.comptes), "gestionnaire")
        return f"{counted} sur les {nombre(compte.total)} {whose}"
    if compte.total == 1:
        return f"Le seul gestionnaire {whose}"
    return f"Les {pluriel(compte.total, 'gestionnaire')} {whose}"


def _named(said: str, who: Collection[str], noms: Mapping[str, str]) -> str:
    if not noms:
        return f"{said}."
    named = "\u00a0; ".join(sorted(noms.get(one, one) for one in who))
    return f"{said}\u00a0: {named}."
