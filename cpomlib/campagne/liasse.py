"""The whole file of a contract: every document, the diagnostic and its annex, numbered, listed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cpomlib.campagne import campaign
from cpomlib.campagne.campaign import Campagne, SuiviCampagne
from cpomlib.campagne.index import BANDEAU_EXEMPLE
from cpomlib.campagne.inputs import titre
from cpomlib.campagne.modeles import DIAGNOSTIC, modele
from cpomlib.campagne.pieces import ANNEXE
from cpomlib.rendu.blocs import Bloc, Colonne, Fait, Identite, Paragraphe, Tableau
from cpomlib.rendu.documents import FORMATS, HTML, Enveloppe
from cpomlib.socle import CommandeError, CpomError, fichiers

CONTRACTUELS = (
    "contrat", DIAGNOSTIC, "objectifs_et_suivi", "fiches_actions", "note_de_cadrage",
    "preparation_comite", "compte_rendu", "bilan",
)  # fmt: skip
"""The models of the file, in its order: what is signed, then its annexes, then the rest."""
_ANNEXES = {"diagnostic": "annexe 1", "annexe": "annexe 1", "objectifs_et_suivi": "annexe 2",
            "fiches_actions": "annexe 3"}  # fmt: skip
_NOMS = {"annexe": "annexe-du-diagnostic"}
_TITRES = {DIAGNOSTIC: "Diagnostic partagé"}
SOMMAIRE = "sommaire"


@dataclass(frozen=True)
class DemandeLiasse:
    """What is asked for.

    Attributes:
        contrat: code of the contract.
        gestionnaire: who concludes it.
        raison_sociale: its name.
        region: code of its région.
        annee: the year of its documents.
        annee_diagnostic: the year of the diagnostic that is annexed.
        jour: the day it is looked at.
        formats: those of the documents.
        base: address of the base; None for the default one.
        etat: the number of the state of the base.
        modeles: what is made: a contract without meeting has no minutes.
        signe: the contract is signed already.
    """

    contrat: str
    gestionnaire: str
    raison_sociale: str
    region: str
    annee: int
    annee_diagnostic: int
    jour: date
    formats: Sequence[str]
    base: str | None = None
    etat: int = 0
    modeles: Sequence[str] = CONTRACTUELS
    signe: bool = False


@dataclass(frozen=True)
class DocumentReuni:
    """A document of the file.

    Attributes:
        numero: its rank.
        nom: the name of its files, without number nor extension.
        titre: what it is.
        annexe: which annex of the contract it is, empty for none.
        fichiers: its files; none where it could not be made.
        raison: why it could not.
    """

    numero: int
    nom: str
    titre: str
    annexe: str
    fichiers: tuple[str, ...]
    raison: str = ""


def reunir(
    demande: DemandeLiasse, dossier: Path, suivi: SuiviCampagne
) -> tuple[DocumentReuni, ...]:
    """Make every document of a contract and set them, numbered and listed, in a folder.

    A document that cannot be made is listed with the reason, and stops no other.

    Raises:
        CommandeError: the folder holds something already: an edited contract would be lost; or
            what is asked for makes no sense.
    """
    if dossier.exists() and any(dossier.iterdir()):
        raise CommandeError(
            f"Le dossier «\u00a0{dossier}\u00a0» n’est pas vide.",
            pourquoi="Un contrat modifié à la main y serait perdu.",
            que_faire="Donnez un dossier nouveau, ou vide.",
        )
    fichiers.dossier(dossier)
    made: list[DocumentReuni] = []
    invented = False
    with tempfile.TemporaryDirectory(prefix="cpom-") as place:
        for model in demande.modeles:
            folder, why = _make(demande, model, Path(place), suivi)
            invented |= folder is not None and _invented(folder)
            made += _placed(demande, model, folder, why, dossier, len(made))
    _write_contents(demande, made, dossier, exemple=invented)
    return tuple(made)


def _make(
    demande: DemandeLiasse, model: str, place: Path, suivi: SuiviCampagne
) -> tuple[Path | None, str]:
    """Make the report of a model; return its folder, and why there is none."""
    own = model == DIAGNOSTIC
    campagne = Campagne(
        demande.region,
        demande.annee_diagnostic if own else demande.annee,
        gestionnaires=(demande.gestionnaire,) if own else (),
        contrats=() if own else (demande.contrat,),
        sortie=place,
        base=demande.base,
        modele=modele(model),
        formats=tuple(name for name in demande.formats if name != HTML),
        etat=demande.etat,
        jour=demande.jour,
    )
    ident = demande.gestionnaire if own else demande.contrat
    try:
        bilan = campaign.run(campagne, suivi)
    except CpomError as error:
        return None, str(error)
    if ident in bilan.echecs:
        return None, bilan.echecs[ident]
    return Path(bilan.dossier) / ident, ""


def _invented(folder: Path) -> bool:
    """Tell whether a report says that its data is invented."""
    pages = list(folder.glob("*.html"))
    return any(BANDEAU_EXEMPLE in page.read_text(encoding="utf-8") for page in pages)


def _placed(
    demande: DemandeLiasse, model: str, folder: Path | None, why: str, target: Path, before: int
) -> Iterator[DocumentReuni]:
    """Copy the documents of a report under their numbers; the diagnostic has an annex."""
    named = _TITRES.get(model) or titre(modele(model))
    parts = [(model, named)]
    if model == DIAGNOSTIC:
        parts.append((ANNEXE.rstrip("-"), f"{named}, annexe technique"))
    for rank, (name, said) in enumerate(parts, before + 1):
        files = _copied(demande, (model, name), folder, target, rank) if folder else ()
        if files or why:
            yield DocumentReuni(rank, name, said, _ANNEXES.get(name, ""), files, why)


def _copied(
    demande: DemandeLiasse, noms: tuple[str, str], folder: Path, target: Path, rank: int
) -> tuple[str, ...]:
    model, name = noms
    mark = f"-{demande.gestionnaire}-{demande.annee_diagnostic}" if model == DIAGNOSTIC else ""
    copied = []
    for form in demande.formats:
        # a workbook and a page hold the diagnostic and its annex together
        source = folder / f"{name}{'' if form in {HTML, 'xlsx'} else mark}.{form}"
        if source.exists():
            final = f"{rank:02d}-{_NOMS.get(name, name).replace('_', '-')}.{form}"
            fichiers.ecrire(target / final, source.read_bytes())
            copied.append(final)
    return tuple(copied)


def _write_contents(
    demande: DemandeLiasse, made: Sequence[DocumentReuni], folder: Path, *, exemple: bool
) -> None:
    """Write the list of the file, in each format of its documents but the page."""
    said = f"Dossier du contrat {demande.contrat}"
    around = Enveloppe(
        f"{said} – {demande.raison_sociale}", said, f"État des données n° {demande.etat}",
        BANDEAU_EXEMPLE if exemple else "",
    )  # fmt: skip
    blocs = _contents(demande, made)
    for form in demande.formats:
        if form in FORMATS:
            FORMATS[form].ecrire(blocs, around, folder / f"00-{SOMMAIRE}.{form}")


def _contents(demande: DemandeLiasse, made: Sequence[DocumentReuni]) -> tuple[Bloc, ...]:
    cover = Identite(
        demande.raison_sociale,
        "Contrat, annexes et documents de suivi",
        demande.annee,
        nature="Dossier du contrat",
        faits=(
            Fait("Contrat", demande.contrat),
            Fait("Diagnostic", str(demande.annee_diagnostic)),
            Fait("Établi le", demande.jour, "date"),
            Fait("État des données", f"n°\u00a0{demande.etat}"),
        ),
        courte=True,
    )
    columns = tuple(map(Colonne, ("N°", "Document", "Au contrat", "Fichiers")))
    rows = tuple(
        (f"{one.numero:02d}", one.titre, one.annexe or _place(one, demande), ", ".join(one.fichiers)
         or f"pas établi\u00a0: {one.raison}")
        for one in made
    )  # fmt: skip
    note = (
        "L’original signé fait foi. " if demande.signe
        else "Le contrat et ses annexes se signent ensemble. "
    ) + (
        "Les autres pièces que le contrat annonce, s’il en annonce (investissement, siège, plan), "
        "s’y ajoutent à la main."
    )  # fmt: skip
    return (cover, Tableau("Sommaire du dossier", columns, rows), Paragraphe(note, role="note"))


def _place(document: DocumentReuni, demande: DemandeLiasse) -> str:
    if document.nom != "contrat":
        return "hors contrat"
    return "texte du contrat" if demande.signe else "à signer"
