"""Tiny notebooks, built for the tests: real kernels run them."""

from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

PARAMETRES = """\
gestionnaire: str = ""  # SIREN ou EJ- (un signe = ne gêne pas)
annee: int = 2025  # dernier exercice
region: str = ""  # code INSEE
base: str = ""  # adresse de la base
perimetre: str = "tous"  # tous ou chrs
etat: int = 0  # état de la base
"""

ECRIRE = """\
from IPython.display import display
valeurs = [{"id": "places_financees", "valeur": 40.0, "statut": "ok", "unite": "nombre"},
           {"id": "taux_occupation", "valeur": 0.923, "statut": "ok", "unite": "taux"}]
display({"application/vnd.cpom.indicateurs+json": valeurs}, raw=True)
"""

MONTRER = """\
from IPython.display import HTML, display
display(HTML(f"<p>Rapport de {gestionnaire}, {annee}</p>"))
"""


def carnet(path: Path, *cells: str, parametres: str = PARAMETRES) -> Path:
    """Write a notebook: a title, the parameters, then code cells."""
    code = [new_code_cell(parametres, metadata={"tags": ["parameters"]})]
    code += [new_code_cell(source) for source in cells]
    title = new_markdown_cell("# Diagnostic\n\n## Activité\n\nUn texte *en italique*.")
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[title, *code]), path)
    return path
