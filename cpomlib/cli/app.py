"""``cpom app``: the pages that people use together, in a browser."""

from __future__ import annotations

import click


@click.group()
def app() -> None:
    """Ouvre une page à utiliser ensemble, dans un navigateur."""


@app.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8866, show_default=True,
              metavar="N", help="Port d’écoute.")  # fmt: skip
@click.option("--adresse", default="127.0.0.1", show_default=True, metavar="IP",
              help="Adresse d’écoute. Au-delà de cette machine, un jeton est demandé.")  # fmt: skip
@click.option("--gestionnaire", default="", metavar="ID",
              help="Réserve la page à un gestionnaire : rien des autres ne s’y lit.")  # fmt: skip
@click.option("--base", metavar="ADRESSE", help="Adresse de la base. Par défaut : CPOM_BASE.")
@click.option("--scenarios", "dossier", metavar="DOSSIER",
              type=click.Path(exists=True, file_okay=False),
              help="Remplacée par « cpom base reprendre --scenarios DOSSIER » : les scénarios sont "
              "dans la base.")  # fmt: skip
@click.option("--places", type=click.IntRange(1), default=10, show_default=True, metavar="N",
              help="Visiteurs en même temps, au plus.")  # fmt: skip
@click.option("--chauds", type=click.IntRange(0), default=1, show_default=True, metavar="N",
              help="Sessions préparées d’avance pour ouvrir sans attendre.")  # fmt: skip
@click.option("--inactivite", type=click.IntRange(1), default=120, show_default=True,
              metavar="MIN", help="Arrête une page ouverte dont personne ne se sert.")  # fmt: skip
@click.option("--ouvrir", is_flag=True, help="Ouvre la page dans le navigateur de ce poste.")
def scenarios(  # noqa: PLR0913, PLR0917
    port: int,
    adresse: str,
    gestionnaire: str,
    base: str | None,
    dossier: str | None,
    places: int,
    chauds: int,
    inactivite: int,
    ouvrir: bool,
) -> None:
    """Ouvre la page des scénarios, pour une réunion.

    Les hypothèses se déplacent au curseur, les résultats suivent. « Ctrl+C » arrête la page ;
    ce qui est enregistré reste.
    """
    from cpomlib.pages.serveur import Reglages, demarrer, jeton_pour
    from cpomlib.socle import projet as project

    reglages = Reglages(
        carnet=project.notebooks_dir() / "applis" / "scenarios.ipynb",
        titre="Scénarios du CPOM",
        adresse=adresse,
        port=port,
        jeton=jeton_pour(adresse),
        places=places,
        chauds=chauds,
        inactivite=inactivite,
        environnement=_environment(base, gestionnaire, dossier),
    )
    demarrer(reglages, lambda: _announce(reglages.url, ouvrir))


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


def _announce(url: str, ouvrir: bool) -> None:
    click.echo(f"Page des scénarios : {url}")
    click.echo("Ctrl+C pour l’arrêter.")
    if ouvrir:
        click.launch(url)
