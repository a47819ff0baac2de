"""What the parties have to settle, as the first page asks it."""

from __future__ import annotations

from cpomlib.dossier import Dossier
from cpomlib.rapports.diagnostic.signe.declaration import objectifs_declares, question
from cpomlib.rapports.diagnostic.signe.jugements import retenus
from cpomlib.socle import borner, insecable, minuscule

POSEES = 3
_POSEE = 200


def a_decider(dossier: Dossier) -> tuple[str, ...]:
    """Return the questions of the first page, numbered: those of its messages first.

    A strength asks for nothing.
    """
    declared = objectifs_declares()
    own = {one.indicateur: one.question for one in declared}
    told = [one for one in retenus(dossier) if one.nature != "force"]
    asked = [
        f"{one.titre}\u00a0: {minuscule(put)}"
        for one in told
        if (put := own.get(one.indicateur) or question(one))
    ]
    asked += [f"{one.sujet}\u00a0: {minuscule(one.question)}" for one in declared
              if one.indicateur not in {each.indicateur for each in told}]  # fmt: skip
    return tuple(
        f"{rank}. {insecable(borner(text, _POSEE))}" for rank, text in enumerate(asked[:POSEES], 1)
    )
