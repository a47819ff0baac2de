"""The rules that a service adds: an indicator, and the bounds out of which it deserves a look."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any, Literal

import pandas as pd

from cpomlib.calcul.anomalies.contexte import ContexteAnomalies, constat
from cpomlib.calcul.indicateurs import Fiche, compute, conventions_des_seuils, fiches
from cpomlib.calcul.perimetre import par_etablissement, par_gestionnaire
from cpomlib.droit import Cle, Endroit, gabarit, nomenclature, non_vide, parmi, une_ligne
from cpomlib.socle import ParametreError, vers_centimes

_NOM = re.compile(r"[a-z][a-z0-9_]{2,59}")
_COMPARER: Mapping[str, Callable[[Any, Any], Any]] = {
    "au_moins": operator.ge, "au_plus": operator.le,
    "plus_de": operator.gt, "moins_de": operator.lt,
}  # fmt: skip
_PAR = {"etablissement": par_etablissement, "gestionnaire": par_gestionnaire}
Phrase = Annotated[str, une_ligne, non_vide]
Categorie = Annotated[str, parmi("La catégorie", lambda: nomenclature("categorie").libelles)]
Indicateur = Annotated[str, parmi("L’indicateur", fiches)]


@dataclass(frozen=True)
class BornesPropres:
    """The bounds out of which a rule fires: all those that are set, at once."""

    au_moins: float | None = None
    au_plus: float | None = None
    plus_de: float | None = None
    moins_de: float | None = None

    @property
    def bornes(self) -> Mapping[str, float]:
        """The bounds that are set."""
        known = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in known.items() if value is not None}

    def controle(self, ou: Endroit) -> None:
        """Refuse a rule that would always fire."""
        if not self.bornes:
            raise ParametreError(
                "Il faut au moins une borne.",
                ou=str(ou),
                que_faire="Écrivez par exemple «\u00a0{moins_de: 0.5}\u00a0».",
            )


@dataclass(frozen=True)
class ReglePropre:
    """A rule that a service adds beside ours.

    Attributes:
        code: its name.
        mesure: the indicator it looks at, ours or the service's.
        signale: when it fires.
        severite: ``forte``, ``moyenne``, ``faible``.
        libelle: short French name.
        message: French template; ``{valeur}``, and the terms where they are known.
        pourquoi: why it is a doubt.
        limites: when it may be right all the same.
        que_faire: what to check.
        niveau: whom it is about.
        categories: FINESS categories it is about; all when empty.
        indicateurs: those that it makes doubtful; the one it looks at by default.
        annee_finie: it is not applied while the year goes on.
    """

    code: Cle
    mesure: Indicateur
    signale: BornesPropres
    severite: Literal["forte", "moyenne", "faible"]
    libelle: Phrase
    message: Phrase
    pourquoi: Phrase
    limites: Phrase
    que_faire: Phrase
    niveau: Literal["etablissement", "gestionnaire"] = "etablissement"
    categories: tuple[Categorie, ...] = ()
    indicateurs: tuple[Indicateur, ...] = ()
    annee_finie: bool = True

    @property
    def chiffres(self) -> Mapping[str, str]:
        """What its message may say, with the nature of each."""
        return natures(fiches()[self.mesure])

    def controle(self, ou: Endroit) -> None:
        """Refuse a name that is none, and a message that names what is not known."""
        if not _NOM.fullmatch(self.code):
            raise ParametreError(
                f"«\u00a0{self.code}\u00a0» n’est pas un nom de règle.",
                ou=str(ou),
                que_faire="Écrivez de 3 à 60 lettres minuscules sans accent, chiffres et _.",
            )
        gabarit(self.message, self.chiffres, ou.dans("message"), list(self.chiffres))


def natures(fiche: Fiche) -> dict[str, str]:
    """Return what may be said of an indicator: its value, and its terms where they are counts."""
    value = {"taux": "taux", "euros": "centimes"}.get(fiche.unite, "decimal")
    if fiche.unite == "nombre" and not fiche.denominateur:
        value = "entier"
    found = {"valeur": value}
    if fiche.personnes:
        found["numerateur"] = "entier"
        if fiche.denominateur and fiche.unite == "taux":
            found["denominateur"] = "entier"
    return found


def mesures(contexte: ContexteAnomalies, regle: ReglePropre) -> pd.DataFrame:
    """Return the figures of the entities that have the indicator; euros in centimes."""

    def computed() -> pd.DataFrame:
        units = _PAR[regle.niveau](contexte.frames["etablissements"])
        return compute(contexte.frames, units, contexte.annee, conventions_des_seuils())

    rows = contexte.vue(("indicateurs", regle.niveau), computed)
    mine = rows[(rows["id"] == regle.mesure) & (rows["statut"] == "ok")].set_index("unite")
    if fiches()[regle.mesure].unite == "euros":
        return mine.assign(valeur=vers_centimes(mine["valeur"]))
    return mine


def constater(contexte: ContexteAnomalies, regle: ReglePropre) -> pd.DataFrame:
    """Return the entities where a rule fires, with the figures of its message."""
    rows = mesures(contexte, regle)
    euros = fiches()[regle.mesure].unite == "euros"
    fires = pd.Series(True, index=rows.index)
    for name, bound in regle.signale.bornes.items():
        fires &= _COMPARER[name](rows["valeur"], vers_centimes(bound) if euros else bound)
    return constat(fires, **{name: rows[name] for name in regle.chiffres})
