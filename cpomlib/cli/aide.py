"""The help of every command, made alike where commands are loaded: whole, in French, an example.

A new command has it without asking: its summary is not cut, its values are named in French, and it
ends with one example, its own (« Exemple : … » in its docstring) or one made of what it requires.
"""

from __future__ import annotations

import re

import click

VALEURS = {
    "gestionnaire": "000520015", "annee": "2025", "region": "52", "indicateur": "taux_occupation",
    "sortie": "sortie", "nom": "essai", "chemin": "theme.yaml", "code": "effectif_place",
    "motif": '"Places fermées pour travaux"', "auteur": '"M. Martin"', "role": "analyste",
    "numero": "3", "avant": "3", "apres": "5", "contrat": "C-1", "periode": "2025-S1",
    "fichier": "fichier", "fichiers": "fichier", "dossier": "dossier", "cle": "cle",
}  # fmt: skip
"""What the example of a command gives for what it requires, by the name of the parameter."""
EXEMPLES = {
    "agreger": "--gestionnaire 000520015 --annee 2025 -o agregats.zip",
    "app contrat": "--contrat C-000520015-1",
    "app scenarios": "--gestionnaire 000520015",
    "base reprendre": "--essai",
    "base roles creer": "--role analyste_52 --region 52 --analyste",
    "commentaire deposer": "commentaire.txt --gestionnaire 000520015 --annee 2025 "
    "--section besoins --partie gestionnaire",
    "commentaire sortir": "--gestionnaire 000520015 --annee 2025 --section besoins "
    "--partie gestionnaire",
    "commentaire supprimer": "--gestionnaire 000520015 --annee 2025 --section besoins "
    "--partie gestionnaire",
    "contrat avancer": "C-000520015-1 1.1-A --avancement 70",
    "contrat campagne": "--region 52 --annee 2025 -o retours",
    "contrat comparer": "C-000520015-1 --avant 3",
    "contrat deposer": "contrat.yaml",
    "contrat demarche": "C-000520015-1",
    "contrat dossier": "--contrat C-000520015-1 -o dossier",
    "contrat montrer": "C-000520015-1",
    "contrat relire": "01-contrat.docx",
    "contrat reprendre": "cpom-signe.docx --contrat C-000520015-1 -o reprise.xlsx",
    "contrat signer": "C-000520056-1 --le 15/11/2026 --effet 01/01/2027",
    "contrat sortir": "C-000520015-1 -o contrat.yaml",
    "contrat suivi": "C-000520015-1",
    "contrat trame": "C-000520015-1 -o contrat.xlsx",
    "contrat verifier": "C-000520015-1",
    "fiche deposer": "fiche.yaml --gestionnaire 000520015",
    "importer agregats": "agregats.zip",
    "importer balance": "balance.xlsx --gestionnaire 000520015 --annee 2025",
    "importer contrat": "contrat/",
    "importer fec": "123456782FEC20251231.txt",
    "importer finess": "etalab-cs1100507.csv --essai",
    "importer siao": "export.csv --correspondance siao.yaml --cle ~/cle-pseudonymes",
    "importer trame": "trame.xlsx --essai",
    "parametres montrer": "affectation/excedent",
    "plan deposer": "plan.yaml --gestionnaire 000520015",
    "programmation trame": "--region 52 -o programmation.xlsx",
    "scenario comparer": "tendanciel.yaml projet.yaml",
    "scenario deposer": "projet.yaml",
    "scenario equilibre": "projet.yaml --hypothese 3",
    "scenario projeter": "projet.yaml --format xlsx -o projet.xlsx",
    "scenario renommer": 'essai "Plan retenu" --gestionnaire 000520015',
    "scenario verifier": "projet.yaml",
    "trame": "--region 52 --annee 2023-2025 -o trames",
}
"""Command → what its example gives, where what it requires says too little."""
NOMS_AIDE = ["-h", "--aide", "--help"]
_METAVARS = {
    "INTEGER": "N", "TEXT": "TEXTE", "FLOAT": "NOMBRE", "PATH": "CHEMIN", "FILE": "FICHIER",
    "DIRECTORY": "DOSSIER",
}  # fmt: skip
_PHRASE = re.compile(r"(.+?[.!?…])(?:\s|$)", re.DOTALL)
_EXEMPLE = "Exemple\u00a0: "


def aider(commande: click.Command, chemin: str) -> click.Command:
    """Make the help of a command and of those under it; return it.

    Args:
        commande: a command that has just been loaded.
        chemin: how it is typed: ``cpom depots``.
    """
    # told to each, for one that is run by itself would answer to « --help » alone
    commande.context_settings.setdefault("help_option_names", NOMS_AIDE)
    for param in commande.params:
        _name_values(param)
    if commande.short_help is None and commande.help:
        commande.short_help = resume(commande.help)
    under = getattr(commande, "commands", {})
    if isinstance(commande, click.Group):
        if commande.subcommand_metavar == "COMMAND [ARGS]...":
            commande.subcommand_metavar = "COMMANDE [OPTIONS]…"
        for name, one in under.items():
            aider(one, f"{chemin} {name}")
    elif commande.epilog is None and "Exemple" not in (commande.help or ""):
        given = EXEMPLES.get(chemin.removeprefix("cpom "))
        told = f"{chemin} {given}" if given else exemple(commande, chemin)
        commande.epilog = f"{_EXEMPLE}{told}"
    return commande


def resume(aide: str) -> str:
    """Return the first sentence of a help, whole, on one line."""
    said = " ".join(aide.split("\n\n", maxsplit=1)[0].split())
    match = _PHRASE.match(said)
    return match[1] if match else said


def exemple(commande: click.Command, chemin: str) -> str:
    """Return a command with all that it requires, as it would be typed."""
    words = [chemin]
    for param in commande.params:
        if not param.required:
            continue
        value = _value(param)
        words.append(f"{param.opts[0]} {value}" if isinstance(param, click.Option) else value)
    return " ".join(words)


def _value(param: click.Parameter) -> str:
    if isinstance(param.type, click.Choice):
        return str(param.type.choices[0])
    if isinstance(param.type, click.types.IntParamType):
        return VALEURS.get(param.name or "", "3")
    metavar = (getattr(param, "metavar", None) or "").lower()
    return VALEURS.get(param.name or "") or VALEURS.get(metavar) or "valeur"


def _name_values(param: click.Parameter) -> None:
    """Name in French the values that a parameter takes."""
    if isinstance(param, click.Argument):
        if param.metavar is None and param.nargs == -1:
            name = (param.name or "").upper()
            param.metavar = f"{name}…" if param.required else f"[{name}]…"
    elif isinstance(param, click.Option) and param.metavar is None and not param.is_flag:
        named = _METAVARS.get(param.type.name.upper())
        if named and not isinstance(param.type, click.Choice):
            param.metavar = named
