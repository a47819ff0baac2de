"""Good FINESS files, in the three forms, for what damages them."""

from pathlib import Path

HERE = Path(__file__).parent
EXTRAIT = HERE / "etalab-cs1100502_20260512_extrait.csv"
TABLEUR = HERE / "cs1100507_2016_tableur.csv"
FLUX = (
    '{"generatedAt": "2026-09-11T02:06:22Z", "pmej": [{"informationsGeneralesPMEJ": '
    '{"numFinessPm": "440000129", "denominationPm": "L\'ETAPE", "siren": "732829320", '
    '"statutJuridique": {"code": "60"}}, "ege": [{"informationsGeneralesEGE": {"numFinessEge": '
    '"440001234", "nomEgeLong": "CHRS"}, "categorieentiteGeographiqueExercice": "214", '
    '"adresse": [{"cogCommune": "44109"}], "etatObjet": "A"}]}]}'
)

SEEDS = (EXTRAIT.read_bytes(), TABLEUR.read_bytes(), FLUX.encode())
