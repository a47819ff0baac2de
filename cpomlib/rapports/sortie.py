"""The indicators of a dossier as data, in the form of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cpomlib.calcul.indicateurs import records
from cpomlib.calcul.secret import porte_sur_des_personnes
from cpomlib.calcul.verdicts import Verdict
from cpomlib.dossier import Dossier
from cpomlib.rapports.fiabilite import resumer
from cpomlib.rendu.documents import MIME_INDICATEURS, MIME_RESUME
from cpomlib.socle import pluriel


@dataclass(frozen=True)
class Indicateurs:
    """The indicators of a report, carried by its executed notebook without being shown.

    Attributes:
        resume: what an index says of the report (:func:`cpomlib.rapports.fiabilite.resumer`).
    """

    liste: tuple[dict[str, Any], ...]
    resume: Mapping[str, Any] = field(default_factory=dict)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        said = pluriel(len(self.liste), "indicateur")
        told = {MIME_RESUME: dict(self.resume)} if self.resume else {}
        return {MIME_INDICATEURS: list(self.liste), **told, "text/plain": said}


def indicateurs(dossier: Dossier) -> Indicateurs:
    """Carry every indicator of the contract, for the gestionnaire and the year diagnosed."""
    rows = dossier.resultats[dossier.annee].reset_index()
    found = conclus(records(rows, dossier.perimetre, dossier.periode), dossier)
    return Indicateurs(tuple(found), resumer(dossier))


def conclus(liste: Sequence[dict[str, Any]], dossier: Dossier) -> list[dict[str, Any]]:
    """Add to indicators whose they are, for which year and state, and what is concluded."""
    whose = {"gestionnaire": dossier.id, "annee": dossier.annee, "etat": dossier.etat}
    return [{**one, **whose, **_conclusion(dossier.verdict(one["id"]), dossier)} for one in liste]


def _conclusion(verdict: Verdict, dossier: Dossier) -> dict[str, Any]:
    """Return what is concluded, and how the contract judges its targets where it sets any.

    In what is published, no probability tells of persons.
    """
    followed = [line.record() for line in dossier.suivi.get(verdict.indicateur, ())]
    told = not (dossier.publiable and porte_sur_des_personnes(verdict.indicateur))
    return {
        "verdict": verdict.verdict,
        "motif": "\u00a0; ".join(
            filter(None, (verdict.motif, dossier.non_compare(verdict.indicateur)))
        ),
        "p": None if verdict.p is None or not told else float(f"{verdict.p:.2g}"),
        "compare_a": verdict.compare_a,
        **({"contrat": followed} if followed else {}),
    }
