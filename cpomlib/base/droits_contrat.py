"""What the server refuses to write in a contract, said in French: whose it is, and what to do."""

from __future__ import annotations

import json
from typing import Any

from cpomlib.socle import StoreError

_POURQUOI = {
    "etat": "C’est à l’État de l’écrire.",
    "signe": "Le contrat est signé\u00a0: c’est à l’État de l’écrire, par un avenant.",
    "validee": "Cette mesure est validée\u00a0: les deux parties l’ont arrêtée.",
    "transmise": "Le gestionnaire transmet une mesure\u00a0; l’État ne fait que la discuter ou la "
    "valider, telle qu’elle a été transmise.",
    "perimetre": "Ce contrat n’est pas de votre périmètre.",
}
_QUE_FAIRE = {
    "validee": "Demandez à l’État de la remettre en discussion («\u00a0discutee\u00a0»).",
    "transmise": "Laissez-la «\u00a0provisoire\u00a0», ou demandez au gestionnaire de la "
    "transmettre.",
    "perimetre": "«\u00a0cpom base etat\u00a0» montre votre périmètre.",
}


def refus_contrat(error: Any, role: object) -> StoreError | None:
    """Word a refusal of the rules on contracts; None for any other."""
    diag = getattr(error, "diag", None)
    if diag is None or diag.message_primary != "contract" or not diag.message_detail:
        return None
    told = json.loads(diag.message_detail)
    champ, why = told["refus"].split("/")
    row = " ".join(str(part) for part in told["ligne"] if part is not None)
    return StoreError(
        f"Le rôle «\u00a0{role}\u00a0» ne peut pas écrire cela dans le contrat "
        f"«\u00a0{told['contrat']}\u00a0»\u00a0: rien n’a été écrit.",
        pourquoi=f"Table «\u00a0{told['table']}\u00a0», ligne «\u00a0{row}\u00a0», colonne "
        f"«\u00a0{champ}\u00a0». {_POURQUOI[why]}",
        que_faire=_QUE_FAIRE.get(why, "Remettez cette ligne telle qu’elle est en base."),
    )
