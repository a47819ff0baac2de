"""What each party says of the diagnostic, and where it dates and signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cpomlib.dossier import PARTIES, Commentaire, Dossier
from cpomlib.rapports.diagnostic.signe.ecriture import SECTIONS
from cpomlib.rendu.blocs import Bloc, Encart, Encarts, Groupe, Paragraphe, Titre

MODELE = "diagnostic"
ANCRE = "commentaires"
TITRE = "Les commentaires des parties"
PARTIES_SIGNEES = {
    "indicateurs": "Les quatre indicateurs obligatoires",
    "besoins": "Les publics et les besoins",
    "resultats": "L’activité et les résultats",
    "moyens": "Les moyens financiers",
    "equipes": "Les équipes et la qualité",
    "objectifs": "Du diagnostic aux objectifs",
}
"""Anchor of a signed part → its title."""
SECTIONS_COMMENTEES = (*PARTIES_SIGNEES, *SECTIONS)
"""Anchors on which a party may speak: of a signed part, or of the part of the annex behind it."""
COURT, SERRE, LONG = 300, 110, 500
"""Characters of a comment printed whole in a part, in a part of a document where many are long, and
at the end of the document."""
PLACE = 2000
"""Characters of all the comments of the parts for which the six pages have room."""
_SUITE = " […] (suite en annexe technique)"
_LIGNES = 8


def commentaires(dossier: Dossier, section: str) -> tuple[Bloc, ...]:
    """Show what the parties say of a part, where they say something; the longest goes on behind."""
    said = _dits(dossier, section)
    if not said:
        return ()
    kept = COURT if _encombrement(dossier) <= PLACE else SERRE
    boxes = tuple(Encart(PARTIES[party], (abreger(text, kept),)) for party, text in said.items())
    return (Encarts("Commentaires sur cette partie", boxes),)


def commentaires_finaux(dossier: Dossier) -> Encarts:
    """Show what each party says of the whole, or room to write it."""
    said = _dits(dossier, "objectifs")
    boxes = tuple(
        Encart(name, (abreger(said[party], LONG),) if party in said else (), _LIGNES)
        for party, name in PARTIES.items()
    )
    return Encarts("Commentaires des parties", boxes)


def signatures() -> Encarts:
    """Leave room for who signs, the day and the signature."""
    boxes = tuple(Encart(f"{name} (nom, qualité, date, signature)", (), 5)
                  for name in PARTIES.values())  # fmt: skip
    return Encarts("Dates et signatures", boxes)


def en_annexe(dossier: Dossier) -> Groupe:
    """Show every comment whole, part by part."""
    titre = Titre(2, TITRE, ANCRE)
    known = dossier.commentaires(MODELE)
    if not known:
        return Groupe((titre, Paragraphe("Aucun commentaire n’a été déposé.")))
    return Groupe((titre, *(bloc for name in known for bloc in _entiers(name, known[name]))))


def _entiers(section: str, dits: Sequence[Commentaire]) -> tuple[Bloc, ...]:
    signed = SECTIONS.get(section, section)
    title = PARTIES_SIGNEES.get(signed, section.replace("-", " ").capitalize())
    return (
        Titre(3, title, f"commentaires-{section}"),
        *(Paragraphe(one.texte, titre=f"{PARTIES[one.partie]}\u00a0:") for one in dits),
    )


def _dits(dossier: Dossier, section: str) -> Mapping[str, str]:
    """Return party → what it says of a signed part, and of the parts of the annex behind it."""
    found: dict[str, str] = {}
    for name, dits in dossier.commentaires(MODELE).items():
        if SECTIONS.get(name, name) == section:
            for one in dits:
                found[one.partie] = " ".join(filter(None, (found.get(one.partie), one.texte)))
    return {party: found[party] for party in PARTIES if party in found}


def _encombrement(dossier: Dossier) -> int:
    """Count the characters that the comments of the parts would take."""
    texts = (text for name in PARTIES_SIGNEES for text in _dits(dossier, name).values())
    return sum(min(len(text), COURT) for text in texts)


def abreger(texte: str, signes: int) -> str:
    """Return a text whole when it is short, else its beginning and where the rest is.

    It is cut between two words: what a party says is never changed inside.
    """
    said = " ".join(texte.split())
    if len(said) <= signes:
        return said
    kept = said[: signes + 1].rpartition(" ")[0] or said[:signes]
    return f"{kept}{_SUITE}"
