"""What a notebook shows once a base is opened in it: frames named in French, errors on one line."""

from __future__ import annotations

import re
import sys
from functools import cache
from html import escape
from types import TracebackType
from typing import TYPE_CHECKING, Any

from cpomlib.socle import CpomError

if TYPE_CHECKING:
    import pandas as pd

COLONNES = {
    "apport": "Ce que la ligne ajoute au chiffre",
    "depot": "Numéro du dépôt dont vient la ligne",
    "fichier": "Fichier déposé",
    "depose_le": "Jour du dépôt",
    "depose_par": "Qui a déposé",
    "gestionnaire": "Gestionnaire (identifiant)",
    "etablissement": "Établissement (identifiant)",
    "etablissements": "Nombre d’établissements",
    "periode": "Année, semestre ou trimestre",
    "indicateur": "Indicateur (identifiant)",
    "libelle": "Nom de l’indicateur",
    "unite": "Unité de la valeur",
    "valeur": "Valeur (un taux est une fraction\u00a0: 0,92 pour 92 %)",
    "numerateur": "Numérateur",
    "denominateur": "Dénominateur",
    "statut": "ok, nd (non disponible) ou secret",
    "raison": "Pourquoi la valeur manque",
    "note": "Ce qui doit être dit avec la valeur",
    "poste": "Poste de la projection",
}
"""Columns that the verbs of a base add to those of the shared tables."""
_ENTETE = re.compile(r"<thead>.*?</thead>", re.DOTALL)
_CELLULE = re.compile(r"<th>([^<]+)</th>")
_DETAIL = "Détail technique, pour qui programme"


def preparer_carnet() -> None:
    """Let the notebook that calls show frames and errors in French; nothing outside of one."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    if shell is None or getattr(shell, "_cpom", False):
        return
    import pandas as pd

    shell._cpom = True
    shell.display_formatter.formatters["text/html"].for_type(pd.DataFrame, frame_html)
    shell.set_custom_exc((Exception,), _montrer_erreur)


def frame_html(frame: pd.DataFrame) -> str | None:
    """Return a frame as pandas shows it, the name and the unit of each column on hover."""
    held: str | None = frame._repr_html_()
    if held is None:
        return None
    return _ENTETE.sub(lambda head: _CELLULE.sub(_nommee, head[0]), held, count=1)


def _nommee(cell: re.Match[str]) -> str:
    said = _noms().get(cell[1].strip(), "")
    return f'<th title="{escape(said, quote=True)}">{cell[1]}</th>' if said else cell[0]


@cache
def _noms() -> dict[str, str]:
    """Return what each column is called, its unit, its definition; the first table that has it."""
    from cpomlib.tables import table, table_names

    known = dict(COLONNES)
    for name in table_names():
        for champ in table(name).champs:
            unit = f" ({champ.unite})" if champ.unite else ""
            more = f"\u00a0: {champ.description}" if champ.description else ""
            known.setdefault(champ.nom, f"{champ.titre}{unit}{more}")
    return known


def _montrer_erreur(
    shell: Any,
    etype: type[BaseException],
    value: BaseException,
    tb: TracebackType | None,
    tb_offset: int | None = None,
) -> list[str]:
    """Show what happened on its first lines, the rest folded under them."""
    from IPython.display import HTML, display

    said = en_francais(value)
    if not isinstance(value, CpomError):
        full = shell.InteractiveTB.stb2text(
            shell.InteractiveTB.structured_traceback(etype, value, tb, tb_offset=tb_offset)
        )
        plain = escape(re.sub(r"\x1b\[[0-9;]*m", "", full))
        display(HTML(f"<details><summary>{_DETAIL}</summary><pre>{plain}</pre></details>"))
    shell._showtraceback(etype, value, [said])
    return [said]


def en_francais(error: BaseException) -> str:
    """Say an error in French: ours as it is, Python's by what an analyst can do about it."""
    if isinstance(error, CpomError):
        return str(error)
    if isinstance(error, NameError) and error.name:
        return (
            f"Le nom «\u00a0{error.name}\u00a0» n’est pas connu.\n"
            "Exécutez d’abord la cellule qui le définit, ou corrigez-le."
        )
    if isinstance(error, KeyError) and error.args:
        return (
            f"«\u00a0{error.args[0]}\u00a0» n’est pas là\u00a0: ni colonne, ni clé de ce nom.\n"
            "Regardez les noms exacts\u00a0: ajoutez «\u00a0.columns\u00a0» au tableau."
        )
    if isinstance(error, AttributeError) and error.name:
        return f"«\u00a0{error.name}\u00a0» n’existe pas ici.\nTapez un point puis Tab pour voir."
    return f"La cellule n’a pas pu s’exécuter ({type(error).__name__})\u00a0: {error}"
