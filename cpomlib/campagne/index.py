"""The region's page: who, where it stands, key figures, links; one file, readable offline."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cpomlib.campagne import constat, manifest, pieces
from cpomlib.campagne.inputs import titre
from cpomlib.campagne.manifest import LigneManifeste, Manifeste, Rapport
from cpomlib.campagne.modeles import DIAGNOSTIC, modeles
from cpomlib.campagne.scope import REGION
from cpomlib.campagne.worker import INDICATEURS
from cpomlib.socle import ABSENT, SECRET, date_fr, euros_ronds, fichiers, nombre, pluriel, taux
from cpomlib.socle.pannes import raison

if TYPE_CHECKING:
    from jinja2 import Template

NAME = "index.html"
BANDEAU_EXEMPLE = (
    "Région inventée\u00a0: ces données sont un exemple, elles ne décrivent aucun organisme réel."
)
CONTRAT = "Contrat"
"""What a row of a campaign on contracts is about."""
SURES = "complètes"
"""What is said of data of which nothing is doubted or waited for."""
_CONTRAT = {"contrat": "etat", "echeance": "echeance", "echeance_le": "le"}
"""What a row says of the contract, as a report tells it."""
_ETATS = {"en_cours": "en cours", "terminee": "terminée", "interrompue": "interrompue"}


@dataclass(frozen=True)
class ColonneIndex:
    """A key figure of the index: which indicator, its heading, how it is written."""

    id: str
    titre: str
    ecrire: Callable[[float], str]


CHIFFRES = (
    ColonneIndex("places_financees", "Places financées", nombre),
    ColonneIndex("taux_occupation", "Taux d’occupation", taux),
    ColonneIndex("cout_place", "Coût à la place", euros_ronds),
    ColonneIndex("resultat", "Résultat", euros_ronds),
    ColonneIndex("cpom_1_taux", "Sorties vers le logement ordinaire", taux),
    ColonneIndex("cpom_4_taux_presence_longue", "Présences longues", taux),
)


@dataclass(frozen=True)
class CelluleIndex:
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

    from cpomlib.rendu.theme import theme

    reports = constat.presents(manifeste.gestionnaires, folder)
    others = pieces.autres(folder, manifeste.modele)
    shown = () if _subject(manifeste) == CONTRAT else CHIFFRES
    rows = [_row(ligne, folder, others, shown) for ligne in _by_name(manifeste)]
    return _template().render(
        titre=f"{_nature(manifeste)} {manifeste.annee} – {manifeste.nom_region}",
        quoi=_subject(manifeste),
        resume=_summary(manifeste, folder),
        avertissement=constat.avertissement(reports),
        bandeau=BANDEAU_EXEMPLE if manifeste.exemple else "",
        theme_css=Markup(theme().css()),
        chiffres=shown,
        rangs=rows,
        parle=any(row["donnees"] for row in rows),
        contracte=any(row["contrat"] for row in rows),
        region=pieces.de_la_region(others, manifeste.parametres.get("etat")),
        methode=_method(manifeste, reports),
    )


def relier(folder: Path) -> None:
    """Write again the page of the diagnostics beside which another model was made.

    Args:
        folder: that of the other model's campaign.
    """
    held = manifest.relire(folder.parent) if folder.name in modeles() else None
    if held is not None and Path(held.modele).stem == DIAGNOSTIC:
        fichiers.ecrire(folder.parent / NAME, render(held, folder.parent))


def _regional(manifeste: Manifeste) -> bool:
    """Tell whether the campaign made one report for the whole région."""
    return [ligne.id for ligne in manifeste.gestionnaires] == [REGION]


def _subject(manifeste: Manifeste) -> str:
    """Return what a row of the page is about."""
    if _regional(manifeste):
        return "Région"
    codes = {ligne.id.partition("-")[0] for ligne in manifeste.gestionnaires}
    return CONTRAT if codes == {"C"} else "Gestionnaire"


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
        loader=PackageLoader("cpomlib.campagne"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("index.html.j2")


def _by_name(manifeste: Manifeste) -> list[LigneManifeste]:
    return sorted(manifeste.gestionnaires, key=lambda ligne: (_collated(ligne.nom), ligne.id))


def _collated(text: str) -> str:
    """Return a text as it is sorted in French: accents and case do not matter."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def _summary(manifeste: Manifeste, folder: Path) -> str:
    found = [constat.constater(ligne, folder) for ligne in manifeste.gestionnaires]
    if _regional(manifeste):
        return f"Un rapport pour toute la région\u00a0: {found[0].etat.lower()}."
    statuts = [ligne.statut for ligne in manifeste.gestionnaires]
    done, failed = [one.classe for one in found].count("fait"), statuts.count("echec")
    lost = [one.etat for one in found].count(constat.ABSENTE)
    what = "document" if _subject(manifeste) == CONTRAT else "diagnostic"
    parts = [
        f"{pluriel(done, f'{what} établi', f'{what}s établis')} "
        f"sur {pluriel(len(statuts), _subject(manifeste).lower())}"
    ]
    if lost:
        parts.append(pluriel(lost, "fichier absent", "fichiers absents"))
    if failed:
        parts.append(f"{pluriel(failed, 'échec')}, dont la raison est donnée ci-dessous")
    return ", ".join(parts) + "." + _left_out(manifeste.parametres.get("ecartes", {}))


def _left_out(ecartes: Mapping[str, str]) -> str:
    """Say who has no report, and why."""
    if not ecartes:
        return ""
    told = [f"{name} ({ecartes[name]})" for name in sorted(ecartes, key=_collated)]
    return f" Sans rapport\u00a0: {', '.join(told)}."


def _row(
    ligne: LigneManifeste,
    folder: Path,
    autres: pieces.Autres,
    chiffres: Sequence[ColonneIndex] = CHIFFRES,
) -> dict[str, Any]:
    here, found = folder / ligne.id, constat.constater(ligne, folder)
    page = found.page
    known, unread = _read(here / INDICATEURS) if page else ({}, "")
    return {
        "id": ligne.id,
        "nom": ligne.nom,
        "page": page,
        "etat": found.etat,
        "classe": found.classe,
        "raison": ligne.raison or ligne.avis,
        "ancien": _older(ligne) if page else "",
        "notes": [text for text in (*found.notes, unread, _note(known)) if text],
        "chiffres": [_cell(known.get(chiffre.id), chiffre) for chiffre in chiffres],
        "liens": pieces.fichiers(ligne, folder, page),
        "autres": pieces.liens(autres, ligne.id, ligne.rapport.etat if ligne.rapport else None),
        **_said(ligne, page),
    }


def _older(ligne: LigneManifeste) -> str:
    if ligne.statut != "echec" or ligne.rapport is None:
        return ""
    return f"Le diagnostic montré est le précédent, du {_day(ligne.rapport.date)}."


def _day(moment: str) -> str:
    return date_fr(datetime.fromisoformat(moment))


def _said(ligne: LigneManifeste, page: str) -> dict[str, str]:
    """Return what a report says of its data and says first, for its row."""
    resume = ligne.rapport.resume if ligne.rapport and page else {}
    states = resume.get("donnees")
    parts = [f"{name}\u00a0: {said}" for name, said in (states or {}).items()]
    sure = SURES if states is not None and not parts else ""
    return {
        "donnees": " ; ".join(parts) or sure,
        "message": str(resume.get("message", "")),
        **{name: str((resume.get("contrat") or {}).get(key, "")) for name, key in _CONTRAT.items()},
    }


def _note(indicateurs: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what a report says of its year while it goes on, empty when it was over."""
    notes = (str(one.get("note", "")) for one in indicateurs.values())
    return next((note for note in notes if note), "")


def _read(path: Path) -> tuple[dict[str, Mapping[str, Any]], str]:
    """Return the indicators by id, and why there are none where they cannot be read."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return {each["id"]: each for each in listed}, ""
    except OSError as error:
        why = raison(error)
    except (ValueError, TypeError, KeyError):
        why = "le fichier est abîmé"
    return {}, f"Ses chiffres n’ont pas pu être lus dans {path.name}\u00a0: {why}."


def _cell(indicateur: Mapping[str, Any] | None, chiffre: ColonneIndex) -> CelluleIndex:
    if indicateur is not None and indicateur.get("statut") == "secret":
        return CelluleIndex("", SECRET)
    value = indicateur.get("valeur") if indicateur else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return CelluleIndex("", ABSENT)
    return CelluleIndex(repr(value), chiffre.ecrire(value))


def _method(manifeste: Manifeste, reports: Sequence[Rapport]) -> list[tuple[str, str]]:
    last = manifeste.parametres
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
        (
            "Périmètre",
            constat.repartis(reports, constat.perimetre) or str(last.get("perimetre", "")),
        ),
        (
            "État des données",
            constat.repartis(reports, constat.etat) or f"n°\u00a0{last.get('etat', ABSENT)}",
        ),
        (f"Dépôts de l’état n°\u00a0{last.get('etat', ABSENT)}", " ; ".join(depots) or ABSENT),
        (
            "Versions de la dernière campagne",
            ", ".join(f"{name} {number}" for name, number in manifeste.versions.items()),
        ),
        ("Détail", "campagne.json"),
    ]
