"""From a figure to its rows: how many there are, who deposited them and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cpomlib.base import Contenu, Depot, local
from cpomlib.calcul import somme
from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier
from cpomlib.rendu.blocs import Bloc, Colonne, Paragraphe, Tableau, Titre
from cpomlib.socle import date_courte, pluriel
from cpomlib.tables import table, table_names

ANCRE = "lignes"


def lignes(dossier: Dossier, indicateurs: Sequence[str]) -> tuple[Bloc, ...]:
    """Show the rows that the figures rest on, table by table.

    Args:
        dossier: of the gestionnaire.
        indicateurs: those named beside the tables they come from.
    """
    if dossier.publiable:
        # how many rows there are would count the persons whose number is masked
        return ()
    titre = Titre(3, "Les lignes derrière les chiffres", ANCRE)
    depots = {one.id: one for one in dossier.depots}
    found = _par_table(dossier.contenus)
    rows = tuple(
        (table(name).titre, total(found[name]), _depose(found[name], depots),
         _fondes(dossier, name, indicateurs))
        for name in table_names()
        if name in found
    )  # fmt: skip
    if not rows:
        return (titre, Paragraphe("Aucune ligne n’a été déposée pour cette année."))
    columns = (
        Colonne("Table"), Colonne("Lignes", "nombre"), Colonne("Déposées par"),
        Colonne("Chiffres qui en viennent"),
    )  # fmt: skip
    return (
        titre,
        Tableau(
            f"De quelles lignes viennent les chiffres de {dossier.annee}", columns, rows,
            note="Lignes en vigueur de tout le périmètre\u00a0; une table sans année (les séjours) "
            f"les compte toutes. {_ligne_a_ligne(dossier, indicateurs)}",
        ),
    )  # fmt: skip


def _ligne_a_ligne(dossier: Dossier, indicateurs: Sequence[str]) -> str:
    """Say the command that gives the rows of one figure, as they were for this report.

    They are persons': a report that is annexed and sent does not print them.
    """
    asked = [f"--gestionnaire {dossier.id}", f"--annee {dossier.annee}"]
    asked += ["--perimetre chrs"] if dossier.perimetre == "chrs" else []
    command = f"cpom lignes {' '.join(asked)} --etat {dossier.etat} --indicateur"
    return (
        "Ligne à ligne, avec ce que chacune apporte, chez qui a la base\u00a0: "
        f"«\u00a0{command} {indicateurs[0]}\u00a0» (ou le libellé d’un autre chiffre, entre "
        "guillemets)."
    )


def _fondes(dossier: Dossier, nom: str, indicateurs: Sequence[str]) -> str:
    """Name the indicators that come from a table."""
    known = fiches()
    return ", ".join(dossier.libelle(one) for one in indicateurs if nom in known[one].tables)


def _par_table(contenus: Sequence[Contenu]) -> Mapping[str, Sequence[Contenu]]:
    found: dict[str, list[Contenu]] = {}
    for one in contenus:
        found.setdefault(one.table, []).append(one)
    return found


def total(contenus: Sequence[Contenu]) -> int:
    """Return how many rows several deposits give."""
    return int(somme(one.lignes for one in contenus))


def _depose(contenus: Sequence[Contenu], depots: Mapping[int, Depot]) -> str:
    """Say who deposited rows and when, the latest first; the oldest of many are only counted."""
    said = [
        f"{depots[one.depot].auteur}, le {date_courte(local(depots[one.depot].horodatage))} "
        f"(dépôt n°\u00a0{one.depot}, {pluriel(one.lignes, 'ligne')})"
        for one in reversed(contenus)
        if one.depot in depots
    ]
    if said[3:]:
        said[3:] = [f"et {len(said) - 3} autres dépôts"]
    return "\u00a0; ".join(said)
