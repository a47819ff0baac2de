"""``cpom lab``: JupyterLab in French, for the analysts."""

from __future__ import annotations

from pathlib import Path

import click

from cpomlib.cli.entiers import Entier


@click.command()
@click.option("--port", type=Entier(1, 65535), default=8888, show_default=True,
              metavar="N", help="Port d’écoute.")  # fmt: skip
@click.option("--adresse", default="127.0.0.1", show_default=True, metavar="IP",
              help="Adresse d’écoute.")  # fmt: skip
@click.option("--dossier", default="atelier", show_default=True, metavar="DOSSIER",
              type=click.Path(path_type=Path, file_okay=False),
              help="Où sont les carnets des analystes.")  # fmt: skip
@click.option("--base", metavar="ADRESSE", help="Adresse de la base. Par défaut : CPOM_BASE.")
@click.option("--ouvrir", is_flag=True, help="Ouvre l’atelier dans le navigateur de ce poste.")
def lab(port: int, adresse: str, dossier: Path, base: str | None, ouvrir: bool) -> None:
    """Ouvre l’atelier des analystes : JupyterLab, en français, à plusieurs.

    Les carnets guidés sont copiés dans DOSSIER s’ils n’y sont pas. Deux personnes qui ouvrent le
    même carnet voient chacune ce que l’autre écrit.
    """
    import os
    import secrets
    import sys

    from cpomlib.pages.atelier import Atelier, demarrer
    from cpomlib.pages.serveur import absolue

    atelier = Atelier(
        dossier=dossier.resolve(),
        adresse=adresse,
        port=port,
        jeton=os.environ.get("CPOM_JETON") or secrets.token_urlsafe(24),
        environnement={"CPOM_BASE": absolue(base)},
    )

    def announce() -> None:
        click.echo(f"Atelier : {atelier.url}")
        click.echo("Ctrl+C pour l’arrêter.")
        if ouvrir:
            click.launch(atelier.url)

    sys.exit(demarrer(atelier, announce))
