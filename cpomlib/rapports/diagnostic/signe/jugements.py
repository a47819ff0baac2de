"""What is concluded from the figures, as the signed parts write it; nothing is concluded here."""

from __future__ import annotations

from collections.abc import Sequence

from cpomlib.calcul.verdicts import Message
from cpomlib.dossier import Dossier, written
from cpomlib.rapports.diagnostic.signe.ecriture import SECTIONS
from cpomlib.rendu.blocs import Bloc, Paragraphe, Role
from cpomlib.socle import borner, minuscule

RETENUS = 3
_TITRE, _PHRASE, _CIBLES, _CAUSES, _CLAUSE = 110, 330, 170, 250, 130
"""Characters that the first page has room for: a title, a message, missed targets, its causes, what
is said of an indicator.
"""
_ROLES: dict[str, Role] = {"force": "force", "vigilance": "vigilance"}


def retenus(dossier: Dossier) -> tuple[Message, ...]:
    """Return the messages of the first page."""
    return dossier.messages[:RETENUS]


def messages(dossier: Dossier) -> tuple[Bloc, ...]:
    """Show the messages of the first page, and say how many others there are."""
    found = retenus(dossier)
    if dossier.periode.ouverte:
        return ()
    if not found:
        return (Paragraphe(_AUCUN, role="note"),)
    return (*(_message(dossier, one) for one in found), *_autres(dossier.messages[len(found) :]))


_AUCUN = (
    "Aucun écart aux repères ou à la région, aucune évolution en trois ans ne suffit à conclure"
    "\u00a0: ils peuvent tenir au hasard, ou sont trop petits pour compter."
)


def _message(dossier: Dossier, one: Message) -> Paragraphe:
    doubt = f" À vérifier\u00a0: {one.doute}." if one.doute else ""
    causes = _en_cause(dossier) if one.donnee == "anomalies" else ""
    # the mandatory ones stand in the table below
    kept = _CIBLES if one.famille == "contrat" else _PHRASE
    return Paragraphe(
        f"{borner(f'{one.texte}{doubt}', kept)}{borner(causes, _CAUSES)}",
        role=_ROLES.get(one.nature, "constat"),
        titre=borner(one.titre, _TITRE),
        lien=SECTIONS.get(one.section, ""),
    )


def _en_cause(dossier: Dossier) -> str:
    """Name what the strong doubts are about."""
    found = (
        minuscule(one.libelle)
        for one in dossier.examen.anomalies
        if one.severite == "forte" and one.statut != "justifiee"
    )
    return f" En cause\u00a0: {', '.join(dict.fromkeys(found))}."


def _autres(suite: Sequence[Message]) -> tuple[Paragraphe, ...]:
    """Name the findings that the first page has no room to tell."""
    if not suite:
        return ()
    told = borner("\u00a0; ".join(minuscule(one.titre) for one in suite), _PHRASE)
    titre = "Autre constat\u00a0:" if len(suite) == 1 else "Autres constats\u00a0:"
    return (Paragraphe(f"{told}, en annexe.", titre=titre),)


def conclusion(dossier: Dossier, indicateur: str) -> str:
    """Say what may be said of an indicator, and why it is doubted."""
    known = dossier.verdict(indicateur)
    said = known.motif[:1].upper() + known.motif[1:]
    if known.compare_a == "region" and known.niveau != "proche" and known.repere is not None:
        said = f"{said} (ensemble des autres\u00a0: {written(indicateur, known.repere)})"
    doubt = f"à vérifier, {known.doute}" if known.doute and known.doute not in said else ""
    return borner("\u00a0; ".join(part.rstrip(".") for part in (said, doubt) if part), _CLAUSE)
