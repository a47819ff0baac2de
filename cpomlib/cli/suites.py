"""What comes next once a command has written: the natural command, ready to be typed.

It is said where commands are loaded, from the path of the command: a new one that writes is named
here, or says it itself.
"""

from __future__ import annotations

import functools
import shlex
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import click

from cpomlib.socle import CpomError

_ETAT = "cpom anomalies --region {region}"
SUITES: Mapping[str, str | Mapping[str, str]] = {
    "agreger": {
        "region": "cpom importer {sortie}",
        "gestionnaire": "cpom importer agregats {sortie}",
    },
    "anomalies justifier": "cpom anomalies --region {region}",
    "base creer": "cpom importer DOSSIER",
    "base migrer": "cpom etat",
    "base publier": "cpom rapports --region {region} --annee {annee}",
    "base rattachements accepter": "cpom base rattachements lister",
    "base rattachements refuser": "cpom base rattachements lister",
    "base reprendre": "cpom scenario lister",
    "base roles creer": "cpom base etat",
    "base roles retirer": "cpom base etat",
    "commentaire deposer": "cpom commentaire lister --gestionnaire {gestionnaire}",
    "commentaire supprimer": "cpom commentaire lister --gestionnaire {gestionnaire}",
    "contrat avancer": "cpom contrat montrer {code}",
    "contrat campagne": "cpom importer contrat CLASSEUR",
    "contrat deposer": "cpom contrat verifier ID",
    "contrat dossier": "cpom contrat relire FICHIER.docx",
    "contrat reprendre": "cpom importer contrat {sortie}",
    "contrat signer": "cpom contrat verifier {code}",
    "contrat sortir": {"sortie": "cpom contrat deposer {sortie}"},
    "contrat trame": "cpom importer contrat {sortie}",
    "depots annuler": "cpom depots montrer {numero}",
    "depots retablir": "cpom depots montrer {numero}",
    "depots valider": "cpom depots montrer {numero}",
    "exemple": {
        "dossier": "cpom importer {dossier}",
        "region": "cpom rapports --region {region} --annee {annee}",
    },
    "fiche deposer": "cpom fiche lister",
    "fiche supprimer": "cpom fiche lister",
    "importer agregats": _ETAT,
    "importer balance": _ETAT,
    "importer contrat": "cpom contrat verifier ID",
    "importer fec": _ETAT,
    "importer finess": "cpom trame --region {region} --annee AAAA -o DOSSIER",
    "importer siao": {
        "proposition": "cpom importer siao {fichier} --correspondance {proposition}",
        "fichier": _ETAT,
        "creer_cle": "cpom importer siao EXPORT.csv --correspondance FICHIER.yaml --cle {cle}",
    },
    "importer tables": _ETAT,
    "importer trame": _ETAT,
    "indicateurs": {"sortie": "cpom indicateurs --definitions"},
    "plan deposer": "cpom plan lister",
    "plan supprimer": "cpom plan lister",
    "programmation trame": "cpom importer tables {sortie}",
    "scenario comparer": {"sortie": "cpom scenario lister"},
    "scenario deposer": "cpom scenario lister",
    "scenario projeter": {"sortie": "cpom scenario deposer {fichier}"},
    "scenario renommer": "cpom scenario lister",
    "scenario supprimer": "cpom scenario lister",
    "trame": {
        "departement": "cpom importer tables {sortie}",
        "region": "cpom importer {sortie}",
        "gestionnaire": "cpom importer trame {sortie}",
    },
}
"""Command → the next one; or what it was given → the next one, the first that holds."""
_EN_ATTENTE = ("brouillon", "transmis")


def conclure(commande: click.Command, chemin: str) -> click.Command:
    """Let a command and those under it say what comes next; return it.

    Args:
        commande: a command that has just been loaded.
        chemin: how it is typed: ``cpom depots``.
    """
    for name, one in getattr(commande, "commands", {}).items():
        conclure(one, f"{chemin} {name}")
    own = commande.callback
    key = chemin.removeprefix("cpom ")
    if own is None or key not in SUITES or hasattr(own, "conclue"):
        return commande

    @functools.wraps(own)
    def concluded(*args: Any, **options: Any) -> Any:
        done = own(*args, **options)
        context = click.get_current_context()
        # a door that a folder goes through has nobody above it: the folder concludes
        if context.parent is not None and (said := suite(key, context.params)):
            click.echo(f"Pour la suite\u00a0: {said}")
        return done

    concluded.conclue = True  # type: ignore[attr-defined]
    commande.callback = concluded
    return commande


def suite(chemin: str, demande: Mapping[str, Any]) -> str:
    """Return the command that comes after one; empty when nothing was written.

    Args:
        chemin: the one that was run, without ``cpom``.
        demande: what it was given.
    """
    if demande.get("essai") or demande.get("statut") in _EN_ATTENTE:
        return ""
    told = SUITES[chemin]
    if not isinstance(told, str):
        told = next((one for name, one in told.items() if demande.get(name)), "")
    if not told:
        return ""
    known = {name: _typed(value) for name, value in demande.items() if value not in (None, "", ())}
    if "{region}" in told and "region" not in known:
        known["region"] = _region(demande.get("base"))
    base = base_montree(demande.get("base")) if "{sortie}" not in told else ""
    return f"{told.format_map(_Manque(known))}{base}"


def base_montree(base: str | None) -> str:
    """Return the option that names the base, without the password that its address may hold."""
    from sqlalchemy import make_url

    from cpomlib.base import shown

    return f" --base {_typed(shown(make_url(base)))}" if base else ""


class _Manque(dict[str, str]):
    """What is not known is left to be written, in capitals."""

    def __missing__(self, key: str) -> str:
        return "CODE" if key == "region" else key.upper()


def _typed(value: Any) -> str:
    return shlex.quote(str(value))


def _region(base: str | None) -> str:
    """Return the région of the base, when it has one and only one."""
    from cpomlib.base import open_base, read
    from cpomlib.cli.depot import exists

    found: list[str] = []
    # what is done is done: nothing that is only said of what comes next may end it in error
    with suppress(CpomError):
        if exists(base):
            held = read(open_base(base), ["etablissements"])["etablissements"]
            found = sorted(set(held["region"].dropna()))
    return str(found[0]) if len(found) == 1 else "CODE"
