"""Where a fault is in the workbook, told as people see it: sheet, row, letter of the column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cpomlib.entree.trame.plan import PlanTrame
from cpomlib.entree.trame.reperage import Reperage
from cpomlib.socle import Faute, suggestion
from cpomlib.tables import HORS_LISTE

_LETTRES = re.compile(r"\b([A-Z]{1,3}) \(")


@dataclass(frozen=True)
class Emplacement:
    """The place of one table in the workbook.

    Attributes:
        fichier: name of the file.
        onglet: title of the sheet.
        reperage: its headings.
    """

    fichier: str
    onglet: str
    reperage: Reperage

    def colonne(self, nom: str) -> str:
        """Return a column as people see it: ``C (Mode)``; its title alone when it is absent."""
        from openpyxl.utils import get_column_letter

        schema = self.reperage.feuille.schema
        title = schema.champ(nom).titre if nom in schema.colonnes else nom
        rank = self.reperage.colonnes.get(nom)
        if rank is None:
            rank = next((r for r, text in self.reperage.autres.items() if text == nom), None)
        return title if rank is None else f"{get_column_letter(rank + 1)} ({title})"

    def situer(self, faute: Faute, plan: PlanTrame) -> Faute:
        """Return a fault of a table as a fault of the workbook."""
        names = [name for name in faute.colonne.split(", ") if name]
        return Faute(
            self.fichier,
            self.reperage.ligne if faute.ligne == 1 else faute.ligne,
            ", ".join(self.colonne(name) for name in names),
            faute.valeur,
            feuilles_nommees(faute.message, plan),
            self._advice(faute, names, plan),
            self.onglet,
        )

    def _advice(self, faute: Faute, names: list[str], plan: PlanTrame) -> str:
        schema = self.reperage.feuille.schema
        if faute.message == HORS_LISTE and names:
            labels = plan.libelles(schema.name, schema.champ(names[0]))
            if labels:
                return suggestion(faute.valeur, labels.values())
        return feuilles_nommees(faute.que_faire, plan)


def lettres(colonne: str) -> list[str]:
    """Return the letters of the columns of a fault of the workbook."""
    return _LETTRES.findall(colonne)


def feuilles_nommees(text: str, plan: PlanTrame) -> str:
    """Name the sheets where a message names the tables or their files."""
    titles: Mapping[str, str] = {sheet.schema.name: sheet.titre for sheet in plan.feuilles}
    for name, title in titles.items():
        sheet = f"la feuille « {title} »"
        text = text.replace(f"le fichier {name}.csv", sheet).replace(f"{name}.csv", sheet)
        text = text.replace(f"la table « {name} » du dépôt", sheet)
        text = text.replace(f"la table « {name} »", sheet).replace(f"La table « {name} »", sheet)
    return text
