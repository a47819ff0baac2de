"""One line of FINESS understood: codes repaired, doubts said, or the reason it is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from cpomlib.entree.finess import codes
from cpomlib.entree.finess.historique import Brut
from cpomlib.entree.finess.regles import ReglesFiness
from cpomlib.entree.jours import lire_jour
from cpomlib.socle import Faute
from cpomlib.tables import Refus, identifying, table

NOM_MAX = 255
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_INACTIFS = ("i", "inactif")

HORS_CATEGORIES = "hors des catégories du secteur (--toutes-categories pour les garder)"
SANS_REGION = "dans une collectivité d’outre-mer qui n’est pas une région"
FERME = "établissement fermé, sans date de fermeture"


@dataclass(frozen=True)
class Etablissement:
    """One establishment as FINESS tells it; what is not known is empty.

    Attributes:
        ligne: line of the file, 0 in a JSON flow.
        finess: FINESS number of the establishment.
        finess_ej: FINESS number of its legal entity.
        nom: name, the long one where there is one.
        categorie: FINESS category.
        commune: INSEE code.
        departement: INSEE code.
        ouverture: day it opened.
        fermeture: day it closed.
        siren: SIREN of its SIRET, key checked.
        sph: code of participation in public hospital service.
        siren_ej: SIREN of the legal entity (JSON only), key checked.
        denomination: name of the legal entity (JSON only).
        statut_juridique: its legal status code (JSON only).
        departement_siege: département of its registered office (JSON only).
        autorite: who fixes its tariffs, empty where FINESS does not tell or names several.
        mft: code of the mode of tariffs (TRE_R74), and its words where the file has them.
        porteuse: number of the main site, where it is a secondary one (JSON only).
    """

    ligne: int
    finess: str
    finess_ej: str
    nom: str
    categorie: str
    commune: str
    departement: str
    ouverture: date | None
    fermeture: date | None
    siren: str
    sph: str
    siren_ej: str
    denomination: str
    statut_juridique: str
    departement_siege: str
    autorite: str
    mft: str
    porteuse: str


@dataclass
class Compris:
    """What became of one line.

    Attributes:
        etablissement: the establishment, None when the line is not kept.
        refus: why it is refused.
        ecarte: why it is set aside on purpose.
        doutes: cells left empty, and why.
        reparations: cells given back what a spreadsheet took (``colonne : réparation``).
        numero: number of an establishment set aside as closed.
    """

    etablissement: Etablissement | None = None
    refus: Faute | None = None
    ecarte: str = ""
    doutes: list[Faute] = field(default_factory=list)
    reparations: list[str] = field(default_factory=list)
    numero: str = ""


def personnel(nom: str) -> dict[str, Refus]:
    """Return why a name may not be kept: a telephone, an e-mail, a personal number in it."""
    return identifying(table("etablissements").champ("nom"), [nom])


class _RefusError(Exception):
    def __init__(self, faute: Faute) -> None:
        self.faute = faute
        super().__init__(str(faute))


def comprendre(fichier: str, brut: Brut, regles: ReglesFiness, *, toutes: bool) -> Compris:
    """Understand one line.

    Args:
        fichier: name of the file, for the faults.
        brut: the line as written.
        regles: the choices of the import.
        toutes: keep every category, not only those of the sector.
    """
    found = Compris()
    try:
        _understand(fichier, brut, regles, toutes, found)
    except _RefusError as refusal:
        found.refus = refusal.faute
    return found


def _understand(
    fichier: str, brut: Brut, regles: ReglesFiness, toutes: bool, found: Compris
) -> None:
    line = _Line(fichier, brut, found)
    category = line.requis("categetab", codes.categorie(line["categetab"]))
    if not toutes and category not in regles.categories:
        found.ecarte, found.reparations = HORS_CATEGORIES, []
        return
    commune, departement = _place(line, regles)
    number = line.requis("nofinesset", codes.finess(line["nofinesset"], departement))
    line.numero = number
    entity = line.requis("nofinessej", codes.finess(line["nofinessej"]))
    closed = line.jour("datefermeture")
    if not closed and line["etat"].casefold() in _INACTIFS:
        found.ecarte, found.numero = FERME, number
        return
    mft = line["codemft"]
    mft = mft.zfill(2) if mft.isdigit() else mft
    found.etablissement = Etablissement(
        brut.ligne,
        number,
        entity,
        line.nom("rslongue", "rs"),
        category,
        commune,
        departement,
        line.jour("dateouv"),
        closed,
        line.optionnel("siret", codes.siren_du_siret(line["siret"])),
        line["codesph"],
        line.optionnel("siren", codes.siren(line["siren"])),
        "" if personnel(line["denomination"]) else line["denomination"][:NOM_MAX],
        line["statutjuridique"],
        codes.departement_de(line["cogsiege"]) if codes.insee(line["cogsiege"]).texte else "",
        regles.modes.get(mft, ""),
        " ".join(filter(None, (mft, line["libmft"]))),
        line["porteuse"],
    )


def _place(line: _Line, regles: ReglesFiness) -> tuple[str, str]:
    """Return the commune and the département; the latter cannot be done without."""
    if line["cog"]:
        commune = line.requis("cogCommune", codes.insee(line["cog"]))
    else:
        read = codes.departement(line["departement"], regles.outre_mer)
        departement = line.requis("departement", read)
        commune = line.optionnel("commune", codes.commune(departement, line["commune"]))
        if not commune:
            return "", departement
    today = regles.communes_changees.get(commune, commune)
    return today, codes.departement_de(today)


class _Line:
    """The cells of one line, with what is said about them along the reading."""

    def __init__(self, fichier: str, brut: Brut, found: Compris) -> None:
        self._fichier, self._brut, self._found = fichier, brut, found
        self.numero = ""

    def __getitem__(self, column: str) -> str:
        return " ".join(_CONTROLS.sub(" ", self._brut.cellules.get(column, "")).split())

    def requis(self, column: str, code: codes.Code) -> str:
        if code.doute:
            raise _RefusError(self._faute(column, code.doute))
        return self._kept(column, code)

    def optionnel(self, column: str, code: codes.Code) -> str:
        if code.doute:
            self._found.doutes.append(self._faute(column, code.doute))
        return self._kept(column, code)

    def jour(self, column: str) -> date | None:
        read = lire_jour(self[column])
        if isinstance(read, Refus):
            doubt = Refus(f"{read.message} Elle est laissée vide.", read.que_faire)
            self._found.doutes.append(self._faute(column, doubt))
            return None
        return read

    def nom(self, *columns: str) -> str:
        for column in columns:
            name = self[column][:NOM_MAX]
            if name:
                for refus in personnel(name).values():
                    raise _RefusError(self._faute(column, refus))
                return name
        refus = Refus("L’établissement n’a pas de nom.", "Reprenez le fichier d’origine.")
        raise _RefusError(self._faute(columns[-1], refus))

    def _kept(self, column: str, code: codes.Code) -> str:
        if code.reparation:
            self._found.reparations.append(f"{column}\u00a0: {code.reparation}")
        return code.texte

    def _faute(self, column: str, refus: Refus) -> Faute:
        value = self[column]
        named = f"{self.numero}, {value}" if self.numero and not self._brut.ligne else value
        return Faute(
            self._fichier, self._brut.ligne, column, named[:80], refus.message, refus.que_faire
        )
