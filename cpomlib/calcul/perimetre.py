"""Whose figures are computed: units, each one a set of establishments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cpomlib.socle import CommandeError, pluriel, suggestion
from cpomlib.tables import CATEGORIE_CHRS

if TYPE_CHECKING:
    import pandas as pd

PERIMETRES = ("tous", "chrs")
"""What a selection may keep: every establishment, or those of category 214 only."""


@dataclass(frozen=True, eq=False)
class Perimetre:
    """Units to compute, any number at once; an establishment may belong to several units.

    Attributes:
        etablissements: one row per unit and establishment: ``unite``, ``id_etablissement``,
            ``id_gestionnaire`` (whose establishment it is).
        gestionnaires: one row per unit and gestionnaire, ``unite``, ``id_gestionnaire``, for
            the units that hold every establishment of each of their gestionnaires. Accounting
            balances are kept at that level only.
    """

    etablissements: pd.DataFrame
    gestionnaires: pd.DataFrame

    @property
    def unites(self) -> tuple[str, ...]:
        """Names of the units, in order of first appearance."""
        return tuple(self.etablissements["unite"].drop_duplicates().tolist())


def fermetures(etablissements: pd.DataFrame) -> dict[str, date]:
    """Return the day on which each establishment that has one closed, or is to close."""
    return _jours(etablissements, "date_fermeture")


def ouvertures(etablissements: pd.DataFrame) -> dict[str, date]:
    """Return the day on which each establishment of which it is known opened."""
    return _jours(etablissements, "date_ouverture")


def _jours(etablissements: pd.DataFrame, colonne: str) -> dict[str, date]:
    names, days = (etablissements[name] for name in ("id_etablissement", colonne))
    rows = zip(names.tolist(), days.tolist(), days.notna().tolist(), strict=True)
    return {str(name): day.date() for name, day, known in rows if known}


def ferme_avant(fermeture: date | None, annee: int) -> bool:
    """Tell whether an establishment is closed before a year: it has no part in it.

    One that closes during the year was open in it.
    """
    return fermeture is not None and fermeture.year < annee


NOMMES = 5
"""More establishments than that are counted, not named."""


def nommes(etablissements: pd.DataFrame, choisis: Collection[str]) -> str:
    """Name some establishments in a sentence; many are counted."""
    if len(choisis) > NOMMES:
        return pluriel(len(choisis), "établissement")
    known = dict(zip(etablissements["id_etablissement"], etablissements["nom"], strict=True))
    return ", ".join(str(known[house]) for house in sorted(choisis))


SIEGE = "siege"


def en_service(etablissements: pd.DataFrame, annee: int) -> pd.DataFrame:
    """Keep the establishments and services of a year, as every document counts them.

    A siège is neither; one closed before the year, or opened after it, has no part in it.
    """
    late = etablissements["date_ouverture"] > f"{annee}-12-31"
    days = fermetures(etablissements)
    gone = {name for name, day in days.items() if ferme_avant(day, annee)}
    names = etablissements["id_etablissement"].astype("str")
    kept = ~late & ~names.isin(gone) & (etablissements["regime"] != SIEGE)
    return etablissements[kept.to_numpy(bool)]


def par_gestionnaire(
    etablissements: pd.DataFrame, *, choisis: Sequence[str] = (), perimetre: str = "tous"
) -> Perimetre:
    """Make one unit per gestionnaire, named by its id.

    Args:
        etablissements: the shared table with every establishment of each gestionnaire, so
            that a unit narrowed down is not taken for a whole gestionnaire.
        choisis: establishments kept (those of a region, for instance); all when empty.
        perimetre: ``tous``, or ``chrs`` to keep category 214 only.

    Raises:
        CommandeError: unknown establishment or ``perimetre``.
    """
    kept = _kept(etablissements, choisis, perimetre)
    return _perimetre(kept["id_gestionnaire"], kept, etablissements)


def par_etablissement(
    etablissements: pd.DataFrame, *, choisis: Sequence[str] = (), perimetre: str = "tous"
) -> Perimetre:
    """Make one unit per establishment, named by its id; see :func:`par_gestionnaire`.

    Raises:
        CommandeError: unknown establishment or ``perimetre``.
    """
    kept = _kept(etablissements, choisis, perimetre)
    return _perimetre(kept["id_etablissement"], kept, etablissements)


def selection(
    etablissements: pd.DataFrame,
    unite: str,
    *,
    choisis: Sequence[str] = (),
    perimetre: str = "tous",
) -> Perimetre:
    """Make one unit of a whole selection (a gestionnaire narrowed down, a region).

    Args:
        etablissements: the shared table, already narrowed to whose figures are wanted.
        unite: name of the unit.
        choisis: establishments kept; all of them when empty.
        perimetre: ``tous``, or ``chrs`` to keep category 214 only.

    Raises:
        CommandeError: an establishment is not in the table, ``perimetre`` is unknown, or
            nothing is left.
    """
    import pandas as pd

    kept = _kept(etablissements, choisis, perimetre)
    if kept.empty:
        raise CommandeError(
            "Le périmètre demandé ne contient aucun établissement.",
            que_faire=_what_remains(etablissements, perimetre),
        )
    return _perimetre(pd.Series(unite, index=kept.index), kept, etablissements)


def groupes(membres: Mapping[str, Sequence[str]], etablissements: pd.DataFrame) -> Perimetre:
    """Make units of establishments named one by one (those of a contract, for instance).

    Args:
        membres: name of each unit → its establishments; those that are not known do not count.
        etablissements: the shared table, with every establishment of each gestionnaire.
    """
    import pandas as pd

    owners = dict(
        zip(etablissements["id_etablissement"], etablissements["id_gestionnaire"], strict=True)
    )
    pairs = [(unit, house) for unit, held in membres.items() for house in held if house in owners]
    kept = pd.DataFrame(
        {
            "id_etablissement": _texts([house for _, house in pairs]),
            "id_gestionnaire": _texts([str(owners[house]) for _, house in pairs]),
        }
    )
    return _perimetre(_texts([unit for unit, _ in pairs]), kept, etablissements)


def _perimetre(unite: pd.Series, kept: pd.DataFrame, known: pd.DataFrame) -> Perimetre:
    import pandas as pd

    columns = (unite, kept["id_etablissement"], kept["id_gestionnaire"])
    members: dict[tuple[str, str], str] = {}
    for unit, house, owner in zip(*(map(str, each.tolist()) for each in columns), strict=True):
        members.setdefault((unit, house), owner)
    units, houses = ([pair[rank] for pair in members] for rank in (0, 1))
    whole = _whole(units, list(members.values()), known)
    return Perimetre(
        pd.DataFrame(
            {
                "unite": _texts(units),
                "id_etablissement": _texts(houses),
                "id_gestionnaire": _texts(list(members.values())),
            }
        ),
        pd.DataFrame(
            {
                "unite": _texts([unit for unit, _ in whole]),
                "id_gestionnaire": _texts([owner for _, owner in whole]),
            }
        ),
    )


def _texts(names: Sequence[str]) -> pd.Series:
    import pandas as pd

    return pd.Series(names, dtype="str")


def _whole(
    units: Sequence[str], owners: Sequence[str], known: pd.DataFrame
) -> list[tuple[str, str]]:
    """Keep the units that leave out no establishment of any of their gestionnaires.

    Frames this small take longer to group than to count: there is one per report and more.
    """
    held = Counter(zip(units, owners, strict=True))
    pairs = zip(known["id_gestionnaire"].tolist(), known["id_etablissement"].tolist(), strict=True)
    existing = Counter(owner for owner, _ in set(pairs))
    incomplete = {unit for (unit, owner), count in held.items() if count < existing[owner]}
    return [pair for pair in held if pair[0] not in incomplete]


def _kept(etablissements: pd.DataFrame, choisis: Sequence[str], perimetre: str) -> pd.DataFrame:
    _refuse_unknown(etablissements, choisis)
    if perimetre not in PERIMETRES:
        raise CommandeError(
            f"Le périmètre «\u00a0{perimetre}\u00a0» n’existe pas.",
            que_faire=suggestion(perimetre, PERIMETRES),
        )
    kept = etablissements
    if choisis:
        kept = kept[kept["id_etablissement"].isin(list(choisis))]
    return kept if perimetre == "tous" else kept[kept["categorie"] == CATEGORIE_CHRS]


def _refuse_unknown(etablissements: pd.DataFrame, choisis: Sequence[str]) -> None:
    known = set(etablissements["id_etablissement"])
    for choisi in choisis:
        if choisi not in known:
            raise CommandeError(
                f"L’établissement «\u00a0{choisi}\u00a0» n’est pas dans ce périmètre.",
                que_faire=suggestion(choisi, sorted(known), "cpom gestionnaires --etablissements"),
            )


def _what_remains(etablissements: pd.DataFrame, perimetre: str) -> str:
    if perimetre == "chrs" and not etablissements.empty:
        return (
            f"Aucun des établissements demandés n’est un CHRS (catégorie {CATEGORIE_CHRS})\u00a0: "
            "choisissez «\u00a0--perimetre tous\u00a0»."
        )
    return (
        "Déposez d’abord la table «\u00a0etablissements\u00a0» avec "
        "«\u00a0cpom importer tables\u00a0»."
    )
