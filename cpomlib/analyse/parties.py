"""What the parties wrote, as an analyst opens it: their scenarios, their contracts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cpomlib.analyse.erreurs import en_clair

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Engine

    from cpomlib.analyse.contrats import ContratOuvert


class Parties:
    """The verbs of an open base that read what the parties wrote."""

    etat: int
    jour: date
    _engine: Engine

    def _owner(self, gestionnaire: str) -> str:
        raise NotImplementedError

    @en_clair
    def scenarios(self, gestionnaire: str) -> pd.DataFrame:
        """Liste les scénarios enregistrés d’un gestionnaire.

        Exemple\u00a0:
            >>> base.scenarios("000520015")["titre"].tolist()
            ['Rénover et mutualiser', 'Recomposer l’offre', 'Tendanciel']
        """
        from cpomlib.analyse.projets import listed

        return listed(self._engine, self._owner(gestionnaire), self.etat)

    @en_clair
    def scenario(self, gestionnaire: str, nom: str, *, etablissement: bool = False) -> pd.DataFrame:
        """Projette un scénario enregistré, une ligne par année et par poste.

        Args:
            gestionnaire: son identifiant ou son nom.
            nom: nom ou titre du scénario, comme `base.scenarios()` les liste.
            etablissement: une ligne par établissement plutôt que pour l’ensemble.

        Colonnes\u00a0: gestionnaire, etablissement, annee, poste, valeur (euros, places ou ETP).

        Exemple\u00a0:
            >>> projete = base.scenario("000520015", "tendanciel")
            >>> sorted(projete["annee"].unique().tolist())
            [2025, 2026, 2027, 2028, 2029, 2030]
        """
        from cpomlib.analyse.projets import projected, tidy

        owner = self._owner(gestionnaire)
        made = projected(self._engine, owner, nom, self.etat, self.jour)
        return tidy(owner, made, etablissement)

    @en_clair
    def contrat(self, designe: str) -> ContratOuvert:
        """Ouvre un contrat (CPOM) déposé.

        Args:
            designe: son code, son intitulé, ou le gestionnaire dont on veut le dernier contrat.

        Exemple\u00a0:
            >>> base.contrat("C-000520015-1")
            Contrat(C-000520015-1, signé, du 01/01/2024 au 31/12/2028)
        """
        from cpomlib.analyse.contrats import un_contrat

        return un_contrat(self._engine, self.etat, self.jour, designe)
