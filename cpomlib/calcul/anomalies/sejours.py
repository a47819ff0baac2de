"""Rules on the dates of stays, and on households in two places at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpomlib.calcul.anomalies.contexte import OUVERT, ContexteAnomalies, constat, exemples, rapport
from cpomlib.calcul.anomalies.structure import places

_DAYS_A_YEAR = 365.25


def _day(moment: pd.Timestamp) -> int:
    return int(moment.to_datetime64().astype("datetime64[D]").astype("int64"))


def sejour_avant_ouverture(c: ContexteAnomalies) -> pd.DataFrame:
    """Stays longer than the establishment has existed."""
    opened = c.etablissements["date_ouverture"]
    early = c.sejours["date_entree"] < c.sejours.de(opened)
    return c.sejours.constat(early, ouverture=opened.dt.strftime("%d/%m/%Y"))


def sejour_apres_fermeture(c: ContexteAnomalies) -> pd.DataFrame:
    """Stays begun after the closing, or still open on it."""
    closed = c.etablissements["date_fermeture"]
    limit = c.sejours.de(closed)
    left = c.sejours["date_sortie"]
    late = (c.sejours["date_entree"] > limit) | (left > limit)
    late |= left.isna() & (limit < c.bornes_annee[1])
    return c.sejours.constat(late, fermeture=closed.dt.strftime("%d/%m/%Y"))


def sejour_tres_long(c: ContexteAnomalies) -> pd.DataFrame:
    """Stays that have lasted for many years."""
    end = np.minimum(c.sejours.sortie, _day(c.bornes_annee[1]))
    years = (end - c.sejours.entree) / _DAYS_A_YEAR
    return c.sejours.constat(years > c.seuil("anomalie_duree_sejour_annees"))


def sejour_sans_nuit(c: ContexteAnomalies) -> pd.DataFrame:
    """Many stays of no night among those ended in the year."""
    stays = c.sejours
    ended = stays.sortie <= _day(c.bornes_annee[1])
    short = ended & (stays.sortie == stays.entree)
    share = rapport(stays.nombre(short), stays.nombre(ended))
    fired = (share > c.seuil("anomalie_sejours_sans_nuit")) & (stays.nombre(short) > 1)
    return stays.constat(short, fired, part=share)


def entrees_du_premier(c: ContexteAnomalies) -> pd.DataFrame:
    """Entries of the year all on the first of a month: rounded dates."""
    stays = c.sejours
    entered = (stays["date_entree"].dt.year == c.annee).to_numpy()
    first = entered & (stays["date_entree"].dt.day == 1).to_numpy()
    count = stays.nombre(entered)
    share = rapport(stays.nombre(first), count)
    fired = share > c.seuil("anomalie_entrees_premier_du_mois")
    fired &= count >= c.seuil("anomalie_effectif_minimum")
    return stays.constat(first, fired, entrees=count, part=share)


def sorties_du_31_decembre(c: ContexteAnomalies) -> pd.DataFrame:
    """Exits of the year gathered on 31 December: a file put in order, not people leaving."""
    stays = c.sejours
    left = stays.sortie <= _day(c.bornes_annee[1])
    last = stays.sortie == _day(c.bornes_annee[1])
    count = stays.nombre(left)
    share = rapport(stays.nombre(last), count)
    fired = share > c.seuil("anomalie_sorties_31_decembre")
    fired &= count >= c.seuil("anomalie_effectif_minimum")
    return stays.constat(last, fired, sorties=count, part=share)


def aucun_mouvement(c: ContexteAnomalies) -> pd.DataFrame:
    """Households all year, none arrived, none left."""
    stays = c.sejours
    entered = (stays["date_entree"].dt.year == c.annee).to_numpy()
    moved = entered | (stays.sortie <= _day(c.bornes_annee[1]))
    there = stays.nombre(np.ones(len(moved), bool))
    fired = (stays.nombre(moved) == 0) & (there >= c.seuil("anomalie_effectif_minimum"))
    return constat(fired, sejours=there)


def presents_et_places(c: ContexteAnomalies) -> pd.DataFrame:
    """Many more persons present on 31 December than authorised places."""
    stays = c.sejours
    present = stays.sortie > _day(c.bornes_annee[1])
    persons = stays.nombre(present, stays.personnes.astype("float64"))
    authorised = places(c)["places_autorisees"]
    rate = rapport(persons, authorised)
    return constat(
        rate > c.seuil("anomalie_presents_par_place"),
        personnes=persons,
        places=authorised,
        taux=rate,
    )


def sejours_chevauchants(c: ContexteAnomalies) -> pd.DataFrame:
    """Overlapping stays of one household in one establishment."""
    stays = c.sejours
    twice = stays.frame.duplicated(["id_etablissement", "id_menage"], keep=False).to_numpy()
    if not twice.any():
        return stays.constat(twice)
    key = stays.frame.groupby(["id_etablissement", "id_menage"], sort=False).ngroup().to_numpy()
    found = np.zeros(len(twice), bool)
    at = np.flatnonzero(twice)
    found[at] = _begun_before_the_end(key[at], stays.entree[at], stays.sortie[at])[0]
    return stays.constat(found)


def menage_deux_regroupes(c: ContexteAnomalies) -> pd.DataFrame:
    """A household in two establishments at once, both wholly regroupé: nobody sleeps twice."""
    modes = c.table("places").groupby("id_etablissement")["mode"].agg(
        lambda values: bool((values == "regroupe").all())
    )  # fmt: skip
    together = c.sejours.de(modes).fillna(False).to_numpy(bool)
    return _in_two(c, together, c.seuil("anomalie_chevauchement_regroupe_jours"))


def menage_deux_etablissements(c: ContexteAnomalies) -> pd.DataFrame:
    """A household in two establishments at once, for longer than a move takes."""
    everyone = np.ones(len(c.sejours.frame), bool)
    return _in_two(c, everyone, c.seuil("anomalie_chevauchement_jours"))


def _in_two(c: ContexteAnomalies, masque: np.ndarray, jours: float) -> pd.DataFrame:
    """Return the households that overlap in two establishments for more than ``jours``.

    Each stay is shortened by ``jours``: what still overlaps overlapped for longer.
    """
    stays = c.sejours
    shortened = np.where(stays.sortie == OUVERT, OUVERT, stays.sortie - int(jours))
    kept = np.flatnonzero(masque & (shortened > stays.entree))
    rows = stays.frame.iloc[kept].assign(gestionnaire=stays.de(stays.employeur).iloc[kept])
    twice = rows.duplicated(["gestionnaire", "id_menage"], keep=False).to_numpy()
    at, rows = kept[twice], rows[twice]
    key = rows.groupby(["gestionnaire", "id_menage"], sort=False).ngroup().to_numpy()
    where = pd.factorize(rows["id_etablissement"])[0]
    overlapping, holder = _begun_before_the_end(key, stays.entree[at], shortened[at])
    elsewhere = overlapping & (where != where[holder])
    found = rows[elsewhere]
    count = found.groupby("gestionnaire")["id_menage"].nunique()
    return constat(count > 0, menages=count, exemples=exemples(found, "gestionnaire", "id_menage"))


def _begun_before_the_end(
    key: np.ndarray, entree: np.ndarray, sortie: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Tell which stays begin before an earlier one of the same household ends, and which one.

    Sorted by household and entry, the earlier stay that ends last is enough: if a stay
    overlaps any, it overlaps that one.
    """
    order = np.lexsort((sortie, entree, key))
    frame = pd.DataFrame({"key": key[order], "sortie": sortie[order]})
    frame["at"] = np.arange(len(order))
    latest = frame.groupby("key")["sortie"].cummax()
    # The place of the running maximum: the last row where the maximum was reached or renewed.
    renewed = frame["at"].where(frame["sortie"] == latest)
    holder = renewed.groupby(frame["key"]).ffill()
    before = holder.groupby(frame["key"]).shift()
    known = before.notna().to_numpy()
    previous = np.where(known, before.fillna(0), 0).astype("int64")
    overlap = known & (entree[order] < sortie[order][previous])
    found, who = np.zeros(len(order), bool), np.zeros(len(order), "int64")
    found[order], who[order] = overlap, order[previous] if len(order) else previous
    return found, who


REGLES = {
    f.__name__: f
    for f in (
        sejour_avant_ouverture, sejour_apres_fermeture, sejour_tres_long, sejour_sans_nuit,
        entrees_du_premier, sorties_du_31_decembre, aucun_mouvement, presents_et_places,
        sejours_chevauchants, menage_deux_regroupes, menage_deux_etablissements,
    )
}  # fmt: skip
