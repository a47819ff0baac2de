"""What is annexed to a contract, numbered: the obligatory pieces, then those it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cpomlib.dossier import DossierContrat
from cpomlib.socle import date_courte

_ANNEE = "[à compléter\u00a0: année du diagnostic partagé]"
_DATE = "à compléter\u00a0: date"
_DEMANDES = {"ppi": "Programme", "frais_siege": "Demande"}
"""What an act of the table is: what the gestionnaire sent, that the authority decides on."""


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


def manques(dossier: DossierContrat) -> list[tuple[str, str]]:
    """List what the annexes do not know: what, who knows it."""
    held = {one.code for one in dossier.clauses}
    found = [
        (f"Date, {_DEMANDES[nature].lower()} {told}", "le gestionnaire")
        for code, nature, told in (("investissement", "ppi", "d’investissement"),
                                   ("siege", "frais_siege", "de frais de siège"))
        if code in held and any(not row["fait_le"] for row in dossier.convenu.actes(nature))
    ]  # fmt: skip
    plan = [("Plan établi par le gestionnaire", "le gestionnaire")]
    return [*found, *(plan if "retour_equilibre" in held else [])]


def _named(dossier: DossierContrat) -> Iterator[tuple[str, str]]:
    convenu = dossier.convenu
    year = convenu.contrat.ligne["annee_diagnostic"] or _ANNEE
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
    """Name the acts that an annexe follows: they are what was asked, the decision is annexed."""
    dated = [row["fait_le"] for row in dossier.convenu.actes(nature)]
    said = [f"du {date_courte(day)}" if day else f"[{_DATE}]" for day in dated]
    return f"{_DEMANDES[nature]} {', '.join(said)}\u00a0; joindre l’accord de l’autorité."
