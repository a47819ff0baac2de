"""Names of columns as people write them, recognised through synonyms kept as data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cpomlib.droit import override_of, read_yaml, shipped_dir
from cpomlib.socle import ParametreError

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


def parametre_source(nom: str) -> Mapping[str, Any]:
    """Return ``parameters/sources/<nom>.yaml``, or the service's own version of it.

    Raises:
        ParametreError: the file is absent or badly written.
    """
    relative = f"sources/{nom}.yaml"
    return read_yaml(override_of(relative) or shipped_dir() / relative)


def synonymes(champs: Mapping[str, Sequence[str]], fichier: str) -> dict[str, str]:
    """Return every folded name → the name it stands for.

    Args:
        champs: name → its other names.
        fichier: the parameter file, for the message.

    Raises:
        ParametreError: one name stands for two columns.
    """
    known: dict[str, str] = {}
    for champ, others in champs.items():
        for name in (champ, *others):
            if known.setdefault(plie(name), champ) != champ:
                raise ParametreError(
                    f"Le nom « {name} » désigne à la fois « {known[plie(name)]} » et « {champ} ».",
                    ou=fichier,
                    que_faire="Retirez-le de l’une des deux listes.",
                )
    return known


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
