"""Budgets and trajectories of the contracts added up, beside the envelopes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.calcul.contrat.contrat_de_l_annee import Tenue, famille, tenues_de_l_annee
from cpomlib.calcul.contrat.modele import Contrat, Ligne, lignes_de

if TYPE_CHECKING:
    from cpomlib.tables import Frames

CleEnveloppe = tuple[str, str, int]
"""Département, programme, year."""


@dataclass(frozen=True)
class MoyenEcarte:
    """What a contract plans of an establishment, another one prevailing that year.

    Attributes:
        contrat: whose row is left aside; ``remplacant``: whose row counts.
        prevu: the amount left aside, in cents; None where it is not known.
    """

    etablissement: str
    contrat: str
    remplacant: str
    prevu: int | None


@dataclass(frozen=True)
class ArgentProgramme:
    """What the contracts plan, and what there is.

    Attributes:
        departement: its code, empty for the région.
        prevu: amounts planned that are known, in cents; None where none is.
        notifie: likewise, notified.
        sans_montant: rows that plan no amount.
        contrats: how many contracts count; ``gestionnaires``: whose.
        enveloppe: the credits, None where they are not known.
        prevus: what each gestionnaire plans, the largest first, where it is known;
            ``notifies``: likewise, notified.
        ecartes: what several contracts plan, and that is added up once.
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
    ecartes: tuple[MoyenEcarte, ...] = ()

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
    ecartes: tuple[MoyenEcarte, ...]


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
    jour: date,
    premier: str = "",
) -> list[ArgentProgramme]:
    """Add up the means of contracts, by programme and year: each département, then the région.

    What several contracts plan of an establishment in a year counts once, in the one that
    prevails; what was notified of it is that of the last one that says it.

    Args:
        contrats: those that may count, in the years that they cover.
        etablissements: id → its row, for its département and its programme.
        enveloppes: the credits.
        annees: the years wanted.
        jour: the day the ends of the contracts are known.
        premier: code of the contract that prevails, whatever the others; empty for none.
    """
    wanted, every = set(annees), list(contrats)
    rows = [one for year in sorted(wanted)
            for one in _means(every, etablissements, year, jour, premier)]  # fmt: skip
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
        tuple(each for one in mine for each in one.ecartes),
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
    contrats: Iterable[Contrat], etablissements: Mapping[str, Mapping[str, object]], annee: int,
    jour: date, premier: str,
) -> Iterator[_Moyen]:  # fmt: skip
    """Give the means of a year, once for each establishment and kind of contract."""
    for (name, _), planned in _planned(contrats, annee, jour, premier).items():
        house = etablissements.get(name)
        if house is None:
            continue
        *others, (_, kept, row) = planned
        said = [
            one for *_, each in planned if (one := _amount(each["montant_notifie"])) is not None
        ]
        yield _Moyen(
            str(house["departement"]), str(house["programme"]), annee, kept.id, kept.gestionnaire,
            _amount(row["montant_prevu"]), said[-1] if said else None,
            tuple(MoyenEcarte(name, one.id, kept.id, _amount(each["montant_prevu"]))
                  for _, one, each in others),
        )  # fmt: skip


def _planned(
    contrats: Iterable[Contrat], annee: int, jour: date, premier: str
) -> dict[tuple[str, str], list[tuple[Tenue, Contrat, Ligne]]]:
    """Return the rows of a year by establishment and kind of contract, who prevails the last.

    What is planned of one that has left is a fault of the contract, and no means of it.
    """
    found: dict[tuple[str, str], list[tuple[Tenue, Contrat, Ligne]]] = {}
    for one in contrats:
        held = tenues_de_l_annee(one, annee, jour, premier)
        for row in one.de("moyens"):
            name = str(row["id_etablissement"])
            if int(row["annee"]) == annee and name in held:
                found.setdefault((name, famille(one)), []).append((held[name], one, row))
    return {key: sorted(rows, key=lambda each: each[0]) for key, rows in found.items()}


@dataclass(frozen=True)
class EcartContrats:
    """What is left aside of a contract in a year, in favour of another one.

    Attributes:
        etablissements: how many; ``sans_montant``: those whose amount is not known.
        prevu: their known amounts, in cents; None where none is.
    """

    contrat: str
    remplacant: str
    annee: int
    etablissements: int
    prevu: int | None
    sans_montant: int


def moyens_ecartes(ligne: ArgentProgramme) -> list[EcartContrats]:
    """Gather what a line leaves aside, by pair of contracts."""
    pairs: dict[tuple[str, str], list[int | None]] = {}
    for one in ligne.ecartes:
        pairs.setdefault((one.contrat, one.remplacant), []).append(one.prevu)
    return [
        EcartContrats(*pair, ligne.annee, len(held), _known(held), held.count(None))
        for pair, held in sorted(pairs.items())
    ]


def _amount(value: object) -> int | None:
    return None if value is None else int(str(value))
