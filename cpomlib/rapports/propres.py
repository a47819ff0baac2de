"""What a service added: its own indicators, in the part of the report they belong to."""

from __future__ import annotations

from cpomlib.calcul.indicateurs.fiches import fiches
from cpomlib.dossier import Dossier
from cpomlib.rapports.elements import tableau_annees
from cpomlib.rendu.blocs import Tableau


def propres(dossier: Dossier, volet: str) -> tuple[Tableau, ...]:
    """Show the indicators that the service declared in a part; nothing where it has none."""
    own = [one for one in fiches().values() if one.volet == volet and one.origine]
    if not own:
        return ()
    said = " ".join(f"{one.libelle}\u00a0: {dossier.periode.dire(one.definition)}" for one in own)
    return (
        tableau_annees(
            dossier,
            "Indicateurs du service",
            [one.id for one in own],
            note=f"Déclarés par le service, en plus de ceux du projet. {said}",
        ),
    )
