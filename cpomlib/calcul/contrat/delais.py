"""A deadline, what silence means for it, and where it stands on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

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
    """The delays of the law on a day (``legislation/echeances``).

    Each is read when a rule asks for it: what is unknown on that day stops only the contracts
    that are under it. A scheme of 2007 is under none.

    Attributes:
        jour: the day it is looked at.
    """

    jour: date

    @cached_property
    def compte_administratif(self) -> str:
        """The day of the year by which the accounts are due."""
        return str(self._read("compte_administratif"))

    @cached_property
    def enquete_couts(self) -> str:
        """The day of the year by which the costs are told."""
        return str(self._read("enquete_nationale_couts"))

    @cached_property
    def frais_siege(self) -> str:
        """The day of the year by which the costs of a head office are proposed."""
        return str(self._read("propositions_siege"))

    @cached_property
    def conclusion(self) -> date:
        """The day by which every contract is to be signed."""
        return self._read("conclusion_cpom")

    @cached_property
    def negociation(self) -> int:
        """How long before the end the next contract is negotiated, in months."""
        return int(self._read("negociation_avant_terme"))

    @cached_property
    def duree_maximale(self) -> int:
        """How long a contract lasts at most, prolonged, in months."""
        return 12 * int(self._read("duree_max_prorogee"))

    @cached_property
    def notification(self) -> int:
        """Within how many days a tariff is notified."""
        return int(self._read("notification_tarif"))

    @cached_property
    def reponse(self) -> int:
        """Within how many days a proposal is answered."""
        return int(self._read("reponse_contradictoire"))

    @cached_property
    def silence_autorite(self) -> int:
        """After how many days silence of the authority is an agreement."""
        return int(self._read("accord_tacite_autorite"))

    @cached_property
    def tarif_modifie(self) -> int:
        """Within how many days a changed tariff is notified."""
        return int(self._read("tarif_modifie"))

    @cached_property
    def reponse_siege(self) -> str:
        """The day of the year by which the costs of a head office are decided."""
        return str(self._read("decision_siege"))

    def _read(self, name: str) -> Any:
        return valeur(f"echeances/{name}", self.jour)


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
    law = Delais(jour)
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
        # the code of an action is the parties': it may look like a year
        dated = len(self.cle) == len("2026") and self.cle.isdecimal() and self.nature != "action"
        return self.cle if dated else ""

    @property
    def uid(self) -> str:
        """What a calendar knows it by: the same at each writing, even when its date moves."""
        return f"{self.contrat}-{self.nature}-{self.cle}@cpomlib".replace(" ", "_")
