"""Reading a FINESS file, whichever it is, into the shared structure tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.entree.constats import RecueilFautes
from cpomlib.entree.finess.assemble import (
    Entite,
    entites,
    frame_etablissements,
    frame_gestionnaires,
    plusieurs_sirens,
    regions_par_departement,
)
from cpomlib.entree.finess.comprendre import FERME, SANS_REGION, Compris, Etablissement, comprendre
from cpomlib.entree.finess.dire import messages
from cpomlib.entree.finess.ecarts import compte, desaccords, desaccords_gestionnaires, nouveautes
from cpomlib.entree.finess.flux import est_json
from cpomlib.entree.finess.fusion import fusionner, reconnues
from cpomlib.entree.finess.historique import AUTRE, COORDONNEES, ENTETE, Brut, lignes_historiques
from cpomlib.entree.finess.regles import ReglesFiness, regles
from cpomlib.entree.finess.structures import lignes_json
from cpomlib.entree.garde import TEXTE, nature
from cpomlib.entree.lecture import LectureFichier
from cpomlib.socle import CpomError, Faute, date_fr, pluriel

if TYPE_CHECKING:
    from cpomlib.tables import Frames

_DOUBLON = "établissement déjà lu, identique"
_CEDE = "le même numéro, fermé, chez un autre gestionnaire ou à une autre adresse"
_AUTRES_LIGNES = "d’une autre sorte que « structureet »"
_COORDONNEES = "coordonnées géographiques, que les tables n’ont pas"


@dataclass
class _Bilan:
    """What is gathered along a file."""

    kept: dict[str, Etablissement] = field(default_factory=dict)
    lues: int = 0
    refusees: int = 0
    refus: RecueilFautes = field(default_factory=RecueilFautes)
    doutes: RecueilFautes = field(default_factory=RecueilFautes)
    ecartees: Counter[str] = field(default_factory=Counter)
    reparations: Counter[str] = field(default_factory=Counter)
    inactifs: list[str] = field(default_factory=list)
    date: str = ""


def read_finess(
    path: Path, known: Frames | None = None, *, toutes_categories: bool = False
) -> LectureFichier:
    """Read a FINESS extract: historic CSV, geolocated, spoiled by a spreadsheet, or JSON flow.

    Args:
        path: the file.
        known: the structure the base holds, whose better-known columns are kept.
        toutes_categories: keep every category, not only those of the sector.

    Returns:
        ``gestionnaires`` and ``etablissements``, with what was repaired, doubted, set aside
        and refused.

    Raises:
        FichierError: the file may not be opened.
        CpomError: it is no FINESS file, or nothing of it could be kept.
    """
    rules = regles()
    json = nature(path) == TEXTE and est_json(path)
    bilan = _gather(
        path.name,
        lignes_json(path) if json else lignes_historiques(path),
        rules,
        toutes_categories,
    )
    if not bilan.kept:
        raise _nothing(path, bilan)
    return _lecture(path.name, bilan, rules, known or {})


def _gather(fichier: str, lines: Iterator[Brut], rules: ReglesFiness, toutes: bool) -> _Bilan:
    bilan = _Bilan()
    regions = regions_par_departement()
    for brut in lines:
        if brut.sorte == ENTETE:
            bilan.date = brut.cellules.get("date") or bilan.date
        elif brut.sorte == COORDONNEES:
            bilan.ecartees[_COORDONNEES] += 1
        elif brut.sorte == AUTRE:
            bilan.ecartees[_AUTRES_LIGNES] += 1
        else:
            bilan.lues += 1
            _take(fichier, brut, rules, toutes, regions, bilan)
    return bilan


def _take(
    fichier: str,
    brut: Brut,
    rules: ReglesFiness,
    toutes: bool,
    regions: Mapping[str, str],
    bilan: _Bilan,
) -> None:
    if brut.faute:
        _refuse(bilan, brut.faute)
        return
    found = comprendre(fichier, brut, rules, toutes=toutes)
    one = found.etablissement
    if found.refus:
        _refuse(bilan, found.refus)
    elif found.ecarte or one is None:
        bilan.ecartees[found.ecarte] += 1
        bilan.inactifs += [found.numero] if found.ecarte == FERME else []
    elif one.departement not in regions:
        _outside(fichier, one, bilan)
    elif one.finess in bilan.kept:
        _repeated(fichier, one, found, bilan)
    else:
        _keep(one, found, bilan)


def _keep(one: Etablissement, found: Compris, bilan: _Bilan) -> None:
    bilan.kept[one.finess] = one
    bilan.doutes.ajouter(found.doutes)
    bilan.reparations.update(found.reparations)


def _refuse(bilan: _Bilan, faute: Faute) -> None:
    bilan.refusees += 1
    bilan.refus.ajouter([faute])


def _outside(fichier: str, one: Etablissement, bilan: _Bilan) -> None:
    if one.departement.startswith(("975", "977", "978", "98")):
        bilan.ecartees[SANS_REGION] += 1
        return
    message = "Ce département n’existe pas."
    advice = "Reprenez le fichier d’origine."
    _refuse(bilan, Faute(fichier, one.ligne, "departement", one.departement, message, advice))


def _repeated(fichier: str, one: Etablissement, found: Compris, bilan: _Bilan) -> None:
    first = bilan.kept[one.finess]
    if first.__dict__ | {"ligne": 0} == one.__dict__ | {"ligne": 0}:
        bilan.ecartees[_DOUBLON] += 1
        return
    if (first.fermeture is None) != (one.fermeture is None):
        bilan.ecartees[_CEDE] += 1
        bilan.doutes.ajouter([_transferred(fichier, *sorted((first, one), key=_closed))])
        if first.fermeture:
            _keep(one, found, bilan)
        return
    place = f"à la ligne {first.ligne}" if first.ligne else "plus haut"
    message = f"Cet établissement est déjà {place}, avec d’autres valeurs."
    advice = "Gardez une seule des deux lignes."
    _refuse(bilan, Faute(fichier, one.ligne, "nofinesset", one.finess, message, advice))


def _closed(one: Etablissement) -> bool:
    return one.fermeture is not None


def _transferred(fichier: str, active: Etablissement, closed: Etablissement) -> Faute:
    """Say that one number stands for two: whatever their order, the one that is open is kept."""
    assert closed.fermeture is not None
    message = (
        f"FINESS donne ce numéro deux fois : fermé le {date_fr(closed.fermeture)} (entité "
        f"{closed.finess_ej}), ouvert (entité {active.finess_ej}). C’est l’ouvert qui est gardé."
    )
    advice = "Vérifiez son gestionnaire : c’est le plus souvent une cession."
    return Faute(fichier, active.ligne, "nofinesset", active.finess, message, advice)


def _nothing(path: Path, bilan: _Bilan) -> CpomError:
    if not bilan.lues:
        return CpomError(
            "Ce fichier n’est pas une extraction des établissements de FINESS.",
            ou=path.name,
            pourquoi="Aucune ligne ne commence par « structureet ».",
            que_faire="Donnez « etalab-cs1100502 », « etalab-cs1100507 », ou le flux JSON "
            "« structures ».",
        )
    told = [f"{count} {reason}" for reason, count in bilan.ecartees.items()]
    first = bilan.refus.fautes()
    if bilan.refusees:
        refused = pluriel(bilan.refusees, "refusée")
        told.append(f"{refused}, dont la première : {first[0]}")
    return CpomError(
        f"Aucun établissement n’est gardé, sur {pluriel(bilan.lues, 'lu')}.",
        ou=path.name,
        pourquoi=f"Lignes : {' ; '.join(told).removesuffix('.')}." if told else "",
        que_faire="Essayez « --toutes-categories » si l’extraction porte sur d’autres catégories.",
    )


def _lecture(fichier: str, bilan: _Bilan, rules: ReglesFiness, known: Frames) -> LectureFichier:
    found = list(bilan.kept.values())
    told = entites(found, rules)
    entities = reconnues(told, known)
    rows = frame_etablissements(found, entities, rules)
    merged = fusionner(fichier, frame_gestionnaires(entities), rows, known, rules.finess_fait_foi)
    inactive = [number for number in bilan.inactifs if number not in bilan.kept]
    apart = [
        *merged.alertes,
        *desaccords(fichier, found, inactive, rows, known, rules.finess_fait_foi),
        *desaccords_gestionnaires(fichier, told, entities),
    ]
    return LectureFichier(
        "finess",
        merged.frames,
        bilan.lues,
        len(found),
        bilan.refus.fautes(),
        (
            *messages(bilan.date, found, used(entities, merged.frames), bilan.reparations, merged),
            *compte(apart),
        ),
        (
            *bilan.doutes.fautes(),
            *apart,
            *nouveautes(fichier, _fresh(found, known), rules.autorites()),
            *plusieurs_sirens(fichier, entities),
        ),
        dict(bilan.ecartees),
        bilan.refusees,
    )


def _fresh(found: Sequence[Etablissement], known: Frames) -> list[Etablissement]:
    held = set(known["etablissements"]["id_etablissement"]) if "etablissements" in known else set()
    return [one for one in found if one.finess not in held]


def used(entities: Mapping[str, Entite], frames: Frames) -> Sequence[Entite]:
    """Return the legal entities that the deposit names as gestionnaires."""
    kept = set(frames["gestionnaires"]["id_gestionnaire"])
    return [entity for entity in entities.values() if entity.id in kept]
