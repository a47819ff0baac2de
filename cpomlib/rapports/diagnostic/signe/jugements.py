"""What is concluded from the figures, as the signed parts write it; nothing is concluded here."""

from __future__ import annotations

from cpomlib.calcul.verdicts import Message
from cpomlib.dossier import Dossier, written
from cpomlib.rapports.diagnostic.signe.ecriture import SECTIONS, borner, renvoi
from cpomlib.rendu.blocs import Bloc, Paragraphe, Role
from cpomlib.socle import pluriel

RETENUS = 3
_TITRE, _PHRASE, _CLAUSE = 110, 330, 130
"""Characters that the first page has room for: a title, a message, what is said of an indicator."""
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
    return (*map(_message, found), *_autres(len(dossier.messages) - len(found)))


_AUCUN = (
    "Rien ne distingue ce gestionnaire de la région plus que le hasard ne le ferait, et rien n’a "
    "changé de façon sûre en trois ans."
)


def _message(one: Message) -> Paragraphe:
    doubt = f" À vérifier\u00a0: {one.doute}" if one.doute else ""
    return Paragraphe(
        borner(f"{one.texte}{doubt}", _PHRASE),
        role=_ROLES.get(one.nature, "constat"),
        titre=borner(one.titre, _TITRE),
        lien=SECTIONS.get(one.section, ""),
    )


def _autres(combien: int) -> tuple[Paragraphe, ...]:
    if combien < 1:
        return ()
    many = pluriel(combien, "autre constat", "autres constats")
    return (Paragraphe(renvoi("Les chiffres clés et les constats", many)),)


def conclusion(dossier: Dossier, indicateur: str) -> str:
    """Say what may be said of an indicator, and why it is doubted."""
    known = dossier.verdict(indicateur)
    said = known.motif[:1].upper() + known.motif[1:]
    if known.compare_a == "region" and known.niveau != "proche" and known.repere is not None:
        said = f"{said} (ensemble des autres\u00a0: {written(indicateur, known.repere)})"
    doubt = f"à vérifier, {known.doute}" if known.doute and known.doute not in said else ""
    return borner("\u00a0; ".join(part.rstrip(".") for part in (said, doubt) if part), _CLAUSE)
