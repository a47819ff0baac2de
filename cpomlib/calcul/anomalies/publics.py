"""Rules on what is said of households: answers that contradict each other, or say nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cpomlib.calcul.anomalies.contexte import ContexteAnomalies, constat, liste, rapport

_ALONE = ("homme_seul", "femme_seule")
_WITHOUT_CHILD = (*_ALONE, "couple", "groupe_adultes")
_WITH_CHILD = ("couple_enfants", "homme_enfants", "femme_enfants")
_ONE_ADULT = (*_ALONE, "homme_enfants", "femme_enfants")
_TWO_ADULTS = ("couple", "couple_enfants")
_OPTIONAL = {
    "sexe": "sexe", "nationalite": "nationalité", "ressources": "ressources",
    "emploi": "emploi", "motif": "motif d’entrée", "refus_logement": "refus de logement",
}  # fmt: skip
_SINGLE = {"tranche_age": "âge", "motif": "motif d’entrée", "destination": "destination"}


def _is(c: ContexteAnomalies, colonne: str, *valeurs: str) -> np.ndarray:
    return c.sejours[colonne].isin(list(valeurs)).to_numpy()


def enfants_sans_famille(c: ContexteAnomalies) -> pd.DataFrame:
    """Children in a household described without any."""
    return c.sejours.constat(_is(c, "composition", *_WITHOUT_CHILD) & (c.sejours["nb_enfants"] > 0))


def famille_sans_enfant(c: ContexteAnomalies) -> pd.DataFrame:
    """No child in a household described with some."""
    return c.sejours.constat(_is(c, "composition", *_WITH_CHILD) & (c.sejours["nb_enfants"] == 0))


def adultes_et_composition(c: ContexteAnomalies) -> pd.DataFrame:
    """A number of adults that the composition excludes."""
    adults = c.sejours["nb_adultes"].to_numpy()
    wrong = _is(c, "composition", *_ONE_ADULT) & (adults != 1)
    wrong |= _is(c, "composition", *_TWO_ADULTS) & (adults != 2)
    wrong |= _is(c, "composition", "groupe_adultes") & (adults < 2)
    wrong |= _is(c, "composition", "mineur") & (adults != 0)
    return c.sejours.constat(wrong)


def sexe_et_composition(c: ContexteAnomalies) -> pd.DataFrame:
    """A woman in a household described by its man, or the other way round."""
    wrong = _is(c, "composition", "homme_seul", "homme_enfants") & _is(c, "sexe", "F")
    wrong |= _is(c, "composition", "femme_seule", "femme_enfants") & _is(c, "sexe", "M")
    return c.sejours.constat(wrong)


def age_et_composition(c: ContexteAnomalies) -> pd.DataFrame:
    """A minor on one side (age, composition) and not on the other."""
    minor = _is(c, "composition", "mineur")
    return c.sejours.constat(minor != _is(c, "tranche_age", "moins_18"))


def mineur_en_cdi(c: ContexteAnomalies) -> pd.DataFrame:
    """A reference person under 18 with a permanent contract."""
    return c.sejours.constat(_is(c, "tranche_age", "moins_18") & _is(c, "emploi", "cdi"))


def cdi_sans_ressources(c: ContexteAnomalies) -> pd.DataFrame:
    """A permanent contract and no resources."""
    return c.sejours.constat(_is(c, "emploi", "cdi") & _is(c, "ressources", "sans"))


def salaire_sans_emploi(c: ContexteAnomalies) -> pd.DataFrame:
    """A wage and no job."""
    idle = _is(c, "emploi", "sans_emploi", "inactif")
    return c.sejours.constat(idle & _is(c, "ressources", "salaire"))


def taille_du_menage(c: ContexteAnomalies) -> pd.DataFrame:
    """Households of nobody, or of a crowd."""
    persons = c.sejours.personnes
    return c.sejours.constat((persons == 0) | (persons > c.seuil("anomalie_personnes_menage")))


def logement_social_sans_droits(c: ContexteAnomalies) -> pd.DataFrame:
    """An exit to social housing of a household said to have incomplete rights."""
    housed = _is(c, "destination", "logement_social") & c.sejours["droits_incomplets"].to_numpy()
    return c.sejours.constat(housed)


def destinations_inconnues(c: ContexteAnomalies) -> pd.DataFrame:
    """Many exits of the year to « inconnu »."""
    first, last = c.bornes_annee
    ended = c.sejours["date_sortie"].between(first, last).to_numpy()
    unknown = ended & _is(c, "destination", "inconnu")
    count = c.sejours.nombre(ended)
    share = rapport(c.sejours.nombre(unknown), count)
    fired = share > c.seuil("anomalie_destinations_inconnues")
    fired &= count >= c.seuil("anomalie_effectif_minimum")
    return constat(fired, inconnues=c.sejours.nombre(unknown), sorties=count, part=share)


def non_renseignes(c: ContexteAnomalies) -> pd.DataFrame:
    """Optional columns that are often empty, where there are enough stays to say « often »."""
    count = c.sejours.nombre(np.ones(len(c.sejours.frame), bool))
    share = pd.DataFrame(
        {
            label: rapport(c.sejours.nombre(c.sejours[name].isna()), count)
            for name, label in _OPTIONAL.items()
        }
    )
    over = share > c.seuil("alerte_non_renseigne")
    fired = over.any(axis=1) & (count >= c.seuil("anomalie_effectif_minimum"))
    return constat(fired, variables=_named(over), part=share.max(axis=1))


def reponse_unique(c: ContexteAnomalies) -> pd.DataFrame:
    """The same answer for every household of an establishment."""
    frame, least = c.sejours.frame, c.seuil("anomalie_effectif_minimum")
    groups = {label: frame.groupby("id_etablissement")[name] for name, label in _SINGLE.items()}
    same = pd.DataFrame(
        {
            label: (group.nunique() == 1) & (group.count() >= least)
            for label, group in groups.items()
        }
    )
    return constat(same.any(axis=1), variables=_named(same))


def _named(over: pd.DataFrame) -> pd.Series:
    """Write by establishment the columns for which ``over`` is true."""
    names = [liste(pd.Series(over.columns[row])) for row in over.to_numpy(bool)]
    return pd.Series(names, index=over.index, dtype="object")


REGLES = {
    f.__name__: f
    for f in (
        enfants_sans_famille, famille_sans_enfant, adultes_et_composition, sexe_et_composition,
        age_et_composition, mineur_en_cdi, cdi_sans_ressources, salaire_sans_emploi,
        taille_du_menage, logement_social_sans_droits, destinations_inconnues, non_renseignes,
        reponse_unique,
    )
}  # fmt: skip
