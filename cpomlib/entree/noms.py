"""Names of columns as people write them, recognised through synonyms kept as data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from cpomlib.droit import Endroit, Texte
from cpomlib.socle import ParametreError

Mots = tuple[Texte, ...]
_VIDES = frozenset(("de", "du", "des", "le", "la", "les", "en", "au", "aux"))
_ELISION = re.compile(r"\b[dl]['’]")


def plie(nom: str) -> str:
    """Return a name for comparison: lower case, letters and digits only, no plural, no article.

    ``N° de compte`` is ``ncompte``, ``Soldes débiteurs`` is ``soldedebiteur``.
    """
    words = re.findall("[a-z0-9]+", _ELISION.sub("", sans_accent(nom)))
    kept = [word for word in words if word not in _VIDES] or words
    return "".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in kept)


def sans_accent(nom: str) -> str:
    """Return a text in lower case without accents."""
    split = unicodedata.normalize("NFKD", nom.replace("°", " ").replace("’", "'"))
    return split.encode("ascii", "ignore").decode().lower()


def synonymes(champs: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return every folded name → the name it stands for: name → its other names."""
    return {plie(name): champ for champ, others in champs.items() for name in (champ, *others)}


def _sans_homonyme(champs: Mapping[str, Mots], ou: Endroit) -> Mapping[str, Mots]:
    """Refuse a name that stands for two columns."""
    known: dict[str, str] = {}
    for champ, others in champs.items():
        for name in (champ, *others):
            if known.setdefault(plie(name), champ) != champ:
                raise ParametreError(
                    f"Le nom « {name} » désigne à la fois « {known[plie(name)]} » et « {champ} ».",
                    ou=str(ou.dans(champ)),
                    que_faire="Retirez-le de l’une des deux listes.",
                )
    return champs


Synonymes = Annotated[Mapping[str, Mots], _sans_homonyme]
"""Column → the other names that people give it."""


def positions(header: Sequence[str], known: Mapping[str, str]) -> dict[str, int]:
    """Return the recognised columns of a header → their rank; a repeated one keeps its first."""
    found: dict[str, int] = {}
    for rank, name in enumerate(header):
        champ = known.get(plie(name))
        if champ:
            found.setdefault(champ, rank)
    return found


def restants(header: Sequence[str], reconnus: Iterable[int]) -> dict[str, int]:
    """Return the columns of a header that were not recognised, by name as written."""
    seen = set(reconnus)
    return {
        name: rank for rank, name in reversed(list(enumerate(header))) if name and rank not in seen
    }
