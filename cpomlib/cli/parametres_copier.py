"""A shipped file of parameters copied where the service may change it."""

from __future__ import annotations

from pathlib import Path

REFERENCE = "reference/"
"""The public data that came with the project."""


def copie(chemin: str, *, remplacer: bool = False) -> str:
    """Copy a shipped file into the service's folder; return what to say.

    Args:
        chemin: its path below ``parameters``, or that of a parameter it holds.
        remplacer: take the place of the service's own.

    Raises:
        CommandeError: no folder is named, no such file, it is not read there, or it is there.
    """
    from cpomlib.cli.parametres_depart import depart
    from cpomlib.droit import service_dir
    from cpomlib.socle import CommandeError, fichiers, parameters_dir

    relative = _file(chemin)
    if relative.startswith(REFERENCE) or relative in _livres():
        raise CommandeError(
            f"«\u00a0{relative}\u00a0» ne se change pas dans le dossier du service.",
            que_faire="Proposez le changement au projet\u00a0: il vaut pour tous.",
        )
    folder = service_dir()
    if folder is None:
        raise CommandeError(
            "Le service n’a pas de dossier de paramètres.",
            que_faire="Créez-en un, puis nommez-le par la variable CPOM_PARAMETRES.",
        )
    target = folder.joinpath(relative)
    if target.exists() and not remplacer:
        raise CommandeError(
            "Le service a déjà ce fichier\u00a0: il n’est pas remplacé.",
            ou=str(target),
            que_faire="Corrigez-le, ou ajoutez «\u00a0--remplacer\u00a0».",
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    start = depart(relative)
    text = start or parameters_dir().joinpath(relative).read_text(encoding="utf-8")
    fichiers.ecrire(target, text)
    if start is None and _refused(target):
        # some of its lines belong to the calculation: only what is changed may be written
        fichiers.ecrire(target, _commented(text))
    said = "Gardez-y ce que vous changez" if start is None else "C’est un exemple\u00a0: changez-le"
    return f"Copié\u00a0: {target}\n{said}, puis\u00a0: cpom parametres verifier"


def _livres() -> frozenset[str]:
    """Return the files of which a service's own is not read."""
    from cpomlib.cli.declarations import registre

    return frozenset(one.fichier for one in registre().declarations if one.usage == "livre")


def _refused(target: Path) -> bool:
    """Say whether a run would refuse the copy as it is."""
    from datetime import date

    from cpomlib.cli.declarations import verifier

    return any(str(target) in str(fault) for fault in verifier(date.today()).fautes)


def _commented(text: str) -> str:
    lines = [line if line.startswith("#") else f"# {line}".rstrip() for line in text.splitlines()]
    head = "# Tout est en commentaire\u00a0: ôtez le « # » des seules lignes que vous changez."
    return "\n".join([head, *lines, ""])


def _short(known: set[str]) -> dict[str, str]:
    """Return the names without their ending nor their folder, as people type them."""
    return {Path(one).stem: one for one in sorted(known)}


def _file(chemin: str) -> str:
    """Return the shipped file that is meant, relative to the parameters.

    Raises:
        CommandeError: there is none; the nearest are named.
    """
    from cpomlib.socle import CommandeError, parameters_dir, suggestion

    home = parameters_dir()
    known = {
        path.relative_to(home).as_posix()
        for path in home.rglob("*")
        if path.suffix == ".yaml" and path.stem != "index" and "scenarios" not in path.parts
    }
    asked = Path(chemin).as_posix()
    for tried in (asked, f"{asked}.yaml", f"legislation/{asked}.yaml"):
        if tried in known:
            return tried
    head = asked.partition("/")[0]
    for tried in (f"{head}.yaml", f"legislation/{head}.yaml", f"nomenclatures/{asked}.yaml"):
        if tried in known:
            return tried
    raise CommandeError(
        f"Le projet n’a pas de fichier «\u00a0{chemin}\u00a0».",
        que_faire=suggestion(asked, [*_short(known), *sorted(known)], "cpom parametres lister"),
    )
