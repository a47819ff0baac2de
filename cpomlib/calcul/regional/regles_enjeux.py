"""The rules that find the gestionnaires at stake, declared in ``parameters/enjeux.yaml``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from cpomlib.calcul.anomalies import SEVERITES
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.droit import (
    REGLE_DU_SERVICE,
    Ajoute,
    Declaration,
    Endroit,
    NomDeSeuil,
    Texte,
    entre,
    gabarit,
    lu,
    parmi,
    seuil,
    uniques,
)
from cpomlib.socle import ParametreError

Gravite = Annotated[str, parmi("La gravité", lambda: SEVERITES)]
Methode = Literal["clotures", "hasard", "seuil", "repetition", "part_regionale", "anomalies"]
_MOTS = ("valeur", "repere", "part", "duree_longue")
_NEEDED = {
    "clotures": ("indicateur", "coefficient"),
    "hasard": ("indicateur",),
    "seuil": ("indicateur", "seuil"),
    "repetition": ("indicateur", "seuil", "annees"),
    "part_regionale": ("indicateur", "seuil"),
    "anomalies": ("gravite", "seuil"),
}


def _nombre_ou_nom(value: Any, ou: Endroit) -> Any:
    return lu(NomDeSeuil if isinstance(value, str) else float, value, ou)


@dataclass(frozen=True)
class RegleEnjeu:
    """One rule.

    Attributes:
        code: stable name, printed beside each reason.
        methode: how the figure is judged.
        quand: ``dessus`` or ``dessous``, strictly.
        poids: weight in the order of the list.
        motif: the sentence; ``{valeur}`` and ``{repere}`` are written in French form.
        pourquoi: why such a figure deserves a look.
        source: where the rule or its threshold comes from.
        seuil: number compared with.
        nom_seuil: its name in ``seuils.yaml``, empty when it is written in the rule.
    """

    code: Texte
    libelle: Texte
    methode: Methode
    quand: Literal["dessus", "dessous"]
    poids: float
    motif: Texte
    pourquoi: Texte
    source: Texte
    indicateur: Annotated[str, parmi("L’indicateur", fiches)] = ""
    coefficient: float = 0.0
    seuil: Annotated[Any, _nombre_ou_nom] = None
    nom_seuil: Ajoute = ""
    annees: Annotated[int, entre(1)] = 0
    gravite: Gravite = ""

    def controle(self, ou: Endroit) -> None:
        """Refuse a rule that lacks what its method needs, or whose sentence names the unknown."""
        for name in _NEEDED[self.methode]:
            if getattr(self, name) in (None, "") or (name != "seuil" and not getattr(self, name)):
                raise ParametreError(
                    f"La méthode «\u00a0{self.methode}\u00a0» a besoin de «\u00a0{name}\u00a0».",
                    ou=str(ou),
                    que_faire=f"Ajoutez une ligne «\u00a0{name}: …\u00a0».",
                )
        gabarit(self.motif, _MOTS, ou.dans("motif"))


@dataclass(frozen=True)
class ReglesEnjeux:
    """The content of the file: the rules, and those that a service adds."""

    regles: tuple[RegleEnjeu, ...]
    propres: tuple[RegleEnjeu, ...] = ()

    @property
    def toutes(self) -> tuple[RegleEnjeu, ...]:
        """Every rule, ours first."""
        own = (replace(one, libelle=f"{one.libelle} ({REGLE_DU_SERVICE})") for one in self.propres)
        return (*self.regles, *own)

    def controle(self, ou: Endroit) -> None:
        """Refuse two rules of one code."""
        uniques((rule.code for rule in self.regles), ou.dans("regles"))
        uniques((rule.code for rule in self.toutes), ou.dans("propres"))


ENJEUX = Declaration("enjeux.yaml", ReglesEnjeux, nomme_des_seuils=True)


def regles() -> tuple[RegleEnjeu, ...]:
    """Return the rules in force, in the order of their file (the service's replaces ours).

    Raises:
        ParametreError: a rule is badly written; the message names the file and the rule.
    """
    return tuple(
        replace(rule, seuil=seuil(rule.seuil).nombre(), nom_seuil=rule.seuil)
        if isinstance(rule.seuil, str)
        else replace(rule, seuil=rule.seuil or 0.0)
        for rule in ENJEUX.lire().toutes
    )
