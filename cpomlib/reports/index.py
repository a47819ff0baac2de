"""The region's page: who, where it stands, key figures, links; one file, readable offline."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpomlib.documents.formats import FORMATS
from cpomlib.reports.inputs import titre
from cpomlib.reports.manifest import Ligne, Manifeste
from cpomlib.reports.modeles import DIAGNOSTIC, modeles
from cpomlib.reports.scope import REGION
from cpomlib.reports.worker import INDICATEURS
from cpomlib.typography import ABSENT, SECRET, date_fr, euros_ronds, nombre, pluriel, taux

if TYPE_CHECKING:
    from jinja2 import Template

NAME = "index.html"
BANDEAU_EXEMPLE = (
    "Région inventée\u00a0: ces données sont un exemple, elles ne décrivent aucun organisme réel."
)
_STATUTS = {"fait": "Établi", "echec": "Échec", "non_etabli": "Pas encore établi"}
_ETATS = {"en_cours": "en cours", "terminee": "terminée", "interrompue": "interrompue"}


@dataclass(frozen=True)
class Chiffre:
    """A key figure of the index: which indicator, its heading, how it is written."""

    id: str
    titre: str
    ecrire: Callable[[float], str]


CHIFFRES = (
    Chiffre("places_financees", "Places financées", nombre),
    Chiffre("taux_occupation", "Taux d’occupation", taux),
    Chiffre("cout_place", "Coût à la place", euros_ronds),
    Chiffre("resultat", "Résultat", euros_ronds),
    Chiffre("cpom_1_taux", "Sorties vers le logement ordinaire", taux),
    Chiffre("cpom_4_taux_presence_longue", "Présences longues", taux),
)


@dataclass(frozen=True)
class Cellule:
    """A figure: as it is sorted (empty when there is none) and as it is shown."""

    brut: str
    texte: str


def render(manifeste: Manifeste, folder: Path) -> str:
    """Return the page of a campaign.

    Args:
        manifeste: the campaign.
        folder: where its reports are (their ``indicateurs.json`` are read).
    """
    from markupsafe import Markup

    from cpomlib.theme import theme

    return _template().render(
        titre=f"{_nature(manifeste)} {manifeste.annee} – {manifeste.nom_region}",
        quoi="Région" if _regional(manifeste) else "Gestionnaire",
        resume=_summary(manifeste),
        bandeau=BANDEAU_EXEMPLE if manifeste.exemple else "",
        theme_css=Markup(theme().css()),
        chiffres=CHIFFRES,
        rangs=[_row(ligne, folder) for ligne in _by_name(manifeste)],
        methode=_method(manifeste),
    )


def _regional(manifeste: Manifeste) -> bool:
    """Tell whether the campaign made one report for the whole région."""
    return [ligne.id for ligne in manifeste.gestionnaires] == [REGION]


def _nature(manifeste: Manifeste) -> str:
    name = Path(manifeste.modele).stem
    known = modeles().get(name)
    if known and name != DIAGNOSTIC:
        return titre(known)
    return name.replace("_", " ").capitalize() if _regional(manifeste) else "Diagnostics"


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("cpomlib.reports"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("index.html.j2")


def _by_name(manifeste: Manifeste) -> list[Ligne]:
    return sorted(manifeste.gestionnaires, key=lambda ligne: (_collated(ligne.nom), ligne.id))


def _collated(text: str) -> str:
    """Return a text as it is sorted in French: accents and case do not matter."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def _summary(manifeste: Manifeste) -> str:
    statuts = [ligne.statut for ligne in manifeste.gestionnaires]
    if _regional(manifeste):
        return f"Un rapport pour toute la région\u00a0: {_STATUTS[statuts[0]].lower()}."
    done, failed = statuts.count("fait"), statuts.count("echec")
    parts = [
        f"{pluriel(done, 'diagnostic établi', 'diagnostics établis')} "
        f"sur {pluriel(len(statuts), 'gestionnaire')}"
    ]
    if failed:
        parts.append(f"{pluriel(failed, 'échec')}, dont la raison est donnée ci-dessous")
    return ", ".join(parts) + "."


def _row(ligne: Ligne, folder: Path) -> dict[str, Any]:
    here = folder / ligne.id
    pages = [name for name in (ligne.rapport.fichiers if ligne.rapport else ()) if _is_page(name)]
    page = f"{ligne.id}/{pages[0]}" if pages and (here / pages[0]).exists() else ""
    return {
        "id": ligne.id,
        "nom": ligne.nom,
        "page": page,
        "etat": _STATUTS[ligne.statut],
        "classe": ligne.statut,
        "raison": ligne.raison or ligne.avis,
        "ancien": _older(ligne) if page else "",
        "chiffres": _figures(here / INDICATEURS if page else None),
        "liens": _links(ligne, here, page),
    }


def _is_page(name: str) -> bool:
    return name.endswith(".html")


def _older(ligne: Ligne) -> str:
    if ligne.statut != "echec" or ligne.rapport is None:
        return ""
    return f"Le diagnostic montré est le précédent, du {_day(ligne.rapport.date)}."


def _day(moment: str) -> str:
    return date_fr(datetime.fromisoformat(moment))


def _links(ligne: Ligne, here: Path, page: str) -> list[dict[str, str]]:
    notebook = "Carnet de l’échec" if ligne.statut == "echec" else "Carnet"
    files = ligne.rapport.fichiers if ligne.rapport and page else ()
    wanted = [
        (each.libelle, name)
        for each in FORMATS.values()
        for name in files
        if name.endswith(f".{each.nom}")
    ]
    wanted += [("Indicateurs", INDICATEURS if page else ""), (notebook, ligne.carnet)]
    return [
        {"texte": text, "adresse": f"{ligne.id}/{name}"}
        for text, name in wanted
        if name and (here / name).exists()
    ]


def _figures(path: Path | None) -> list[Cellule]:
    known = _read(path) if path else {}
    return [_cell(known.get(chiffre.id), chiffre) for chiffre in CHIFFRES]


def _read(path: Path) -> dict[str, Mapping[str, Any]]:
    """Return the indicators by id; none when the file is missing or is not what it should be."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return {each["id"]: each for each in listed}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _cell(indicateur: Mapping[str, Any] | None, chiffre: Chiffre) -> Cellule:
    if indicateur is not None and indicateur.get("statut") == "secret":
        return Cellule("", SECRET)
    value = indicateur.get("valeur") if indicateur else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Cellule("", ABSENT)
    return Cellule(repr(value), chiffre.ecrire(value))


def _method(manifeste: Manifeste) -> list[tuple[str, str]]:
    depots = [
        f"n°\u00a0{each['id']} du {_day(each['horodatage'])} "
        f"({each['fichier']}, par {each['auteur']})"
        for each in manifeste.depots
    ]
    return [
        (
            "Campagne",
            f"{_ETATS[manifeste.etat]}, {_day(manifeste.debut)}",
        ),
        ("Modèle", manifeste.modele),
        ("Périmètre", str(manifeste.parametres.get("perimetre", ""))),
        ("État des données", f"n°\u00a0{manifeste.parametres.get('etat', ABSENT)}"),
        ("Dépôts", " ; ".join(depots) or ABSENT),
        ("Versions", ", ".join(f"{name} {number}" for name, number in manifeste.versions.items())),
        ("Détail", "campagne.json"),
    ]
