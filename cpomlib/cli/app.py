"""``cpom app``: the pages that people use together, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from cpomlib.cli.entiers import Entier

Command = Callable[..., Any]


@click.group()
def app() -> None:
    """Ouvre une page à utiliser ensemble, dans un navigateur."""


def options_page(command: Command) -> Command:
    """Give a command what every page is asked: where it listens, for how many."""
    options = (
        click.option("--port", type=Entier(1, 65535), default=8866, show_default=True,
                     metavar="N", help="Port d’écoute."),
        click.option("--adresse", default="127.0.0.1", show_default=True, metavar="IP",
                     help="Adresse d’écoute. Au-delà de cette machine, un jeton est demandé."),
        click.option("--base", metavar="ADRESSE",
                     help="Adresse de la base. Par défaut : CPOM_BASE."),
        click.option("--places", type=Entier(1), default=10, show_default=True,
                     metavar="N", help="Visiteurs en même temps, au plus."),
        click.option("--chauds", type=Entier(0), default=1, show_default=True, metavar="N",
                     help="Sessions préparées d’avance pour ouvrir sans attendre."),
        click.option("--inactivite", type=Entier(1), default=120, show_default=True,
                     metavar="MIN", help="Arrête une page ouverte dont personne ne se sert."),
        click.option("--ouvrir", is_flag=True,
                     help="Ouvre la page dans le navigateur de ce poste."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@app.command()
@click.option("--gestionnaire", default="", metavar="ID",
              help="Réserve la page à un gestionnaire : rien des autres ne s’y lit.")  # fmt: skip
@click.option("--scenarios", "dossier", metavar="DOSSIER",
              type=click.Path(exists=True, file_okay=False),
              help="Remplacée par « cpom base reprendre --scenarios DOSSIER » : les scénarios sont "
              "dans la base.")  # fmt: skip
@options_page
def scenarios(gestionnaire: str, base: str | None, dossier: str | None, **page: Any) -> None:
    """Ouvre la page des scénarios, pour une réunion.

    Les hypothèses se déplacent au curseur, les résultats suivent. « Ctrl+C » arrête la page ;
    ce qui est enregistré reste.
    """
    told = _environment(base, gestionnaire, dossier)
    _serve(("scenarios", "Scénarios du CPOM", "Page des scénarios"), told, page)


@app.command()
@click.option("--contrat", "code", default="", metavar="ID",
              help="Réserve la page à un contrat : rien des autres ne s’y lit.")  # fmt: skip
@click.option("--gestionnaire", default="", metavar="ID",
              help="Réserve la page aux contrats d’un gestionnaire.")  # fmt: skip
@options_page
def contrat(code: str, gestionnaire: str, base: str | None, **page: Any) -> None:
    """Ouvre la page d’un contrat : objectifs, cibles, séance, suivi.

    Pour la réunion où les cibles se fixent, et celle où elles se suivent. Ce qui est enregistré
    est déposé dans la base ; un contrat signé ne change que par un avenant.
    """
    from cpomlib.pages.contrat import AccesContrats
    from cpomlib.pages.serveur import absolue

    address = absolue(base)
    AccesContrats(address, code, gestionnaire).choisi()
    told = {"CPOM_BASE": address, "CPOM_APP_CONTRAT": code, "CPOM_APP_GESTIONNAIRE": gestionnaire}
    _serve(("contrat", "Objectifs et cibles du CPOM", "Page du contrat"), told, page)


def _serve(noms: tuple[str, str, str], environnement: dict[str, str], page: dict[str, Any]) -> None:
    """Serve a page: the name of its notebook, its title, how it is announced."""
    from cpomlib.pages.serveur import Reglages, demarrer, jeton_pour
    from cpomlib.socle import projet as project

    carnet, titre, annonce = noms
    ouvrir = page.pop("ouvrir")
    reglages = Reglages(
        carnet=project.notebooks_dir() / "applis" / f"{carnet}.ipynb",
        titre=titre,
        jeton=jeton_pour(page["adresse"]),
        environnement=environnement,
        **page,
    )
    demarrer(reglages, lambda: _announce(annonce, reglages.url, ouvrir))


def _environment(base: str | None, gestionnaire: str, dossier: str | None) -> dict[str, str]:
    """Return what the sessions are told, once the base and the gestionnaire are known to be."""
    from cpomlib.cli.base_reprendre import avertir
    from cpomlib.pages.scenarios import Acces
    from cpomlib.pages.serveur import absolue

    address = absolue(base)
    acces = Acces(address, gestionnaire)
    acces.choisi("")
    if dossier:
        click.echo(
            "«\u00a0--scenarios\u00a0» ne sert plus et sera retirée à la prochaine version\u00a0: "
            "les scénarios sont dans la base. Pour y mettre ceux de ce dossier\u00a0: "
            f"«\u00a0cpom base reprendre --scenarios {dossier}\u00a0».",
            err=True,
        )
    else:
        avertir(acces.engine)
    return {"CPOM_BASE": address, "CPOM_APP_GESTIONNAIRE": gestionnaire}


def _announce(quoi: str, url: str, ouvrir: bool) -> None:
    click.echo(f"{quoi} : {url}")
    click.echo("Ctrl+C pour l’arrêter.")
    if ouvrir:
        click.launch(url)
