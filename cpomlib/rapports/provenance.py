"""Where the figures on the publics come from: the stays deposited, or aggregates sent."""

from __future__ import annotations

from collections.abc import Mapping

from cpomlib.base import Depot, local
from cpomlib.calcul.indicateurs import provenance
from cpomlib.dossier import Dossier
from cpomlib.rendu.blocs import Bloc, Colonne, Paragraphe, Tableau
from cpomlib.socle import date_fr

FORMAT = "agregats"
"""The format under which packages of aggregates are deposited."""

_DITS = {"sejours": "séjours déposés", "agregats": "agrégats transmis", "": "ni l’un ni l’autre"}


def sources_des_publics(dossier: Dossier) -> tuple[Bloc, ...]:
    """Say what the publics, the stays and the mandatory indicators are computed from.

    Nothing is said where neither stays nor aggregates are deposited.
    """
    known = {year: _within(dossier, year) for year in dossier.annees}
    read = {source for year in known.values() for source in year.values()}
    if not read:
        return ()
    if read == {"sejours"}:
        return (_said("les séjours déposés"),)
    sent = _envois(dossier)
    if read == {"agregats"}:
        return (_said(f"les agrégats transmis {sent}", masked=True),)
    both = f"les séjours déposés ou, à défaut, d’après les agrégats transmis {sent}"
    return (_said(both, masked=True), _table(dossier, known))


def _within(dossier: Dossier, annee: int) -> dict[str, str]:
    mine = set(dossier.structures["id_etablissement"])
    found = provenance(dossier.frames, dossier.conventions.periode(annee))
    return {each: source for each, source in found.items() if each in mine}


def _said(source: str, masked: bool = False) -> Paragraphe:
    more = (
        " Les séjours sont restés chez le gestionnaire, qui a masqué les petits effectifs "
        "(«\u00a0s.\u00a0»)."
    )
    return Paragraphe(
        "Les indicateurs sur les publics, les durées de séjour, les sorties et les quatre "
        f"indicateurs obligatoires sont calculés d’après {source}.{more if masked else ''}",
        role="note",
        titre="D’où viennent les chiffres sur les publics.",
    )


def _envois(dossier: Dossier) -> str:
    """Say when aggregates were sent: « le 21 novembre 2026 (dépôt n° 3) »."""
    sent = [_envoi(depot) for depot in dossier.depots if depot.format == FORMAT]
    return " et ".join(sent)


def _envoi(depot: Depot) -> str:
    return f"le {date_fr(local(depot.horodatage))} (dépôt n°\u00a0{depot.id})"


def _table(dossier: Dossier, known: Mapping[int, Mapping[str, str]]) -> Tableau:
    houses = sorted({each for year in known.values() for each in year})
    rows = tuple(
        (dossier.nom(each), *(_DITS[known[year].get(each, "")] for year in dossier.annees))
        for each in houses
    )
    columns = (Colonne("Établissement"), *dossier.colonnes("texte"))
    return Tableau("Source des chiffres sur les publics", columns, rows)
