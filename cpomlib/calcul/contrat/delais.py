"""A deadline, what silence means for it, and where it stands on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

from cpomlib.calcul.contrat.modele import Contrat
from cpomlib.droit import Declaration, Endroit, cles, non_vide, une_ligne, valeur

if TYPE_CHECKING:
    from cpomlib.tables import Frames

PROCHE_JOURS = 60
STATUTS = ("faite", "a_venir", "proche", "en_retard", "sans_objet")
NATURES = (
    "conclusion_cpom", "terme", "duree_maximale", "prorogation_demande", "prorogation_reponse",
    "negociation_conseillee", "negociation", "rapport_execution", "budget_previsionnel",
    "compte_administratif", "bilan_etape", "enquete_couts", "frais_siege",
    "courrier_modification", "reponse_contradictoire", "notification", "budget_executoire",
    "decision_modificative", "tarif_modifie", "ppi", "reponse_siege", "avenant_subvention",
    "comite_suivi", "comite_mi_parcours", "compte_rendu_annuel", "evaluation_has",
    "autorisation", "agrement", "renouvellement_agrement", "evaluation_convention",
    "documents_financiers", "reconduction", "terme_convenu", "comite_convenu",
    "mi_parcours_convenu", "releve", "action",
)  # fmt: skip


@dataclass(frozen=True)
class NatureDelai:
    """What a kind of deadline is: its name, what silence means, the text."""

    libelle: Annotated[str, une_ligne, non_vide]
    article: Annotated[str, une_ligne, non_vide]
    silence: Annotated[str, une_ligne] = ""


@dataclass(frozen=True)
class NaturesDelais:
    """The content of the file."""

    natures: Mapping[str, NatureDelai]

    def controle(self, ou: Endroit) -> None:
        """Refuse a kind that no rule makes, and a rule whose kind is not there."""
        cles(NATURES, toutes=True)(self.natures, ou.dans("natures"))


ECHEANCES = Declaration("contrat/echeances.yaml", NaturesDelais, "complete")


@dataclass(frozen=True)
class Delais:
    """The delays of the law on a day (``legislation/echeances``)."""

    compte_administratif: str
    enquete_couts: str
    frais_siege: str
    conclusion: date
    negociation: int
    duree_maximale: int
    notification: int
    reponse: int
    silence_autorite: int
    tarif_modifie: int
    reponse_siege: str


def delais_du_droit(jour: date) -> Delais:
    """Read the delays in force on a day.

    Raises:
        ParametreError: one of them is not known on that day.
    """

    def read(name: str) -> object:
        return valeur(f"echeances/{name}", jour)

    return Delais(
        compte_administratif=str(read("compte_administratif")),
        enquete_couts=str(read("enquete_nationale_couts")),
        frais_siege=str(read("propositions_siege")),
        conclusion=read("conclusion_cpom"),  # type: ignore[arg-type]
        negociation=int(str(read("negociation_avant_terme"))),
        duree_maximale=12 * int(str(read("duree_max_prorogee"))),
        notification=int(str(read("notification_tarif"))),
        reponse=int(str(read("reponse_contradictoire"))),
        silence_autorite=int(str(read("accord_tacite_autorite"))),
        tarif_modifie=int(str(read("tarif_modifie"))),
        reponse_siege=str(read("decision_siege")),
    )


@dataclass(frozen=True)
class CadreDelais:
    """What the rules need to know beside the contract itself.

    Attributes:
        jour: the day it is looked at.
        delais: the delays of the law.
        regimes: régime of each establishment.
        public: whether the gestionnaire is a public body.
    """

    jour: date
    delais: Delais
    regimes: Mapping[str, str]
    public: bool = False


def cadres(
    contrats: Mapping[str, Contrat], frames: Frames, jour: date
) -> Iterator[tuple[Contrat, CadreDelais]]:
    """Give each contract what its rules need to know on a day.

    Args:
        contrats: the contracts, by code.
        frames: the tables ``etablissements`` and ``gestionnaires``.
        jour: the day it is looked at.
    """
    houses, owners = frames["etablissements"], frames["gestionnaires"]
    regimes = dict(zip(houses["id_etablissement"], houses["regime"].astype(str), strict=True))
    public = set(owners.loc[owners["statut"] == "public", "id_gestionnaire"])
    law = delais_du_droit(jour)
    for contrat in contrats.values():
        yield contrat, CadreDelais(jour, law, regimes, contrat.gestionnaire in public)


@dataclass(frozen=True)
class Delai:
    """A deadline of a contract.

    Attributes:
        contrat: its code.
        nature: what is due (``NATURES``).
        cle: what tells it from the others of its kind: an exercice, an establishment, a rank.
        le: the day, kept even where it is not worked.
        faite_le: the day it was done, None while it is not.
        sans_objet: it does not apply, or not any more.
        dit: what is to be known besides.
    """

    contrat: str
    nature: str
    cle: str
    le: date
    faite_le: date | None = None
    sans_objet: bool = False
    dit: str = ""

    def statut(self, jour: date) -> str:
        """Return where it stands on a day."""
        if self.sans_objet:
            return "sans_objet"
        if self.faite_le is not None and self.faite_le <= jour:
            return "faite"
        if self.le < jour:
            return "en_retard"
        return "proche" if (self.le - jour).days <= PROCHE_JOURS else "a_venir"

    @property
    def exercice(self) -> str:
        """The year that it is due for, empty where it is of none."""
        return self.cle if len(self.cle) == len("2026") and self.cle.isdecimal() else ""

    @property
    def uid(self) -> str:
        """What a calendar knows it by: the same at each writing, even when its date moves."""
        return f"{self.contrat}-{self.nature}-{self.cle}@cpomlib".replace(" ", "_")
