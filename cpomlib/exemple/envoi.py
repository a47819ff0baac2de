"""One small file of each kind that can be deposited, invented, with what there is to know of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.entree import write_folder
from cpomlib.entree.fec import LEGAUX
from cpomlib.entree.trame import IdentiteTrame, ecrire_trame
from cpomlib.exemple.build import build
from cpomlib.socle import euros_exacts, fichiers

if TYPE_CHECKING:
    import pandas as pd

    from cpomlib.tables import Frames

ANNEE = 2025
_TABLES = ("gestionnaires", "etablissements", "places", "activite")
_TRAME = ("gestionnaires", "etablissements", "salaries", "absences", "mouvements")
LISEZMOI = """Un fichier de chaque sorte, inventé, d’un même gestionnaire. Pour tout déposer :
  cpom importer {dossier}

etalab-cs1100507.csv      extraction FINESS : qui gère quoi. Séparateur « ; », sans en-tête ; la
                          première ligne dit la date. Les établissements sociaux sont gardés.
tables/*.csv              tables partagées, une par fichier, aux noms techniques des colonnes ;
                          « cpom tables montrer NOM » explique chacune.
{siren}FEC20251231.txt  fichier des écritures comptables : son nom dit le SIREN et la clôture.
                          Dix-huit champs légaux, tabulations ; « Section » est ajoutée par le
                          logiciel et sert à la clé.
cle-analytique.csv        à quel établissement va chaque section ; « gestionnaire » permet une seule
                          clé pour une région.
balance-2024.csv          balance générale : un solde par compte, d’un autre exercice. Ni le nom ni
                          le contenu ne disent de qui : la question est posée (cpom-reponses.yaml).
export-siao.csv           export d’un SIAO, avec ses mots à lui ; les noms sont retirés à l’entrée,
                          les numéros de ménage deviennent des pseudonymes.
correspondance export-siao.yaml
                          à quoi correspondent ses colonnes et ses mots ; « cpom importer » en
                          propose une pour un export qui n’en a pas.
trame.xlsx                la trame que « cpom trame » écrit et que le gestionnaire remplit.
cpom-reponses.yaml        les réponses aux questions, relues à chaque import du dossier.
"""
_FINESS = (
    "structureet;{et};{ej};{rs};{longue};;;;;;;;{commune};{departement};;;;;{categorie};;;;{siret};"
    ";;;;;{ouverte};;;"
)


def ecrire_envoi(dossier: Path) -> list[str]:
    """Write the samples in a folder that does not exist yet; return their names.

    Raises:
        EcritureError: it exists or cannot be written.
    """
    frames = _small(build("52", 1, 1, sejours=40))
    owner = str(frames["gestionnaires"]["id_gestionnaire"].iloc[0])
    dossier.mkdir(parents=True)
    texts = {
        "etalab-cs1100507.csv": _finess(frames),
        f"{owner}FEC20251231.txt": _fec(frames),
        "cle-analytique.csv": _cle(frames),
        "export-siao.csv": _siao(frames),
        "correspondance export-siao.yaml": _correspondance(frames),
        "cpom-reponses.yaml": f'"balance-2024.csv, gestionnaire": "{owner}"\n'
        '"balance-2024.csv, exercice": "2024"\n',
        "LISEZMOI.txt": LISEZMOI.format(dossier=dossier.name, siren=owner),
    }
    for name, text in texts.items():
        fichiers.ecrire(dossier / name, text)
    _balance(frames, dossier / "balance-2024.csv")
    write_folder({name: frames[name] for name in _TABLES}, dossier / "tables")
    held = {name: frames[name] for name in _TRAME}
    ecrire_trame(held, IdentiteTrame(owner, ANNEE), dossier / "trame.xlsx", le=date(2026, 1, 5))
    return sorted(path.relative_to(dossier).as_posix() for path in dossier.rglob("*.*"))


def _small(frames: Frames) -> dict[str, pd.DataFrame]:
    """Keep two establishments of one gestionnaire, the siège left out."""
    houses = frames["etablissements"]
    kept = houses[houses["regime"] != "siege"].head(2)["id_etablissement"]
    return {
        name: (
            frame[frame["id_etablissement"].isin(kept)] if "id_etablissement" in frame else frame
        ).reset_index(drop=True)
        for name, frame in frames.items()
    }


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, object]]:
    held = frame.astype("object").where(frame.notna(), "")
    yield from held.to_dict("records")


def _finess(frames: Frames) -> str:
    owner = frames["gestionnaires"].iloc[0]
    lines = ["finess;etalab;111;2026-05-12"]
    for row in _rows(frames["etablissements"]):
        commune, place = str(row["commune"]), str(row["departement"])
        lines.append(_FINESS.format(
            et=row["id_etablissement"], ej=owner["finess_ej"], rs=str(row["nom"]).upper()[:38],
            longue=row["nom"], commune=commune[len(place):], departement=place,
            categorie=row["categorie"], siret=f"{owner['id_gestionnaire']}00017",
            ouverte=_day(row["date_ouverture"], "%Y-%m-%d"),
        ))  # fmt: skip
    return "\n".join([*lines, ""])


def _day(value: object, form: str = "%d/%m/%Y") -> str:
    return value.strftime(form) if hasattr(value, "strftime") else ""


def _amount(centimes: object) -> str:
    return f"{euros_exacts(int(str(centimes))):.2f}".replace(".", ",")


def _sections(frames: Frames) -> dict[str, str]:
    ids = frames["etablissements"]["id_etablissement"].tolist()
    return {code: f"0{rank}" for rank, code in enumerate(ids, 1)}


def _fec(frames: Frames) -> str:
    """Write each charge and product of the year, and its movement at the bank."""
    budgets = frames["budgets"].query(f"annee == {ANNEE} and document == 'ca'")
    sections = _sections(frames)
    lines = ["\t".join((*LEGAUX[:18], "Section"))]
    for rank, row in enumerate(_rows(budgets), 1):
        sides = [_amount(row["montant"]), "0,00"]
        if row["sens"] != "charge":
            sides.reverse()
        for account, label, amounts in (
            (f"{row['compte']}00", row["libelle"], sides), ("512000", "Banque", sides[::-1]),
        ):  # fmt: skip
            lines.append("\t".join([
                "OD", "Opérations diverses", str(rank), "20251231", account, str(label), "", "",
                f"P{rank}", "20251231", "Écriture", *amounts, "", "", "20251231", "", "",
                sections[str(row["id_etablissement"])],
            ]))  # fmt: skip
    return "\r\n".join([*lines, ""])


def _cle(frames: Frames) -> str:
    owner = frames["gestionnaires"]["id_gestionnaire"].iloc[0]
    rows = [f"{owner};{section};{code}" for code, section in _sections(frames).items()]
    return "\n".join(["gestionnaire;Section;etablissement", *rows, ""])


def _balance(frames: Frames, path: Path) -> None:
    year = frames["balances"].query(f"annee == {ANNEE - 1}")
    named = {"compte": "Compte", "libelle": "Libellé", "debit": "Débit", "credit": "Crédit"}
    lines = [";".join(named.values())]
    lines += [
        f"{row['compte']};{row['libelle']};{_amount(row['debit'])};{_amount(row['credit'])}"
        for row in _rows(year)
    ]
    fichiers.ecrire(path, "\n".join([*lines, ""]))


_SIAO = {
    "id_sejour": "N° séjour", "id_menage": "N° ménage", "id_etablissement": "Structure",
    "date_entree": "Date d’entrée", "date_sortie": "Date de sortie",
    "composition": "Composition familiale", "nb_adultes": "Adultes", "nb_enfants": "Enfants",
    "tranche_age": "Tranche d’âge", "sexe": "Genre", "droits_incomplets": "Droits incomplets",
    "via_siao": "Orienté SIAO", "dls_active": "DLS", "destination": "Vers",
}  # fmt: skip


def _siao(frames: Frames) -> str:
    houses = frames["etablissements"].set_index("id_etablissement")["nom"]
    lines = [";".join(["Nom", *_SIAO.values()])]
    for row in _rows(frames["sejours"]):
        cells = {name: _said(row[name]) for name in _SIAO}
        cells["id_etablissement"] = str(houses[row["id_etablissement"]])
        lines.append(";".join(["INVENTÉ", *cells.values()]))
    return "\n".join([*lines, ""])


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return _day(value) or str(value)


def _correspondance(frames: Frames) -> str:
    """Say which column is which; the establishments are named as the export names them."""
    import json

    names = frames["etablissements"].set_index("nom")["id_etablissement"].to_dict()
    lines = [
        "# À gauche notre colonne, à droite celle de l’export, puis ses mots et les nôtres.",
        "table: sejours",
        "colonnes:",
    ]
    for ours, theirs in _SIAO.items():
        more = ""
        if ours == "id_etablissement":
            more = f", valeurs: {json.dumps(names, ensure_ascii=False)}"
        lines.append(f"  {ours}: {{colonne: {json.dumps(theirs, ensure_ascii=False)}{more}}}")
    return "\n".join([*lines, ""])
