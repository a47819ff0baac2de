"""Budgets and trajectories of the contracts added up, beside the envelopes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cpomlib.calcul.contrat.modele import Contrat, lignes_de
from cpomlib.calcul.contrat.perimetre_du_contrat import membres

if TYPE_CHECKING:
    from cpomlib.tables import Frames

CleEnveloppe = tuple[str, str, int]
"""Département, programme, year."""


@dataclass(frozen=True)
class ArgentProgramme:
    """What the contracts plan, and what there is.

    Attributes:
        departement: its code, empty for the région.
        prevu: amounts planned that are known, in cents; None where none is.
        notifie: likewise, notified.
        sans_montant: rows that plan no amount.
        contrats: how many contracts; ``gestionnaires``: whose.
        enveloppe: the credits, None where they are not known.
        prevus: what each gestionnaire plans, the largest first, where it is known;
            ``notifies``: likewise, notified.
    """

    departement: str
    programme: str
    annee: int
    prevu: int | None
    notifie: int | None
    sans_montant: int
    contrats: int
    gestionnaires: int
    enveloppe: int | None
    prevus: tuple[int, ...] = ()
    notifies: tuple[int, ...] = ()

    @property
    def reste(self) -> int | None:
        """What remains of the envelope; None where an amount is not known."""
        if self.enveloppe is None or self.prevu is None or self.sans_montant:
            return None
        return self.enveloppe - self.prevu

    @property
    def depassement(self) -> int:
        """How far what is known to be planned goes beyond the envelope, in cents."""
        if self.enveloppe is None or self.prevu is None:
            return 0
        return max(0, self.prevu - self.enveloppe)


@dataclass(frozen=True)
class _Moyen:
    departement: str
    programme: str
    annee: int
    contrat: str
    gestionnaire: str
    prevu: int | None
    notifie: int | None


def enveloppes_de(frames: Frames, region: str = "") -> dict[CleEnveloppe, int]:
    """Return the envelopes by département, programme and year, in cents."""
    return {
        (str(row["departement"]), str(row["programme"]), int(row["annee"])): int(row["montant"])
        for row in lignes_de(frames["enveloppes"])
        if region in {"", row["region"]}
    }


def argent(
    contrats: Iterable[Contrat],
    etablissements: Mapping[str, Mapping[str, object]],
    enveloppes: Mapping[CleEnveloppe, int],
    annees: Iterable[int],
) -> list[ArgentProgramme]:
    """Add up the means of contracts, by programme and year: each département, then the région.

    Args:
        contrats: those that count.
        etablissements: id → its row, for its département and its programme.
        enveloppes: the credits.
        annees: the years wanted.
    """
    wanted = set(annees)
    rows = [one for one in _means(contrats, etablissements) if one.annee in wanted]
    keys = {(one.departement, one.programme, one.annee) for one in rows}
    keys |= {key for key in enveloppes if key[2] in wanted}
    lines = [_line(*key, rows, enveloppes.get(key)) for key in sorted(keys, key=_order)]
    return [*lines, *_whole(keys, rows, enveloppes)]


def _order(key: CleEnveloppe) -> tuple[int, str, str]:
    return key[2], key[1], key[0]


def _whole(
    keys: set[CleEnveloppe], rows: list[_Moyen], enveloppes: Mapping[CleEnveloppe, int]
) -> Iterator[ArgentProgramme]:
    for programme, year in sorted({(key[1], key[2]) for key in keys}, key=lambda k: (k[1], k[0])):
        parts = [enveloppes.get(key) for key in keys if key[1:] == (programme, year)]
        known = [one for one in parts if one is not None]
        whole = sum(known) if len(known) == len(parts) else None
        yield _line("", programme, year, rows, whole)


def _line(
    departement: str, programme: str, annee: int, rows: list[_Moyen], enveloppe: int | None
) -> ArgentProgramme:
    mine = [
        one
        for one in rows
        if (one.programme, one.annee) == (programme, annee) and departement in {"", one.departement}
    ]
    return ArgentProgramme(
        departement, programme, annee,
        _known(one.prevu for one in mine), _known(one.notifie for one in mine),
        sum(one.prevu is None for one in mine),
        len({one.contrat for one in mine}), len({one.gestionnaire for one in mine}),
        enveloppe,
        _shares((one.gestionnaire, one.prevu) for one in mine),
        _shares((one.gestionnaire, one.notifie) for one in mine),
    )  # fmt: skip


def _shares(amounts: Iterable[tuple[str, int | None]]) -> tuple[int, ...]:
    """Add up the known amounts of each, the largest first."""
    found: dict[str, int] = {}
    for who, amount in amounts:
        if amount is not None:
            found[who] = found.get(who, 0) + amount
    return tuple(sorted(found.values(), reverse=True))


def _known(amounts: Iterable[int | None]) -> int | None:
    found = [one for one in amounts if one is not None]
    return sum(found) if found else None


def _means(
    contrats: Iterable[Contrat], etablissements: Mapping[str, Mapping[str, object]]
) -> Iterator[_Moyen]:
    for contrat in contrats:
        rows = contrat.de("moyens")
        held = {year: membres(contrat, year) for year in {int(row["annee"]) for row in rows}}
        for row in rows:
            name = str(row["id_etablissement"])
            house = etablissements.get(name)
            # what is planned of one that has left is a fault of the contract, and no means of it
            if house is not None and name in held[int(row["annee"])]:
                yield _Moyen(
                    str(house["departement"]), str(house["programme"]), int(row["annee"]),
                    contrat.id, contrat.gestionnaire,
                    _amount(row["montant_prevu"]), _amount(row["montant_notifie"]),
                )  # fmt: skip


def _amount(value: object) -> int | None:
    return None if value is None else int(str(value))
