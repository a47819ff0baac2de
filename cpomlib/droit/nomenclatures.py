"""French labels of the codes that the shared tables use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from cpomlib.droit.dossiers import override_of, shipped_dir
from cpomlib.droit.endroit import Endroit
from cpomlib.droit.forme import lu
from cpomlib.droit.lecture import closed, read_yaml
from cpomlib.droit.regles import Texte
from cpomlib.socle import ParametreError, suggestion

NON_RENSEIGNE = "non_renseigne"
"""The modality that an empty optional value counts as."""

_FOLDER = "nomenclatures"
_KEYS = frozenset({"titre", "reference", "libelles"})


@dataclass(frozen=True)
class Nomenclature:
    """A closed list of codes and what each is called on a page.

    Attributes:
        nom: name of the list, which is its file's name.
        titre: what the list is about, in French.
        libelles: code → short French label, in display order; a list read from an optional
            column ends with ``non_renseigne``.
        reference: where the codes come from.
        surcharge: the service's file that changed some labels, if any.
    """

    nom: str
    titre: str
    libelles: Mapping[str, str]
    reference: str
    surcharge: Path | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that a table may hold, without ``non_renseigne``."""
        return tuple(code for code in self.libelles if code != NON_RENSEIGNE)

    def libelle(self, code: str) -> str:
        """Return the label of ``code``.

        Raises:
            ParametreError: the code is not in the list.
        """
        if code not in self.libelles:
            raise ParametreError(
                f"Le code «\u00a0{code}\u00a0» n’existe pas.",
                ou=f"nomenclature «\u00a0{self.nom}\u00a0»",
                que_faire=suggestion(code, self.libelles),
            )
        return self.libelles[code]


@cache
def nomenclature_names() -> tuple[str, ...]:
    """Return the names of all the lists, in alphabetical order."""
    return tuple(sorted(path.stem for path in (shipped_dir() / _FOLDER).glob("*.yaml")))


def nomenclature(nom: str) -> Nomenclature:
    """Return the list called ``nom``, with the service's labels where it has its own.

    Args:
        nom: name of the column, ``tranche_age_salarie``, ``motif_absence``, ``groupe_charge``
            and ``groupe_produit`` where a column's name would be ambiguous.

    Raises:
        ParametreError: no such list, or a badly written file.
    """
    if nom not in nomenclature_names():
        raise ParametreError(
            f"La nomenclature «\u00a0{nom}\u00a0» n’existe pas.",
            que_faire=suggestion(nom, nomenclature_names()),
        )
    relative = f"{_FOLDER}/{nom}.yaml"
    path = shipped_dir() / relative
    content = read_yaml(path)
    closed(content, _KEYS, _KEYS, str(path))
    for name in ("titre", "reference"):
        lu(Texte, content[name], Endroit((path,), (name,)))
    labels = _labels(content, path)
    override = override_of(relative)
    if override:
        labels = {**labels, **_relabelled(override, labels)}
    return Nomenclature(
        nom, content["titre"], MappingProxyType(labels), content["reference"], override
    )


@cache
def labels_of(codes: tuple[str, ...]) -> Mapping[str, str]:
    """Return the labels of a closed list, by code, in its order; none where no list names it.

    A closed list of the tables and its nomenclature hold the same codes.
    """
    for name in nomenclature_names():
        labels = {code: text for code, text in nomenclature(name).libelles.items()
                  if code != NON_RENSEIGNE}  # fmt: skip
        if labels.keys() == set(codes):
            return {code: labels[code] for code in codes}
    return {}


def _labels(content: Mapping[str, object], path: Path) -> dict[str, str]:
    labels = content["libelles"]
    if not isinstance(labels, Mapping) or not labels:
        raise ParametreError("La liste «\u00a0libelles\u00a0» est vide.", ou=str(path))
    for code, label in labels.items():
        if not isinstance(code, str) or not isinstance(label, str):
            raise ParametreError(
                f"Le code «\u00a0{code}\u00a0» ou son libellé n’est pas un texte.",
                ou=str(path),
                que_faire=f'Écrivez le code entre guillemets droits\u00a0: "{code}".',
            )
    return dict(labels)


def _relabelled(path: Path, known: Mapping[str, str]) -> dict[str, str]:
    content = read_yaml(path)
    closed(content, _KEYS, frozenset({"libelles"}), str(path))
    labels = _labels(content, path)
    for code in labels:
        if code not in known:
            raise ParametreError(
                f"Le code «\u00a0{code}\u00a0» n’existe pas.",
                ou=str(path),
                pourquoi="Un service change les libellés, pas la liste des codes.",
                que_faire=suggestion(code, known),
            )
    return labels
