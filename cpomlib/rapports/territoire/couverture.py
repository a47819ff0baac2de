"""The first screen of a regional sheet: which région, for whom, its key figures."""

from __future__ import annotations

from collections.abc import Sequence

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.calcul.regional import REGION
from cpomlib.dossier import Territoire, evolution_form, form, nue
from cpomlib.rapports.denombrement import qui_est_compte
from cpomlib.rapports.diagnostic import sans_verdict, valeurs_du_service
from cpomlib.rapports.jugements import ANNONCE, evolution_sure
from cpomlib.rapports.publiable import DE_TRAVAIL, annee_en_cours
from cpomlib.rendu.blocs import Bloc, ChiffreCle, ChiffresCles, Fait, Identite, Paragraphe
from cpomlib.socle import Secret, date_courte

INTERNE = "Document interne au service de l’État"
_PERIMETRES = {"tous": "Tous les établissements et services", "chrs": "Les CHRS seulement"}


def couverture(territoire: Territoire, nature: str, chiffres: Sequence[str]) -> tuple[Bloc, ...]:
    """Return the cover of a regional sheet.

    Args:
        territoire: the région.
        nature: what the sheet is called.
        chiffres: the indicators of its key figures.
    """
    return (
        _identite(territoire, nature),
        *annee_en_cours(territoire.periode),
        diffusion(territoire),
        qui_est_compte(
            territoire.denombrement, {} if territoire.publiable else territoire.noms,
            territoire.annee, territoire,
        ),
        *valeurs_du_service(),
        ChiffresCles(
            "Les chiffres clés de la région",
            tuple(_chiffre(territoire, name) for name in chiffres),
            note=territoire.periode.avertissement or ANNONCE.format(avant=territoire.annee - 1),
        ),
    )  # fmt: skip


def diffusion(territoire: Territoire) -> Paragraphe:
    """Say who may read the page, and what was masked."""
    least, persons = territoire.regles.seuil_etablissements, territoire.regles.seuil_personnes
    if not territoire.publiable:
        return Paragraphe(
            f"{INTERNE}, seul à pouvoir le détenir, comme autorité de tarification\u00a0: il donne "
            "des chiffres de gestionnaires. Les distributions ne sont données qu’à "
            f"partir de {least} gestionnaires.",
            role="avertissement",
            titre=DE_TRAVAIL,
            que_faire="Pour diffuser ces résultats, produisez la version diffusable.",
        )
    return Paragraphe(
        f"Aucun gestionnaire n’est nommé\u00a0; un chiffre qui porterait sur moins de {least} "
        f"gestionnaires, sur 1 à {persons - 1} personnes, ou que l’on pourrait recalculer, est "
        "masqué (s.).",
        role="note",
        titre="Version diffusable.",
    )


def _identite(territoire: Territoire, nature: str) -> Identite:
    shown = f"{nature}, région inventée" if territoire.exemple else nature
    return Identite(
        raison_sociale=f"Région {territoire.nom}",
        perimetre=_PERIMETRES[territoire.perimetre],
        annee=territoire.annee,
        nature=shown,
        faits=(
            Fait("Code de la région", territoire.region),
            Fait("Départements", len(territoire.departements), "nombre"),
            Fait("Gestionnaires", len(territoire.gestionnaires), "nombre"),
            Fait("Établissements et services", len(territoire.services), "nombre"),
            Fait("Places financées", territoire.valeur(REGION, "places_financees"), "nombre"),
            Fait("État des données", f"n° {territoire.etat}"),
        ),
        depots=()
        if territoire.publiable
        else tuple(
            f"Dépôt n° {d.id} du {date_courte(d.horodatage)}, {d.auteur}, {d.fichier}"
            for d in territoire.depots
        ),
        courte=True,
    )


def _chiffre(territoire: Territoire, name: str) -> ChiffreCle:
    fiche, year = fiches()[name], territoire.annee
    shape, unit = form(name)
    moved, moved_unit = evolution_form(name)
    shown = territoire.cellule(REGION, name)
    now, before = territoire.valeur(REGION, name), territoire.valeur(REGION, name, year - 1)
    hidden = isinstance(shown, Secret) or territoire.masque(REGION, name, year - 1)
    figure = ChiffreCle(
        id=name,
        libelle=territoire.periode.dire(fiche.libelle),
        valeur=nue(shown),
        format=shape,
        unite=unit,
        evolution=None
        if hidden
        else evolution_sure(territoire.jugements.verdicts[name], now, before),
        evolution_format=moved,
        evolution_unite=moved_unit,
        raison=shown.raison if isinstance(shown, Secret) else "",
    )
    return sans_verdict(figure) if territoire.periode.ouverte else figure
