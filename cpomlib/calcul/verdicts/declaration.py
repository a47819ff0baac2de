"""The rules of a verdict and the words of a message, as data (``parameters/verdicts.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Annotated, Literal, get_args

from cpomlib.calcul.indicateurs import fiches
from cpomlib.calcul.verdicts.modele import Nature
from cpomlib.droit import (
    REGLE_DU_SERVICE,
    Ajoute,
    Cle,
    Declaration,
    Endroit,
    NomDeSeuil,
    Positif,
    Texte,
    cles,
    gabarit,
    parmi,
)
from cpomlib.socle import ParametreError
from cpomlib.tables import table_names

NIVEAUX = ("meilleur", "moins_bon", "proche", "inconnu")
COURS = ("ameliore", "degrade", "stable", "inconnu")
TITRES = ("favorable", "defavorable", "ameliore", "degrade", "haut", "bas")
COMBIEN = ("un", "plusieurs")
FAITS = ("aucun", "un", "plusieurs")
"""How a count is told: of none, of one, of several."""

DONNEES = ("anomalies", "petits", "publics", "activite", "finances", "rh", "qualite", "couverture")
"""What is said of the data itself."""


@dataclass(frozen=True)
class RegleVerdict:
    """How an indicator is judged, and how that is said.

    Attributes:
        indicateur: its id.
        section: anchor of the part of the report that proves it.
        poids: its weight in the order of the messages.
        obligatoire: one of the four every contract has: told first.
        norme: threshold its level is compared with; ``nom_norme`` says what that is.
        cotes: whether being on the better side of the norm is a strength too.
        plafond: threshold beyond which a good level is to be checked.
        region: its level is compared with the others of the région: by a test for a count, else
            by the gap to their median.
        cours: its course is tested: of a flow (other households each year), of a stock (some stay).
        fait: how its counts are told, for a rate of households or persons; empty for another.
        phrase: how its value is told, where it is no count.
        quand: when it is seen, ``{annee}`` in it.
        titres: the finding in a few words, per situation.
        origine: who wrote it, in French, where it is not the project.
    """

    indicateur: Cle
    section: Texte
    poids: Positif
    titres: Annotated[Mapping[str, Texte], cles(TITRES)]
    obligatoire: bool = False
    norme: NomDeSeuil = ""
    nom_norme: str = "repère"
    cotes: Literal["deux", "defavorable"] = "deux"
    plafond: NomDeSeuil = ""
    region: bool = False
    cours: Literal["", "flux", "stock"] = ""
    fait: Annotated[Mapping[str, Texte], cles(FAITS)] = field(default_factory=dict)
    phrase: str = ""
    quand: str = "En {annee}"
    origine: Ajoute = ""

    @property
    def compte(self) -> bool:
        """Whether it counts households or persons: chance may be told."""
        return bool(self.fait)

    def controle(self, ou: Endroit) -> None:
        """Refuse a rule that says nothing, or whose sentence names something unknown."""
        if self.indicateur not in fiches():
            raise ParametreError(
                f"L’indicateur «\u00a0{self.indicateur}\u00a0» n’existe pas.", ou=str(ou)
            )
        if bool(self.phrase) == self.compte or (self.fait and set(self.fait) != set(FAITS)):
            raise ParametreError(
                "Une règle dit son fait, ou sa phrase.",
                ou=str(ou),
                que_faire="Écrivez «\u00a0fait: {aucun: …, un: …, plusieurs: …}\u00a0» pour un "
                "taux de ménages, «\u00a0phrase: …\u00a0» pour un autre indicateur.",
            )
        for said in self.fait.values():
            gabarit(said, ("k", "n", "duree"), ou.dans("fait"))
        gabarit(self.phrase, ("valeur",), ou.dans("phrase"))
        gabarit(self.quand, ("annee",), ou.dans("quand"))


@dataclass(frozen=True)
class RegleDonnee:
    """What is said of the data itself: a part that was not deposited, figures to check."""

    nom: Cle
    famille: Literal["qualite", "donnees"]
    poids: Positif
    section: Texte
    titre: Texte
    texte: Texte
    tables: tuple[Annotated[str, parmi("La table", table_names)], ...] = ()

    def controle(self, ou: Endroit) -> None:
        """Refuse a sentence that names what is not known of this part."""
        known = {
            "anomalies": ("nombre", "touche"),
            "petits": ("nombre",),
            "couverture": ("raison",),
        }
        gabarit(self.texte, ("annee", *known.get(self.nom, ("absence",))), ou.dans("texte"))


@dataclass(frozen=True)
class RegleContrat:
    """How the targets of the contract that the year misses are told, all in one message.

    Attributes:
        titres: of one, of several; ``fragiles`` likewise, where chance alone may give every gap.
        fait: of the only one, of one, of several.
    """

    famille: Literal["contrat"]
    poids: Positif
    section: Texte
    titres: Annotated[Mapping[str, Texte], cles(COMBIEN, toutes=True)]
    fragiles: Annotated[Mapping[str, Texte], cles(COMBIEN, toutes=True)]
    fait: Annotated[Mapping[str, Texte], cles(("seule", *COMBIEN), toutes=True)]

    def controle(self, ou: Endroit) -> None:
        """Refuse a sentence that names something unknown."""
        for said in self.fait.values():
            gabarit(said, ("annee", "nombre", "total", "fragiles", "cibles"), ou.dans("fait"))


Conclusions = Mapping[str, Mapping[str, Literal["favorable", "defavorable", "aucun"]]]


@dataclass(frozen=True)
class Verdicts:
    """The content of the file: the table of conclusions, the rules, what is said of the data.

    ``contrat``: how missed targets are told; a service that leaves it out has no such message.
    """

    ordre: tuple[Nature, ...]
    table: Annotated[Conclusions, cles(NIVEAUX, toutes=True)]
    regles: Mapping[str, RegleVerdict]
    donnees: Annotated[Mapping[str, RegleDonnee], cles(DONNEES, toutes=True)]
    contrat: RegleContrat | None = None
    propres: Mapping[str, RegleVerdict] = field(default_factory=dict)

    @cached_property
    def toutes(self) -> Mapping[str, RegleVerdict]:
        """Every rule by indicator, ours first, then those that a service adds."""
        own = {name: replace(one, origine=REGLE_DU_SERVICE) for name, one in self.propres.items()}
        return {**self.regles, **own}

    def controle(self, ou: Endroit) -> None:
        """Refuse a table of conclusions with a hole, an order that leaves a nature out."""
        for name in self.propres:
            if name in self.regles:
                raise ParametreError(
                    f"L’indicateur «\u00a0{name}\u00a0» a déjà une règle du projet.",
                    ou=str(ou.dans("propres").dans(name)),
                    que_faire="Pour la changer, copiez le fichier entier\u00a0: "
                    "«\u00a0cpom parametres copier verdicts.yaml\u00a0».",
                )
        cles(get_args(Nature), toutes=True)(dict.fromkeys(self.ordre), ou.dans("ordre"))
        for level, row in self.table.items():
            cles(COURS, toutes=True)(row, ou.dans("table").dans(level))


VERDICTS = Declaration("verdicts.yaml", Verdicts, nomme_des_seuils=True)


def regles() -> Mapping[str, RegleVerdict]:
    """Return the rules in force, by indicator."""
    return VERDICTS.lire().toutes
