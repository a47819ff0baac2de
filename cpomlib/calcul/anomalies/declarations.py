"""The rules as data: ``parameters/anomalies.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal

from cpomlib.calcul.anomalies.modele import SEVERITES
from cpomlib.calcul.anomalies.propres import Categorie, Indicateur, ReglePropre
from cpomlib.calcul.indicateurs import fiches
from cpomlib.droit import (
    FIXE,
    REGLE_DU_SERVICE,
    Ajoute,
    Cle,
    Declaration,
    Endroit,
    NomDeSeuil,
    choisi,
    cles,
    gabarit,
    non_vide,
    refus,
    une_ligne,
)
from cpomlib.socle import ParametreError, suggestion
from cpomlib.tables import table_names

NATURES = ("entier", "centimes", "taux", "variation", "decimal", "texte")
REGION = "region"
"""Need of the rules that compare with the region; its « document » names the measure."""
INDICATEUR = "indicateur"
"""Need of the rules of a service; its « document » names the indicator they look at."""
_DU_LOGEMENT = ("places", "activite", "sejours")
"""Tables that nobody expects of a head office: a rule that looks at one leaves it out."""

Nature = Literal["entier", "centimes", "taux", "variation", "decimal", "texte"]
Phrase = Annotated[str, une_ligne, non_vide]


@dataclass(frozen=True)
class TableRequise:
    """A table without which a rule is not evaluated.

    Attributes:
        table: the shared table, or ``region`` for a comparison, or ``indicateur``.
        document: ``bp``, ``be`` or ``ca`` for the budgets; the measure for ``region``, the
            indicator for ``indicateur``.
        recul: years before the year examined.
    """

    table: str
    document: str = ""
    recul: int = 0


def _besoin(text: Any, ou: Endroit) -> TableRequise:
    """Read « budgets.ca N-1 »."""
    name, _, back = str(text).partition(" N-")
    table, _, document = name.partition(".")
    choisi(table, (*table_names(), REGION), ou)
    if back and not back.isdecimal():
        raise refus(text, "une table", "Écrivez par exemple «\u00a0budgets.ca N-1\u00a0».", ou)
    return TableRequise(table, document, int(back or 0))


def _severite(value: str, ou: Endroit) -> str:
    return str(choisi(value, SEVERITES, ou))


Severite = Annotated[str, _severite]


@dataclass(frozen=True)
class RegleAnomalie:
    """A rule: what it looks at, why it is a doubt, what it does not prove.

    Attributes:
        code: its name, also that of its function.
        volet: part of the diagnostic.
        severite: ``forte``, ``moyenne``, ``faible``.
        libelle: short French name.
        niveau: whom it is about, ``etablissement`` or ``gestionnaire``.
        besoins: the tables it needs.
        seuils: names of the thresholds it uses (``seuils.yaml``).
        chiffres: figure of the entity → nature (see ``NATURES``).
        reperes: mark it is compared with → nature; shown, not part of the digest.
        categories: FINESS categories it is about; all when empty.
        message: French template, with the figures between braces.
        pourquoi: why it is a doubt.
        limites: when it may be right all the same.
        que_faire: what to check.
        indicateurs: ids of the indicators that it makes doubtful.
        annee_finie: it reads the whole year: it is not applied while the year goes on.
        propre: what a service wrote, where the rule is its own.
    """

    code: Cle
    volet: Annotated[Literal["structure", "publics", "activite", "finances", "rh", "qualite"], FIXE]
    severite: Severite
    libelle: Phrase
    besoins: Annotated[tuple[Annotated[Any, _besoin], ...], FIXE]
    chiffres: Annotated[Mapping[str, Nature], FIXE]
    message: Phrase
    pourquoi: Phrase
    limites: Phrase
    que_faire: Phrase
    niveau: Annotated[Literal["etablissement", "gestionnaire"], FIXE] = "etablissement"
    seuils: Annotated[tuple[NomDeSeuil, ...], FIXE] = ()
    reperes: Annotated[Mapping[str, Nature], FIXE] = field(default_factory=dict)
    categories: tuple[Categorie, ...] = ()
    indicateurs: tuple[Indicateur, ...] = ()
    annee_finie: Annotated[bool, FIXE] = False
    propre: Ajoute = None

    def controle(self, ou: Endroit) -> None:
        """Refuse a message that names a figure which the rule does not have."""
        natures = {**dict.fromkeys(self.seuils, "entier"), **self.chiffres, **self.reperes}
        counts = [name for name, nature in natures.items() if nature != "texte"]
        gabarit(self.message, natures, ou.dans("message"), counts)


def _du_service(own: ReglePropre) -> RegleAnomalie:
    """Return the rule that a service wrote, in the form of ours."""
    seen = fiches()[own.mesure]
    housing = [TableRequise(name) for name in seen.tables if name in _DU_LOGEMENT]
    return RegleAnomalie(
        code=own.code,
        volet="publics" if seen.volet == "cpom" else seen.volet,  # type: ignore[arg-type]
        severite=own.severite,
        libelle=f"{own.libelle} ({REGLE_DU_SERVICE})",
        besoins=(*housing, TableRequise(INDICATEUR, own.mesure)),
        chiffres=own.chiffres,  # type: ignore[arg-type]
        message=own.message,
        pourquoi=own.pourquoi,
        limites=own.limites,
        que_faire=own.que_faire,
        niveau=own.niveau,
        categories=own.categories,
        indicateurs=own.indicateurs or (own.mesure,),
        annee_finie=own.annee_finie,
        propre=own,
    )


@dataclass(frozen=True)
class Anomalies:
    """The content of the file.

    Attributes:
        regles: ours, by code; a service changes their words.
        propres: those that a service adds.
    """

    regles: Annotated[Mapping[str, RegleAnomalie], non_vide]
    propres: Mapping[str, ReglePropre] = field(default_factory=dict)

    @cached_property
    def toutes(self) -> Mapping[str, RegleAnomalie]:
        """Every rule by code, ours first."""
        return {**self.regles, **{code: _du_service(one) for code, one in self.propres.items()}}

    def controle(self, ou: Endroit) -> None:
        """Refuse a rule without its function, a function without its rule, a name taken."""
        from cpomlib.calcul.anomalies.registre import FONCTIONS

        cles(FONCTIONS, toutes=True)(self.regles, ou.dans("regles"))
        for code in self.propres:
            if code in FONCTIONS:
                raise ParametreError(
                    f"La règle «\u00a0{code}\u00a0» est déjà celle du projet.",
                    ou=str(ou.dans("propres").dans(code)),
                    que_faire="Donnez un autre nom à la vôtre, ou changez celle du projet sous "
                    "«\u00a0regles\u00a0».",
                )


ANOMALIES = Declaration("anomalies.yaml", Anomalies, "complete", nomme_des_seuils=True)


def regles() -> Mapping[str, RegleAnomalie]:
    """Return every rule by code, in file order, then those that the service adds.

    Raises:
        ParametreError: a file is badly written; says where.
    """
    return ANOMALIES.lire().toutes


def regle(code: str) -> RegleAnomalie:
    """Return one rule.

    Raises:
        ParametreError: no such rule; the nearest one is named.
    """
    known = regles()
    if code not in known:
        raise ParametreError(
            f"La règle «\u00a0{code}\u00a0» n’existe pas.", que_faire=suggestion(code, known)
        )
    return known[code]
