"""What a service added: its own indicators, in the part of the report they belong to."""

from __future__ import annotations

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier
from cpomlib.rapports.elements import tableau_annees
from cpomlib.rendu.blocs import Bloc, Paragraphe


def propres(dossier: Dossier, volet: str, *, personnes: bool = True) -> tuple[Bloc, ...]:
    """Show the indicators that the service declared in a part; nothing where it has none.

    Args:
        dossier: of the gestionnaire.
        volet: the part.
        personnes: whether those that tell of persons are shown: of a small team, they could be
            somebody's.
    """
    own = [one for one in fiches().values() if one.volet == volet and one.calcul]
    kept = [one for one in own if personnes or not (one.calcul and one.calcul.personnes)]
    left = (Paragraphe(_TUS, role="note"),) if len(kept) < len(own) else ()
    if not kept:
        return left
    said = " ".join(f"{one.libelle}\u00a0: {dossier.periode.dire(one.definition)}" for one in kept)
    return (
        tableau_annees(
            dossier,
            "Indicateurs du service",
            [one.id for one in kept],
            note=f"Déclarés par le service, en plus de ceux du projet. {said}",
        ),
        *left,
    )


_TUS = (
    "Petite équipe\u00a0: les indicateurs du service qui portent sur les salariés ne sont pas "
    "donnés, même dans un document de travail."
)
