"""The first screen: who, when, from what; ten key figures; what to remember."""

from __future__ import annotations

from dataclasses import replace

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier, evolution_form, form, nue, written
from cpomlib.droit import seuil
from cpomlib.droit.seuils import seuils
from cpomlib.rapports.diagnostic.identite import identite
from cpomlib.rapports.elements import mesure, precautions
from cpomlib.rapports.jugements import ANNONCE, evolution_sure, jugement
from cpomlib.rapports.publiable import PROVISOIRE, avertissement
from cpomlib.rapports.regles import ChiffreDeclare, chiffres_declares, constats
from cpomlib.rendu.blocs import (
    Bloc,
    ChiffreCle,
    ChiffresCles,
    Constats,
    Groupe,
    Paragraphe,
    Titre,
)
from cpomlib.socle import Secret, Valeur, pluriel

ANCRE = "chiffres-et-constats"


def premiere_page(dossier: Dossier) -> Groupe:
    """Show the identity, the key figures, the strengths and the points of attention."""
    return Groupe(
        (
            identite(dossier),
            *avertissement(dossier),
            *valeurs_du_service(),
            _figures(dossier),
            _findings(dossier),
        )
    )


def chiffres_et_constats(dossier: Dossier) -> Groupe:
    """Show in the annex the key figures and every finding, those the signed pages leave out too."""
    return Groupe(
        (
            Titre(2, "Les chiffres clés et les constats", ANCRE),
            *valeurs_du_service(),
            _figures(dossier),
            _findings(dossier),
        )
    )


def valeurs_du_service() -> tuple[Paragraphe, ...]:
    """Say which agreed values are the service's own."""
    names = [f"«\u00a0{seuil.libelle}\u00a0»" for seuil in seuils().values() if seuil.surcharge]
    if not names:
        return ()
    said = f"Valeurs propres au service utilisées dans ce rapport\u00a0: {', '.join(names)}."
    return (Paragraphe(said, role="avertissement"),)


def _figures(dossier: Dossier) -> ChiffresCles:
    return ChiffresCles(
        titre="Les chiffres clés",
        chiffres=tuple(_figure(dossier, declared) for declared in chiffres_declares()),
        note=" ".join(filter(None, (_note(dossier), precautions(dossier, _names())))),
    )


def _names() -> tuple[str, ...]:
    return tuple(declared.indicateur for declared in chiffres_declares())


def _note(dossier: Dossier) -> str:
    if dossier.periode.ouverte:
        return dossier.periode.avertissement
    before = ANNONCE.format(avant=dossier.annee - 1)
    if not dossier.region:
        return before
    if dossier.note_regionale:
        before = f"{before} {dossier.note_regionale}"
    if not dossier.effectif_regional:
        return before
    count = pluriel(dossier.effectif_regional, "gestionnaire")
    least = int(seuil("seuil_etablissements").nombre())
    return (
        f"{before} Région {dossier.nom_region}\u00a0: {count}\u00a0; aucun chiffre régional "
        f"n’est donné "
        f"sur moins de {least} gestionnaires.{_rang(dossier)}"
    )


def _rang(dossier: Dossier) -> str:
    if not any(known.rang for known in dossier.regional.values()):
        return ""
    return (
        " Le premier rang est le meilleur\u00a0; un chiffre qui n’a pas de bon côté n’a pas de "
        "rang, et ce que touche une anomalie forte n’entre ni dans une médiane, ni dans un rang."
    )


def _figure(dossier: Dossier, declared: ChiffreDeclare) -> ChiffreCle:
    name = declared.indicateur
    fiche = fiches()[name]
    now, before = dossier.valeur(name), dossier.valeur(name, dossier.annee - 1)
    shape, unit = form(name)
    moved, moved_unit = evolution_form(name)
    known, concluded = dossier.regional.get(name), dossier.verdict(name)
    figure = ChiffreCle(
        id=name,
        libelle=dossier.periode.dire(fiche.libelle),
        valeur=nue(mesure(dossier, name, dossier.annee)),
        format=shape,
        unite=unit,
        evolution=evolution_sure(concluded, now, before),
        evolution_format=moved,
        evolution_unite=moved_unit,
        jugement=jugement(concluded),
        reference=_region(name, known.mediane, known.raison) if known else "",
        rang=known.rang if known and not (concluded.en_nombres or concluded.doute) else "",
        repere=_median(known.mediane, known.raison) if known else None,
        lien=declared.section,
        raison=dossier.raison(name),
    )
    return sans_verdict(figure) if dossier.periode.ouverte else figure


def sans_verdict(chiffre: ChiffreCle) -> ChiffreCle:
    """Keep of a key figure what may be said of it while the year goes on: the figure."""
    return replace(chiffre, evolution=None, jugement="", reference="", repere=None, rang="")


def _region(name: str, mediane: float | None, raison: str) -> str:
    if mediane is None:
        return f"région\u00a0: s. ({raison})" if raison else ""
    return f"médiane régionale\u00a0: {written(name, mediane)}"


def _median(mediane: float | None, raison: str) -> Valeur:
    return Secret(raison) if mediane is None and raison else mediane


def _findings(dossier: Dossier) -> Bloc:
    if dossier.periode.ouverte:
        said = f"{dossier.periode.avertissement} {PROVISOIRE}"
        return Paragraphe(said, role="manque", titre="Aucun constat.")
    return Constats(
        forces=constats(dossier, "force"),
        vigilances=constats(dossier, "vigilance"),
        note="Relevés par des règles déclarées, listées dans la partie "
        "«\u00a0Méthode\u00a0». Pour des ménages, des personnes ou des salariés, ce que le hasard "
        "peut expliquer n’y est pas\u00a0; un montant, une durée, un taux d’occupation ou "
        "d’absence sont seulement comparés à un repère.",
    )
