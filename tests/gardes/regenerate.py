"""Write ``docs/gardes.md``: which guard stands at which door. Each cell is tried by the tests."""

from pathlib import Path

from gardes.epreuves import GARDES
from gardes.portes import PORTES

FICHIER = Path(__file__).parents[2] / "docs" / "gardes.md"
TETE = """# Les gardes des portes

Une *porte* est une commande par laquelle des données entrent dans la base : `cpom importer
FORMAT`. Toutes passent par un même chemin (`cpomlib/cli/depot.py`, puis
`cpomlib/base/portes.py`), qui compare et écrit dans une seule transaction. `tests/gardes` essaie
chaque garde à chaque porte, refuse une porte qui n’en a pas une, et écrit ce tableau (`make
gardes`).

"""
SUITE = """

Ce que les parties écrivent (`cpom scenario`, `plan`, `fiche`, `commentaire deposer`) entre par une
autre porte, `cpomlib/base/declarees_depot.py` : son lecteur l’accepte ou le refuse en entier ; une
autre version en vigueur est montrée, et n’est remplacée que si on le choisit (`--depuis`,
`--remplacer`) ; `--essai` n’écrit rien ; le même texte n’est pas déposé deux fois ; un commentaire
ne désigne personne.

`cpom depots valider` et `cpom depots retablir` ont la garde de la portée et l’essai : l’état a pu
changer depuis que le dépôt est entré.

## Ce que touche un dépôt

Un dépôt ne touche que les établissements (et les années, les documents) que ses lignes nomment.
`gestionnaires` et `etablissements` sont fusionnés par identifiant : une colonne absente garde ce
qui est connu, une colonne présente et vide le vide. Ailleurs, ce que l’état courant a dans cette
portée et que le fichier n’a pas (des lignes, ou les valeurs d’une colonne absente) est compté,
nommé, et refusé tant que l’on n’a pas choisi :

- `--completer` ajoute et met à jour ligne par ligne, sans rien retirer. Si le fichier code
  autrement ce qui est déjà là (un budget refait sur d’autres comptes), les sommes d’avant et
  d’après sont montrées ;
- `--remplacer` prend le fichier pour tout ce dont il parle. Avec `--portee ID` ou `--portee
  ID:ANNEE`, il vide aussi ce qu’aucune ligne ne nomme.

Ce qui est retiré reste dans l’historique : `cpom depots retablir` le remet.
"""


def tableau():
    """Return the page."""
    head = "| porte | " + " | ".join(garde.nom for garde in GARDES) + " |"
    rows = [
        f"| `{door}` | " + " | ".join(g.sans_objet.get(door, "oui") for g in GARDES) + " |"
        for door in sorted(PORTES)
    ]
    told = [f"- **{garde.nom}** : {garde.dit}." for garde in GARDES]
    lines = [head, "|---" * (len(GARDES) + 1) + "|", *rows, "", *told]
    return TETE + "\n".join(lines) + "\n" + SUITE


if __name__ == "__main__":
    FICHIER.write_text(tableau(), encoding="utf-8")
