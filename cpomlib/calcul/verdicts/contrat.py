"""The targets of the contract that the year misses, in one message; the contract judges them."""

from __future__ import annotations

from collections.abc import Sequence

from cpomlib.calcul.contrat import JUGEES, LigneSuivi
from cpomlib.calcul.indicateurs import fiches
from cpomlib.calcul.petits import peu
from cpomlib.calcul.verdicts.declaration import RegleContrat, regles
from cpomlib.calcul.verdicts.jugement import Jugements
from cpomlib.calcul.verdicts.modele import Message
from cpomlib.calcul.verdicts.phrases import Plume
from cpomlib.socle import insecable, minuscule, nombre, pluriel, taux

CIBLES = "cibles"
_BORNES = {"hausse": " au moins", "plancher": " au moins", "baisse": " au plus",
           "plafond": " au plus", "maintien": ", à maintenir"}  # fmt: skip


def des_cibles(
    suivi: Sequence[LigneSuivi], jugements: Jugements, plume: Plume, regle: RegleContrat | None
) -> tuple[Message, ...]:
    """Say which targets of the year are missed.

    A landmark between two targets is none. Where chance alone may give every gap, it is a gap to
    explain and no point of attention. What has its own message already is told last; nothing is
    said where each has.
    """
    held = [one for one in suivi if not one.interpolee and one.jugement in JUGEES]
    missed = sorted(
        (one for one in held if one.jugement == "non_atteinte"),
        key=lambda one: (one.fragile, _dite(one, jugements), not _obligatoire(one)),
    )
    if regle is None or all(_dite(one, jugements) for one in missed):
        return ()
    sure = [one for one in missed if not one.fragile]
    titles = regle.titres if sure else regle.fragiles
    count = "seule" if len(held) == 1 else "un" if len(missed) == 1 else "plusieurs"
    said = regle.fait[count].format(
        annee=plume.faits.annee,
        nombre=nombre(len(missed)),
        total=nombre(len(held)),
        # told before the list: a page that has no room for the whole keeps it
        fragiles=f", dont {pluriel(len(missed) - len(sure), 'fragile')}"
        if 0 < len(sure) < len(missed)
        else "",
        cibles="\u00a0; ".join(_manquee(one, plume) for one in missed),
    )
    doubts = (plume.faits.doutes.get(one.cible.indicateur, "") for one in missed)
    return (
        Message(
            "", regle.famille, "vigilance" if sure else "ecart",
            titles["un" if len(missed) == 1 else "plusieurs"], insecable(said), regle.section,
            regle.poids, doute=next(filter(None, doubts), ""), donnee=CIBLES,
        ),
    )  # fmt: skip


def _obligatoire(line: LigneSuivi) -> bool:
    rule = regles().get(line.cible.indicateur)
    return rule is not None and rule.obligatoire


def _dite(line: LigneSuivi, jugements: Jugements) -> bool:
    """Tell whether a verdict says already that its target is missed."""
    known = jugements.verdicts.get(line.cible.indicateur)
    return known is not None and known.compare_a == "cible" and known.verdict == "defavorable"


def _manquee(line: LigneSuivi, plume: Plume) -> str:
    """Write « demande active : 51,5 % (53 sur 103) pour 67,5 % au moins ».

    One on too few is told in counts.
    """
    counted = line.numerateur is not None and line.denominateur is not None
    terms = f"{nombre(line.numerateur)} sur {nombre(line.denominateur)}" if counted else ""
    fragile = ", fragile" if line.fragile else ""
    name = minuscule(_nom(line))
    got, wanted = _ecrit(line, line.mesure, plume), _ecrit(line, line.attendu, plume)
    told = (
        terms
        if line.en_nombres and peu(line.denominateur)
        else f"{got} ({terms})"
        if terms
        else got
    )
    return f"{name}\u00a0: {told} pour {wanted}{_BORNES[line.cible.sens]}{fragile}"


def _nom(line: LigneSuivi) -> str:
    known = fiches().get(line.cible.indicateur)
    return known.libelle if known else line.cible.libelle or line.cible.indicateur


def _ecrit(line: LigneSuivi, value: float | None, plume: Plume) -> str:
    if line.cible.indicateur in fiches():
        return plume.ecrit(line.cible.indicateur, value)
    if value is None or line.cible.unite == "taux":
        return taux(value)
    whole = nombre(value, 0 if float(value).is_integer() else 1)
    return f"{whole}\u00a0€" if line.cible.unite == "euros" else whole
