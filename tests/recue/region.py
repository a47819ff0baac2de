"""A region of four gestionnaires as one receives it: ``python tests/recue/region.py DOSSIER``.

The figures are those of the invented region; the files are what the parties send: an extraction of
FINESS, four FEC over three years, the exports of two SIAO with their own words, four trames with
the usual faults of those who fill them in, one of them with a service that has no FINESS.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pandas as pd
from entree.fec.ecritures import Dialecte, Ligne, ecrire
from entree.finess.extractions import PREMIERE, line, written
from recue import trames

from cpomlib.exemple import build
from cpomlib.exemple.ids import finess
from cpomlib.tables import conform

ANNEE = 2025
ETAPE, MOINEAUX, ABRI, QUAI = "000520015", "000520023", "000520031", "000520049"
SERVICE = "S-MARAUDE"
"""The service that FINESS does not know: the trame of the last gestionnaire declares it."""
_EJ = {ETAPE: "449800010", MOINEAUX: "449800028", ABRI: "499800035", QUAI: "499800043"}
_COMMUNES = {"44": "44109", "49": "49007"}
SIAO_44 = (
    "Num PEC;Dossier;NOM;Prénom;Téléphone;Né le;Lieu;Arrivée;Départ;Typo;Ad.;Enf.;Genre;Pays;"
    "DI;Revenus;Emploi;Orienté SIAO;DLS;Pourquoi;Vers;Refus"
)
SIAO_49 = (
    "Numéro de séjour", "Id ménage", "Nom usager", "Structure", "Date d’entrée", "Date de sortie",
    "Composition familiale", "Nb adultes", "Nb enfants", "Âge", "Sexe", "Nationalité",
    "Droits incomplets", "Ressource principale", "Situation professionnelle", "SIAO",
    "Demande de logement social", "Motif de la demande", "Orientation à la sortie",
    "Refus de logement",
)  # fmt: skip
_TYPES = {
    "homme_seul": "Homme isolé", "femme_seule": "Femme isolée", "couple": "Couple sans enfant",
    "couple_enfants": "Couple avec enfant(s)", "homme_enfants": "Père isolé",
    "femme_enfants": "Mère isolée", "groupe_adultes": "Groupe d’adultes", "mineur": "Mineur isolé",
}  # fmt: skip
_NAISSANCE = {"moins_18": 15, "18_24": 21, "25_34": 30, "35_49": 42, "50_64": 57, "65_plus": 70}


@dataclass(frozen=True)
class Region:
    """What is true, before anybody writes it in a file."""

    frames: dict[str, pd.DataFrame]

    def de(self, gestionnaire: str) -> dict[str, pd.DataFrame]:
        """Return the tables of one gestionnaire."""
        houses = self.frames["etablissements"]
        mine = set(houses.loc[houses["id_gestionnaire"] == gestionnaire, "id_etablissement"])
        found = {}
        for name, frame in self.frames.items():
            if "id_gestionnaire" in frame:
                found[name] = frame[frame["id_gestionnaire"] == gestionnaire]
            elif "id_etablissement" in frame:
                found[name] = frame[frame["id_etablissement"].isin(mine)]
        return found


@cache
def region() -> Region:
    """Return the true tables: two départements, few stays, no siège."""
    frames = build("52", 4, 3, sejours=260)
    houses = frames["etablissements"]
    kept = houses[houses["regime"] != "siege"].groupby("id_gestionnaire").head(3)
    codes = _codes(kept)
    moved = {name: _moved(name, frame, codes) for name, frame in frames.items()}
    moved["gestionnaires"]["finess_ej"] = moved["gestionnaires"]["id_gestionnaire"].map(_EJ)
    moved["demandes_siao"] = frames["demandes_siao"].query("departement == '44'")
    return Region({name: conform(name, frame) for name, frame in moved.items()})


def _codes(houses: pd.DataFrame) -> dict[str, str]:
    """Return the id of each establishment: Loire-Atlantique for two, Maine-et-Loire for two."""
    codes: dict[str, str] = {}
    for rank, row in enumerate(houses.itertuples()):
        place = "44" if row.id_gestionnaire in (ETAPE, MOINEAUX) else "49"
        codes[row.id_etablissement] = finess(place, 50 + rank)
    codes[houses["id_etablissement"].iloc[-1]] = SERVICE
    return codes


def _moved(name: str, frame: pd.DataFrame, codes: dict[str, str]) -> pd.DataFrame:
    if "id_etablissement" not in frame:
        return frame.copy()
    kept = frame[frame["id_etablissement"].isin(codes)].copy()
    kept["id_etablissement"] = kept["id_etablissement"].map(codes)
    if name == "etablissements":
        place = [
            "49" if code == SERVICE else code[:2] for code in kept["id_etablissement"].tolist()
        ]
        kept["departement"], kept["commune"] = place, [_COMMUNES[one] for one in place]
        kept.loc[kept["id_etablissement"] == SERVICE, "nom"] = "Maraude du Quai"
    return kept


def write(dossier: Path) -> Path:
    """Write everything that is received, in one folder; return it."""
    dossier.mkdir(parents=True, exist_ok=True)
    _finess(dossier)
    for owner, year in ((ETAPE, 2023), (ETAPE, 2024), (ETAPE, 2025), (MOINEAUX, 2025)):
        _fec(dossier, owner, year)
    _cle(dossier)
    _siao_44(dossier)
    _siao_49(dossier)
    trames.write(dossier, region())
    return dossier


def _finess(dossier: Path) -> None:
    truth = region().frames
    names = truth["gestionnaires"].set_index("id_gestionnaire")["raison_sociale"]
    rows = [
        line(
            et=row.id_etablissement, ej=_EJ[row.id_gestionnaire], rs=row.nom.upper()[:38],
            longue=row.nom, commune=row.commune[2:], departement=row.departement,
            categorie=row.categorie, siret=f"{row.id_gestionnaire}00017",
            ouverture=row.date_ouverture.date().isoformat(),
        )
        for row in truth["etablissements"].itertuples()
        if row.id_etablissement != SERVICE
    ]  # fmt: skip
    other = line(et="440000156", ej="440000164", rs="EHPAD DU PARC", categorie="500")
    written(dossier, PREMIERE, *rows, other, name="etalab-cs1100507-region.csv")
    assert len(names) == 4


def section(etablissement: str) -> str:
    """Return the analytic section of an establishment: each software has the same 01, 02…"""
    mine = region().frames["etablissements"]
    owner = mine.loc[mine["id_etablissement"] == etablissement, "id_gestionnaire"].iloc[0]
    rank = mine.loc[mine["id_gestionnaire"] == owner, "id_etablissement"].tolist()
    return f"0{rank.index(etablissement) + 1}"


def _fec(dossier: Path, owner: str, year: int) -> None:
    budgets = region().de(owner)["budgets"].query(f"annee == {year} and document == 'ca'")
    entries = []
    for rank, row in enumerate(budgets.itertuples(), 1):
        charge, day, number = row.sens == "charge", date(year, 12, 1 + rank % 28), str(rank)
        amount, label = int(row.montant), str(row.libelle)
        told = {"texte": "Écriture", "section": section(row.id_etablissement)}
        one = (amount, 0) if charge else (0, amount)
        entries.append(Ligne("OD", number, day, f"{row.compte}00", label, *one, **told))
        entries.append(Ligne("OD", number, day, "512000", "Banque", *one[::-1], **told))
    ecrire(dossier / f"{owner}FEC{year}1231.txt", entries, Dialecte(supplement=("Section",)))


def _cle(dossier: Path) -> None:
    """One key for the region: the same sections mean something else at each gestionnaire."""
    houses = region().frames["etablissements"]
    rows = ["gestionnaire;Section;etablissement"] + [
        f"{row.id_gestionnaire};{section(row.id_etablissement)};{row.id_etablissement}"
        for row in houses.itertuples()
        if row.id_gestionnaire in (ETAPE, MOINEAUX)
    ]
    (dossier / "cle-analytique.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")


def _stays(departement: str) -> pd.DataFrame:
    truth = region().frames
    houses = truth["etablissements"].query(f"departement == '{departement}'")
    names = houses.set_index("id_etablissement")["nom"]
    stays = truth["sejours"][truth["sejours"]["id_etablissement"].isin(names.index)]
    return stays.assign(lieu=stays["id_etablissement"].map(names))


def _day(value: object) -> str:
    return "" if pd.isna(value) else pd.Timestamp(value).strftime("%d/%m/%Y")


def _word(value: object, empty: str = "") -> str:
    return empty if pd.isna(value) else str(value)


def _yes(value: object) -> str:
    return "" if pd.isna(value) else ("O" if value else "N")


def _siao_44(dossier: Path) -> None:
    """Write an export with words of its own, birth dates and names included."""
    rows = [SIAO_44]
    for rank, row in enumerate(_stays("44").itertuples()):
        born = date(row.date_entree.year - _NAISSANCE.get(row.tranche_age, 40), 1, 1)
        rows.append(";".join([
            row.id_sejour, row.id_menage, f"NOM{rank}", f"Prénom{rank}", "06 00 00 00 00",
            _day(born), row.lieu, _day(row.date_entree), _day(row.date_sortie),
            _TYPES.get(row.composition, row.composition), str(row.nb_adultes), str(row.nb_enfants),
            {"M": "Homme", "F": "Femme"}.get(_word(row.sexe), ""), _word(row.nationalite),
            _yes(row.droits_incomplets), _word(row.ressources), _word(row.emploi),
            _yes(row.via_siao), _yes(row.dls_active), _word(row.motif), _word(row.destination),
            _yes(row.refus_logement),
        ]))  # fmt: skip
    text = "\r\n".join([*rows, ""])
    (dossier / "SIAO 44 extraction.csv").write_bytes(text.encode("cp1252", "replace"))


def _siao_49(dossier: Path) -> None:
    """Write a workbook with a title above its headings, ages, and blank cells."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Extraction"
    sheet.append(["SIAO 49, séjours du 01/01/2023 au 31/12/2025"])
    sheet.append(list(SIAO_49))
    for rank, row in enumerate(_stays("49").itertuples()):
        sheet.append([
            row.id_sejour, row.id_menage, f"NOM{rank}", row.lieu,
            row.date_entree.to_pydatetime(),
            None if pd.isna(row.date_sortie) else row.date_sortie.to_pydatetime(),
            _TYPES.get(row.composition, row.composition), int(row.nb_adultes), int(row.nb_enfants),
            _NAISSANCE.get(row.tranche_age, 40), {"M": "masculin", "F": "féminin"}.get(
                _word(row.sexe)), _word(row.nationalite) or None, _oui(row.droits_incomplets),
            _word(row.ressources) or None, _word(row.emploi) or None, _oui(row.via_siao),
            _oui(row.dls_active), _word(row.motif) or None, _word(row.destination) or None,
            _oui(row.refus_logement),
        ])  # fmt: skip
    book.save(dossier / "export_siao49_2025.xlsx")


def _oui(value: object) -> str | None:
    return None if pd.isna(value) else ("oui" if value else "non")


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]))}\n")
