"""A tiny region in a real base: three gestionnaires, two of them with names that try things."""

from pathlib import Path

import pandas as pd

from cpomlib import base as store
from cpomlib.tables.frames import conform

# SIREN with a right Luhn key, invented.
ETAPE, SOLEIL, PORT = "100000009", "100000017", "100000025"
NOMS = {
    ETAPE: "L'Étape & Fils <Loire>",
    SOLEIL: "Soleil 🌞 <script>alert(1)</script>",
    PORT: "Le Port",
}


def frames(annee: int = 2025, realisees: int = 300) -> dict[str, pd.DataFrame]:
    """Return the least a campaign needs: who, where, and something for the year."""
    etablissements = [f"4400000{number:02d}" for number in range(len(NOMS))]
    return {
        "gestionnaires": conform(
            "gestionnaires",
            pd.DataFrame(
                {
                    "id_gestionnaire": list(NOMS),
                    "raison_sociale": list(NOMS.values()),
                    "statut": "association",
                }
            ),
        ),
        "etablissements": conform(
            "etablissements",
            pd.DataFrame(
                {
                    "id_etablissement": etablissements,
                    "id_gestionnaire": list(NOMS),
                    "nom": [f"CHRS {nom}" for nom in NOMS.values()],
                    "categorie": "214",
                    "regime": "autorise",
                    "autorite": "prefet",
                    "programme": "177",
                    "departement": "44",
                    "region": "52",
                }
            ),
        ),
        "activite": conform(
            "activite",
            pd.DataFrame(
                {
                    "id_etablissement": etablissements,
                    "annee": annee,
                    "mois": 1,
                    "journees_theoriques": 310,
                    "journees_realisees": realisees,
                }
            ),
        ),
    }


def base(path: Path, format: str = "tables") -> str:
    """Make a base and return its address."""
    address = f"sqlite:///{path}"
    engine = store.open_base(address, creer=True)
    store.deposit(engine, frames(), store.Origine("Claire Analyste", "depot", "0" * 64, format))
    engine.dispose()
    return address


def again(address: str, realisees: int) -> None:
    """Deposit other figures over the first ones."""
    engine = store.open_base(address)
    store.deposit(
        engine,
        frames(realisees=realisees),
        store.Origine("Claire Analyste", "depot2", f"{realisees:064d}", "tables"),
    )
    engine.dispose()
