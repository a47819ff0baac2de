"""What a diagnostic computes, for one gestionnaire or at once for a whole campaign.

Everything that is computed here takes any number of gestionnaires at once: in a campaign, the
first report computes for all those of the région, and each keeps its own rows. A report made
alone computes its own only. Both ways give the same figures, to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
from sqlalchemy import Engine

from cpomlib import base as store
from cpomlib.calcul import (
    PERIMETRES,
    Perimetre,
    par_etablissement,
    par_gestionnaire,
    selection,
)
from cpomlib.calcul.anomalies import Examen, de_table, en_table, examiner
from cpomlib.calcul.anomalies import regles as anomalies
from cpomlib.calcul.indicateurs import Conventions, compute
from cpomlib.dossier.commun import Communes, Travail, avancer, calcul, communes, extrait
from cpomlib.dossier.doutes import FORTE
from cpomlib.droit.seuils import seuils
from cpomlib.tables import CATEGORIE_CHRS, Justification, figure_names, table, table_names

Frames = Mapping[str, pd.DataFrame]
Par = Callable[..., Perimetre]
_LOURDE = "budgets"
"""The table that takes as long to read as all the others."""


@dataclass(frozen=True)
class Portee:
    """What a report is asked for.

    Attributes:
        gestionnaire: its id.
        annees: the years set side by side; the last one is the year diagnosed.
        region: code of the région, empty for none.
        perimetre: ``tous`` or ``chrs``.
    """

    gestionnaire: str
    annees: tuple[int, ...]
    region: str
    perimetre: str

    @property
    def annee(self) -> int:
        """The year diagnosed."""
        return self.annees[-1]


@dataclass(frozen=True, eq=False)
class Calcule:
    """What is computed of a gestionnaire.

    Attributes:
        ids: its establishments in the perimeter.
        resultats: per year, one row per indicator of the gestionnaire (index: id).
        par_etablissement: one row per establishment and indicator, year diagnosed.
        examen: from its justifications, the anomalies of that year.
    """

    ids: frozenset[str]
    resultats: Mapping[int, pd.DataFrame]
    par_etablissement: pd.DataFrame
    examen: Callable[[Sequence[Justification]], Examen]


def region_entiere(engine: Engine, region: str, etat: int) -> Communes:
    """Read all that is stored of every gestionnaire of the région (of none without a région)."""

    def lire(tables: Collection[str]) -> Frames:
        known = store.read(engine, ["etablissements"], etat=etat)["etablissements"]
        names = sorted(set(known.loc[known["region"] == region, "id_gestionnaire"]))
        return store.read(engine, tables, gestionnaires=names, etat=etat)

    others = [name for name in figure_names() if name != _LOURDE]
    shares = partial(lire, [_LOURDE]), partial(lire, others)
    return communes((engine.url.render_as_string(), region, etat), shares)


def tables_de(tout: Communes, gestionnaire: str) -> Frames | None:
    """Return the tables of a gestionnaire as the base gives them, from those of the région.

    Returns:
        None when it has no establishment in the région.
    """
    mine = tout.extrait("etablissements", ("id_gestionnaire", [gestionnaire]))
    if mine.empty:
        return None
    wanted = {
        "id_gestionnaire": [gestionnaire],
        "id_etablissement": mine["id_etablissement"].tolist(),
        "departement": mine["departement"].unique().tolist(),
    }
    keys = {name: table(name).portee[0] for name in figure_names()} | {
        "etablissements": "id_gestionnaire"
    }
    return tout.extraits({name: (key, wanted[key]) for name, key in keys.items()})


def valeurs(
    frames: Frames, par: Par, ou: tuple[str, int, str], conventions: Conventions
) -> pd.DataFrame:
    """Compute every indicator of every unit of a région, once for all in a campaign.

    Args:
        frames: the tables of the région.
        par: ``par_gestionnaire`` or ``par_etablissement``.
        ou: the région, the year, the perimeter.
        conventions: what the parties agreed.
    """
    return calcul(frames, *_valeurs(frames, par, ou, conventions))


def valeurs_de(
    frames: Frames,
    par: Par,
    ou: tuple[str, int, str],
    conventions: Conventions,
    lignes: tuple[str, Sequence[str]],
) -> pd.DataFrame:
    """Return some rows of :func:`valeurs`: a column, and the values it must hold one of."""
    return extrait(frames, *_valeurs(frames, par, ou, conventions), lignes)


def _valeurs(
    frames: Frames, par: Par, ou: tuple[str, int, str], conventions: Conventions
) -> Travail:
    region, annee, perimetre = ou

    def faire() -> pd.DataFrame:
        known = frames["etablissements"]
        ids = known.loc[known["region"] == region, "id_etablissement"].tolist()
        units = par(known, choisis=ids, perimetre=perimetre) if ids else _nobody()
        return compute(frames, units, annee, conventions)

    return ("valeurs", par.__name__, *ou, conventions), faire


def en_campagne(tout: Communes, portee: Portee, conventions: Conventions) -> Calcule | None:
    """Return what is computed of a gestionnaire, from what is computed of the whole région.

    Returns:
        None outside a campaign, and when nothing of the gestionnaire is in the perimeter.
    """
    if not tout.partagees or not portee.region:
        return None
    tables = tout if len(tout["agregats_etablissements"]) else tout.parmi(table_names())
    here, one = (portee.region, portee.annee, portee.perimetre), portee.gestionnaire
    mine = tout.extrait("etablissements", ("id_gestionnaire", [one]))
    ids = _inside(mine, portee)["id_etablissement"].tolist()
    if not ids:
        return None
    years = {
        year: _valeurs(tables, par_gestionnaire, (here[0], year, here[2]), conventions)
        for year in portee.annees
    }
    houses = _valeurs(tables, par_etablissement, here, conventions)
    examen = _examen(tables, portee, conventions)
    avancer(tables, (examen, *years.values(), houses))
    return Calcule(
        ids=frozenset(ids),
        resultats={
            year: extrait(tables, *made, ("unite", [one])).set_index("id")
            for year, made in years.items()
        },
        par_etablissement=extrait(tables, *houses, ("unite", ids)),
        examen=lambda answers: de_table(
            extrait(tables, *examen, ("gestionnaire", [one])), portee.annee, answers
        ),
    )


def _examen(
    tables: Frames,
    portee: Portee,
    conventions: Conventions,
    seulement: Collection[str] | None = None,
) -> Travail:
    """Examine every gestionnaire of the région, by every rule or by some."""
    unfinished = conventions.periode(portee.annee).ouverte

    def faire() -> pd.DataFrame:
        kept = _inside(tables["etablissements"], portee)
        owners = dict(zip(kept["id_etablissement"], kept["id_gestionnaire"], strict=True))
        found = examiner(
            tables, portee.annee, etablissements=owners, ouverte=unfinished, seulement=seulement
        )
        return en_table(found, owners)

    ou = (portee.region, portee.annee, portee.perimetre, unfinished)
    return ("examen", *ou, tuple(seuils().values())), faire


def douteux_de_la_region(
    tables: Frames, ou: tuple[str, int, str], conventions: Conventions
) -> frozenset[tuple[str, str]]:
    """Return the (unit, indicator) that strong anomalies make doubtful.

    A unit is a gestionnaire, and the establishment at fault where there is one. In a campaign the
    anomalies are among those found once for all; else only these rules apply.
    """
    region, annee, perimetre = ou
    portee, codes = Portee("", (annee,), region, perimetre), _fortes()
    whole = isinstance(tables, Communes) and tables.partagees
    found = calcul(tables, *_examen(tables, portee, conventions, None if whole else codes))
    kept = found[(found["manque"] == "") & found["code"].isin(list(codes))]
    lines = zip(*(kept[name].tolist() for name in ("gestionnaire", "entite", "code")), strict=True)
    return frozenset(
        (who, name) for *units, code in set(lines) for who in units for name in codes[code]
    )


def _fortes() -> Mapping[str, tuple[str, ...]]:
    """Return the strong rules that make an indicator doubtful, with these."""
    return {
        code: rule.indicateurs
        for code, rule in anomalies().items()
        if rule.severite == FORTE and rule.indicateurs
    }


def _inside(known: pd.DataFrame, portee: Portee) -> pd.DataFrame:
    inside = known[known["region"] == portee.region]
    chrs = portee.perimetre != PERIMETRES[0]
    return inside[inside["categorie"] == CATEGORIE_CHRS] if chrs else inside


def seul(frames: Frames, autour: Frames, portee: Portee, conventions: Conventions) -> Calcule:
    """Compute a gestionnaire alone.

    Args:
        frames: its tables.
        autour: those of the région, for the regional fences.
        portee: what the report is asked for.
        conventions: what the parties agreed.

    Raises:
        CommandeError: nothing of it is in the perimeter.
    """
    units = _units(frames["etablissements"], portee)
    computed = {year: compute(frames, units, year, conventions) for year in portee.annees}
    ids = frozenset(units.etablissements["id_etablissement"])
    one, last = portee.gestionnaire, computed[portee.annee]
    return Calcule(
        ids=ids,
        resultats={
            year: rows[rows["unite"] == one].set_index("id") for year, rows in computed.items()
        },
        par_etablissement=last[last["unite"] != one].reset_index(drop=True),
        examen=lambda answers: examiner(
            frames,
            portee.annee,
            etablissements=ids,
            region=autour,
            justifications=answers,
            ouverte=conventions.periode(portee.annee).ouverte,
        ),
    )


def _units(known: pd.DataFrame, portee: Portee) -> Perimetre:
    """Make the unit of the gestionnaire, and one per establishment of its perimeter."""
    inside = known[known["region"] == portee.region] if portee.region else known
    ids, kept = inside["id_etablissement"].tolist(), portee.perimetre
    whole = selection(known, portee.gestionnaire, choisis=ids, perimetre=kept)
    each = par_etablissement(known, choisis=ids, perimetre=kept)
    return Perimetre(
        pd.concat([whole.etablissements, each.etablissements], ignore_index=True),
        pd.concat([whole.gestionnaires, each.gestionnaires], ignore_index=True),
    )


def _nobody() -> Perimetre:
    columns = ["unite", "id_etablissement", "id_gestionnaire"]
    return Perimetre(
        pd.DataFrame(columns=columns, dtype="str"),
        pd.DataFrame(columns=["unite", "id_gestionnaire"], dtype="str"),
    )
