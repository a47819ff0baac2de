"""How a regional sheet is made: conventions, secrecy, thresholds, deposits."""

from __future__ import annotations

from collections.abc import Collection

from cpomlib.calcul.regional import CONVENTION
from cpomlib.dossier import Territoire
from cpomlib.droit.seuils import seuils
from cpomlib.rapports.methode import valeur_du_seuil
from cpomlib.rendu.blocs import Bloc, Colonne, Groupe, Paragraphe, Tableau, Titre

SECRET_INTERNE = (
    "Dans cette version interne les chiffres d’un gestionnaire ne sont pas masqués, sauf les "
    "distributions sur trop peu de gestionnaires, qui ne seraient pas un repère."
)
SECRET_PUBLIABLE = (
    "Dans cette version diffusable, le minimum et le maximum sont masqués (ce sont les chiffres "
    "d’un seul gestionnaire)\u00a0; un quartile n’est donné que si la moitié dont il est la "
    "médiane compte assez de gestionnaires\u00a0; un département est masqué si trop peu de "
    "gestionnaires ou de personnes sont derrière son chiffre, et un autre avec lui si une "
    "soustraction suffisait à le retrouver."
)


def methode(territoire: Territoire, seuls: Collection[str] = ()) -> Groupe:
    """Say how the figures are computed, masked, and from what.

    Args:
        territoire: the région.
        seuls: the thresholds that the sheet applies; all when empty.
    """
    secret = SECRET_PUBLIABLE if territoire.publiable else SECRET_INTERNE
    return Groupe(
        (
            Titre(2, "Méthode", "methode"),
            Paragraphe(
                "Un département est fait des établissements qui y sont\u00a0; un gestionnaire "
                "présent dans plusieurs départements compte dans chacun pour ce qu’il y a. Un "
                "ménage est compté une fois par territoire. La région est calculée sur tous ses "
                "établissements\u00a0; ce n’est pas la moyenne de ses départements."
            ),
            Paragraphe(f"{CONVENTION}. {secret}"),
            *_depots(territoire),
            _seuils(seuls),
        )
    )


def _depots(territoire: Territoire) -> tuple[Bloc, ...]:
    if territoire.publiable:
        return ()
    columns = (
        Colonne("Dépôt"), Colonne("Date", "date"), Colonne("Auteur"), Colonne("Fichier"),
        Colonne("Empreinte SHA-256"),
    )  # fmt: skip
    rows = tuple(
        (f"n° {d.id}", d.horodatage.date(), d.auteur, d.fichier, d.sha256[:16] + "…")
        for d in territoire.depots
    )
    return (Tableau("Les dépôts utilisés", columns, rows),)


def _seuils(seuls: Collection[str]) -> Tableau:
    rows = tuple(
        (
            each.libelle,
            valeur_du_seuil(each),
            each.origine,
            "oui" if each.surcharge else "non",
        )
        for name, each in seuils().items()
        if not seuls or name in seuls
    )
    heads = ("Seuil ou convention", "Valeur", "Origine", "Modifié par le service")
    return Tableau("Seuils et conventions", tuple(map(Colonne, heads)), rows)
