"""What else is known of the ménages housed, and what was recommended to the others."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cpomlib.calcul.regional import effectifs, non_pourvues
from cpomlib.calcul.secret import ENSEMBLE
from cpomlib.dossier import partie
from cpomlib.rapports.photographie_publics.photographie import (
    SEJOURS,
    Photographie,
    libelles,
    montrable,
)
from cpomlib.rapports.territoire import SOURCE
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre
from cpomlib.socle import Mesure, Secret, Valeur

Cellules = dict[tuple[str, str], dict[str, Any]]


def situation(photo: Photographie) -> Groupe:
    """Say more of those who are housed: age, resources, reason; what was recommended to others."""
    return Groupe(
        (
            Titre(2, "Âge, ressources et parcours des ménages hébergés", "situation"),
            *(
                _repartition(photo, effectifs(photo.menages, name), liste, titre)
                for name, liste, titre in (
                    ("tranche_age", "tranche_age", "Âge de la personne de référence"),
                    ("ressources", "ressources", "Ressources"),
                    ("motif", "motif", "Motif de la demande"),
                )
            ),
            Titre(2, "Ce qui était préconisé aux demandes non pourvues", "preconisations"),
            _repartition(
                photo,
                non_pourvues(photo.territoire.demandes, photo.territoire.annee, "preconisation"),
                "preconisation",
                "Demandes non pourvues par préconisation",
                SOURCE,
            ),
        )
    )


def _repartition(
    photo: Photographie, table: pd.DataFrame, liste: str, titre: str, source: str = SEJOURS
) -> Bloc:
    """Give the share of each modality by département, and how many they are."""
    if table.empty:
        return Paragraphe("Rien n’est déposé.", role="manque", titre=f"{titre}\u00a0:")
    shown = montrable(photo.territoire, table, titre)
    cells = {(row["departement"], row["modalite"]): row for row in shown.to_dict("records")}
    places = [code for code in photo.territoire.departements if (code, ENSEMBLE) in cells]
    heads = [photo.territoire.departements[code] for code in places]
    columns = (Colonne("Modalité"), *(Colonne(n, "taux") for n in (*heads, "Région")))
    where = (*places, ENSEMBLE)
    used = [(c, n) for c, n in libelles(liste).items() if (ENSEMBLE, c) in cells]
    lines = [(name, *(_share(cells, one, code) for one in where)) for code, name in used]
    total = ("Nombre", *(_count(cells, one) for one in where))
    return Tableau(f"{titre}, en part", columns, (*lines, total), source=source, lignes_total=1)


def _share(cells: Cellules, where: str, code: str) -> Valeur:
    row = cells.get((where, code))
    whole = cells[where, ENSEMBLE]
    if whole["raison"]:
        return Secret(str(whole["raison"]))
    if row is None:
        return partie(0.0, whole["valeur"])
    return Secret(str(row["raison"])) if row["raison"] else partie(row["valeur"], whole["valeur"])


def _count(cells: Cellules, where: str) -> Valeur:
    row = cells[where, ENSEMBLE]
    if row["raison"]:
        return Secret(str(row["raison"]))
    return Mesure(row["valeur"], "nombre")
