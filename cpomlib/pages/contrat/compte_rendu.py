"""The minutes of a meeting, in Word: the document of the contract, on what the page holds."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from cpomlib.calcul.contrat import Contrat
from cpomlib.pages.contrat.donnees import EXEMPLE, Ouvert
from cpomlib.rapports import contractuel
from cpomlib.rendu.documents import Enveloppe
from cpomlib.rendu.documents.word import ecrire
from cpomlib.socle import date_fr

NATURE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx(vu: Ouvert, contrat: Contrat, rencontre: tuple[date, str]) -> tuple[bytes, str]:
    """Return the minutes of a meeting, and the name of their file.

    Args:
        vu: the contract in the base.
        contrat: the contract as it would be: what is noted and not saved yet is there.
        rencontre: the meeting.
    """
    day = rencontre[0].isoformat()
    address = vu.lus.engine.url.render_as_string(hide_password=False)
    held = contractuel.load(address, contrat.id, vu.jour.year, "", vu.lus.etat)
    dossier, parts = replace(held, contrat=contrat), contractuel.compte_rendu
    blocks = [part(dossier, day) for part in (parts.entete, parts.releves, parts.ouverts,
                                              parts.validation)]  # fmt: skip
    around = Enveloppe(f"Compte rendu du {date_fr(rencontre[0])}", entete=vu.gestionnaire,
                       bandeau=EXEMPLE if vu.exemple else "")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="cpom-rendu-") as folder:
        path = Path(folder) / "compte-rendu.docx"
        ecrire(blocks, around, path)
        return path.read_bytes(), f"compte-rendu-{contrat.id}-{day}.docx"
