"""What is printed names a shared table by its title, never by the code its file bears."""

import re
from pathlib import Path

from cpomlib.tables import contract_names, regional_names, table_names

ROOT = Path(__file__).parents[2]
CODES = "|".join((*table_names(), *contract_names(), *regional_names()))
NOMME = re.compile(
    rf"[Tt]ables?(?: partagées?)?(?:\\u00a0|\s)(?:«(?:\\u00a0|\s))?(?:{CODES})\b(?! [a-zé])"
)
"""« table « sejours » », « table partagée budgets »; a verb after the word is a sentence."""
LUS = ("cpomlib/rapports", "cpomlib/calcul/volet", "cpomlib/calcul/indicateurs", "parameters")


def test_no_document_names_a_table_by_its_code():
    said = [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for part in LUS
        for path in (ROOT / part).rglob("*")
        if path.suffix in (".py", ".yaml") and "nomenclatures" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith(("#", '"""'))
        for found in NOMME.finditer(line)
    ]
    assert said == []
