"""``cpom contrat signer`` and ``avancer``: one gesture, by the door of every deposit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from cpomlib.cli.contrats_lus import lus, un_contrat
from cpomlib.cli.depot import Demande, options_geste
from cpomlib.cli.entiers import Entier
from cpomlib.cli.etat import Jour

if TYPE_CHECKING:
    from cpomlib.calcul.contrat import Contrat

ETATS = ("a_venir", "en_cours", "faite", "abandonnee")


@click.command()
@click.argument("code", metavar="ID")
@click.option("--le", type=Jour(), required=True, metavar="DATE", help="Le jour de l’accord.")
@click.option("--partie", "parties", multiple=True, metavar="CODE",
              help="Qui donne son accord ce jour-là (sinon tous ceux qui restent).")  # fmt: skip
@click.option("--effet", type=Jour(), metavar="DATE", help="La date d’effet, si elle change.")
@click.option("--duree", type=Entier(1, 240), metavar="MOIS", help="La durée, de même.")
@options_geste
def signer(
    code: str, le: date, parties: tuple[str, ...], effet: date | None, duree: int | None,
    demande: Demande,
) -> None:  # fmt: skip
    """Signe un contrat préparé : l’accord des signataires, puis le statut quand tous l’ont donné.

    Dès lors il ne change que par un avenant, et la signature ne se défait pas : « --essai » dit
    d’abord ce qui serait écrit. Un accord reçu seul se note par « --partie » ; le contrat reste
    en préparation tant qu’un signataire manque.
    """
    from cpomlib.calcul.contrat import attendus
    from cpomlib.calcul.contrat import signer as signed
    from cpomlib.socle import CommandeError, date_courte

    one = un_contrat(lus(demande.base, {"au": None, "etat": None, "jour": None}), code)
    if one.signe:
        raise CommandeError(
            f"Le contrat «\u00a0{code}\u00a0» est déjà signé\u00a0: rien n’a été écrit.",
            que_faire="Il change par un avenant\u00a0: «\u00a0cpom contrat deposer FICHIER "
            "--avenant N\u00a0».",
        )
    _refuse_parties(one, parties)
    made = signed(one, le, parties, _dates(one, effet, duree))
    click.echo(_depose(made, demande, f"signature du contrat {code}, {date_courte(le)}"))
    missing = [each for each in attendus(one) if parties and each not in parties]
    if missing:
        click.echo(f"Il manque l’accord de\u00a0: {', '.join(missing)}. Le contrat reste en "
                   "préparation.")  # fmt: skip
        if effet or duree:
            click.echo("La date d’effet et la durée s’écrivent avec le dernier accord\u00a0: "
                       "redites-les alors.")  # fmt: skip
    elif not demande.essai:
        click.echo("Tous les signataires ont donné leur accord\u00a0: le contrat est signé.")


def _dates(contrat: Contrat, effet: date | None, duree: int | None) -> dict[str, Any]:
    """Return the dates that a signature gives, all known in the end."""
    from cpomlib.socle import CommandeError

    held = {"la date d’effet": effet or contrat.effet, "la durée": duree or contrat.duree}
    lacking = [name for name, value in held.items() if value is None]
    if lacking:
        raise CommandeError(
            f"Du contrat «\u00a0{contrat.id}\u00a0», on ne sait pas {' ni '.join(lacking)}\u00a0: "
            "rien n’a été écrit.",
            que_faire="Donnez «\u00a0--effet 01/01/2027\u00a0», «\u00a0--duree 60\u00a0».",
        )
    return {"date_effet": effet, "duree_mois": duree}


def _refuse_parties(contrat: Contrat, parties: tuple[str, ...]) -> None:
    """Refuse a signature by nobody, or by who does not sign, or has already."""
    from cpomlib.calcul.contrat import attendus, signataires
    from cpomlib.socle import CommandeError, suggestion

    signing = [str(row["partie"]) for row in signataires(contrat)]
    if not signing:
        raise CommandeError(
            f"Le contrat «\u00a0{contrat.id}\u00a0» n’a aucun signataire\u00a0: rien n’a été "
            "écrit.",
            que_faire="Dites-les dans «\u00a0contrat_parties\u00a0» (rôle "
            "«\u00a0autorite_tarification\u00a0» ou «\u00a0signataire\u00a0»).",
        )
    for one in parties:
        if one not in signing:
            raise CommandeError(
                f"«\u00a0{one}\u00a0» n’est pas un signataire du contrat\u00a0: rien n’a été "
                "écrit.",
                que_faire=suggestion(one, signing),
            )
        if one not in attendus(contrat):
            raise CommandeError(
                f"L’accord de «\u00a0{one}\u00a0» est déjà noté\u00a0: rien n’a été écrit.",
                que_faire="Ôtez-le de la commande.",
            )


@click.command()
@click.argument("code", metavar="ID")
@click.argument("action", metavar="ACTION")
@click.option("--avancement", type=Entier(0, 100), metavar="POURCENT",
              help="Le chemin fait, de 0 à 100.")  # fmt: skip
@click.option("--etat", type=click.Choice(ETATS), help="Où elle en est (sinon selon --avancement).")
@click.option("--commentaire", metavar="TEXTE", help="Ce qu’il faut en savoir.")
@click.option("--le", type=Jour(), metavar="DATE", help="Le jour du point (sinon aujourd’hui).")
@options_geste
def avancer(
    code: str, action: str, avancement: int | None, le: date | None, demande: Demande,
    **dit: str | None,
) -> None:  # fmt: skip
    """Note où en est une action d’un contrat, par son code ou son intitulé.

    À 100, elle est faite ; faite, elle est à 100. L’histoire est gardée : un point suivant
    corrige le précédent.
    """
    from cpomlib.calcul.contrat import actions_nommees, se_contredisent
    from cpomlib.calcul.contrat import avancer as moved
    from cpomlib.droit import nomenclature
    from cpomlib.socle import CommandeError, designated

    one = un_contrat(lus(demande.base, {"au": None, "etat": None, "jour": None}), code)
    said = {**dit, "pourcent": avancement}
    if all(value is None for value in said.values()):
        raise CommandeError(
            "Rien n’est dit de l’action\u00a0: rien n’a été écrit.",
            que_faire="Donnez «\u00a0--avancement\u00a0», «\u00a0--etat\u00a0» ou "
            "«\u00a0--commentaire\u00a0».",
        )
    if se_contredisent(dit["etat"], avancement):
        state = nomenclature("etat_action").libelle(str(dit["etat"]))
        raise CommandeError(
            f"Une action ne peut être {state.lower()} à {avancement}\u00a0%\u00a0: rien n’a été "
            "écrit.",
            que_faire="Donnez «\u00a0--avancement\u00a0» ou «\u00a0--etat\u00a0»\u00a0: "
            "l’autre suit.",
        )
    names = actions_nommees(one.de("actions"))
    key = designated(action, names, ("L’action", "plusieurs actions"),
                     absent="n’est pas dans ce contrat")  # fmt: skip
    row = next(row for row in one.de("actions") if str(row["id_action"]) == key)
    made: dict[str, Any] = {"actions": [moved(row, le or demande.jour, said)]}
    click.echo(_depose(made, demande, f"point sur l’action {key} du contrat {code}"))


def _depose(changees: dict[str, list[dict[str, Any]]], demande: Demande, quoi: str) -> str:
    """Deposit some rows of a contract by the one way in, the other rows left as they are."""
    import hashlib
    import json

    from cpomlib.calcul.contrat import AU_DEPOT
    from cpomlib.cli.depot import deposer
    from cpomlib.cli.importer_contrat import known_contracts
    from cpomlib.entree import lire_textes
    from cpomlib.tables import contract_names, row_texts, written_row

    texts = {name: [row_texts(written_row(name, row)) for row in changees[name]]
             for name in contract_names() if name in changees}  # fmt: skip
    read = lire_textes(texts, known_contracts(demande.base), demande.jour, AU_DEPOT, fichier=quoi)
    digest = hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()
    return deposer(read.frames, demande.origine(quoi, digest, "contrat"), demande)
