"""What is annexed to a contract, numbered: the obligatory pieces, then those it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cpomlib.dossier import DossierContrat
from cpomlib.socle import date_courte


@dataclass(frozen=True)
class AnnexeContrat:
    """An annexe: its number, its name, what it is made of."""

    numero: int
    titre: str
    texte: str

    @property
    def ancre(self) -> str:
        """The anchor of its heading."""
        return f"annexe-{self.numero}"


def pieces(dossier: DossierContrat) -> tuple[AnnexeContrat, ...]:
    """Return what is annexed, in order."""
    return tuple(
        AnnexeContrat(rank, title, text) for rank, (title, text) in enumerate(_named(dossier), 1)
    )


def _named(dossier: DossierContrat) -> Iterator[tuple[str, str]]:
    convenu = dossier.convenu
    year = convenu.contrat.ligne["annee_diagnostic"] or "[à compléter\u00a0: année]"
    yield "Diagnostic partagé", f"Diagnostic de {year} et son annexe technique. Obligatoire."
    yield (
        "Objectifs, actions, indicateurs et calendrier",
        "Présentation synthétique et suivi, année par année. Obligatoire.",
    )
    if dossier.actions:
        yield "Fiches actions", "Une fiche par action\u00a0: pilote, calendrier, coût, financement."
    held = {one.code for one in dossier.clauses}
    if "investissement" in held:
        yield "Programme pluriannuel d’investissement et son financement", _acts(dossier, "ppi")
    if "siege" in held:
        yield "Autorisation des frais de siège", _acts(dossier, "frais_siege")
    if "retour_equilibre" in held:
        yield (
            "Plan de retour à l’équilibre",
            "[à compléter\u00a0: plan établi par le gestionnaire].",
        )


def _acts(dossier: DossierContrat, nature: str) -> str:
    """Name the acts that make an annexe."""
    dated = [row["fait_le"] for row in dossier.convenu.actes(nature)]
    said = [f"du {date_courte(day)}" if day else "[à compléter\u00a0: date]" for day in dated]
    return f"Décision {', '.join(said)}."
