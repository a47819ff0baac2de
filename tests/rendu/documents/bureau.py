"""A small report with everything in it, and what any office file of it must hold."""

import zipfile
from datetime import date
from decimal import Decimal

from cpomlib.rendu.blocs import (
    ChiffreCle,
    ChiffresCles,
    Colonne,
    Constat,
    Constats,
    Fait,
    Figure,
    Groupe,
    Identite,
    Paragraphe,
    Tableau,
    Titre,
)
from cpomlib.rendu.documents import plan
from cpomlib.rendu.documents.cellules import (
    entete,
    lignes,
)
from cpomlib.rendu.documents.enveloppe import Enveloppe
from cpomlib.socle import propre
from cpomlib.socle.valeurs import Mesure, Secret

HOSTILES = (
    "=SOMME(A1:A9)",
    '=HYPERLINK("http://exemple.invalid";"clic")',
    "+33 1 02 03 04 05",
    "-2+3",
    "@SOMME(1)",
    "\t=1+1",
    "\r=1+1",
    "<script>alert(1)</script> &amp; ]]>",
    "nul \x00, cloche \x07, demi-couple \ud800, fin",
    "{{ 7*7 }} #N/A &P",
)
CACHE = 987654321
"""A figure that the drawing knows and that no file may carry."""
SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"a": "Un", "v": CACHE}, {"a": "Deux", "v": 3}]},
    "mark": "bar",
    "encoding": {"y": {"field": "a", "type": "nominal"}},
}
MONTANTS = Tableau(
    titre="Charges",
    colonnes=(Colonne("Poste"), Colonne("Montant", "euros", "€"), Colonne("Part", "taux"),
              Colonne("Au", "date"), Colonne("Année", "annee")),
    lignes=(
        ("Groupe 1", Decimal("1040000.05"), 0.923, date(2025, 12, 31), 2025),
        ("Groupe 2", Secret("moins de 5 gestionnaires"), None, None, 2024),
        ("Durée", Mesure(14.25, "decimal", "mois"), Mesure(0.021, "points"), None, None),
        ("Ensemble", Decimal("2000000.00"), "à compléter", date(2025, 1, 2), 2025),
    ),
    note="Une note.",
    source="table partagée « Budgets »",
    lignes_total=1,
)  # fmt: skip
PIEGES = Tableau(
    "=Pièges", (Colonne("=Titre"), Colonne("Valeur", "nombre")), tuple((t, 1) for t in HOSTILES)
)
LONG = Tableau("Long", (Colonne("Rang"),), tuple((f"ligne {n}",) for n in range(240)))
DESSIN = Figure(
    "Qui paie ?",
    SPEC,
    "Part, en %",
    "table partagée « Financements »",
    "L’État paie presque tout <98 %>.",
    Tableau("Financeurs", (Colonne("Financeur"), Colonne("Part", "taux")), (("État", 0.98),)),
    note="Lecture libre.",
)
BLOCS = (
    Groupe(
        (
            Identite("L’Étape & Fils <Loire>", "Tous les établissements", 2025,
                     faits=(Fait("Places", 128, "nombre"), Fait("Statut", "=Association")),
                     depots=("no 14, 12 mars 2026", "no 22, 3 avril 2026")),
            ChiffresCles("Les chiffres clés", (
                ChiffreCle("x", "Occupation", 0.923, "taux", evolution=-0.021,
                           jugement="défavorable",
                           reference="médiane régionale : 94,8 %", rang="3e sur 12"),
                ChiffreCle("y", "Durée", None, "decimal", raison="séjours non fournis"),
                ChiffreCle("z", "Coût", Secret("moins de 5"), "euros"),
            ), note="Évolution en un an."),
            Constats((Constat("force", "Bien", "Très bien.", "les-comptes"),), ()),
        )
    ),
    Groupe((Titre(2, "Les comptes"), Paragraphe("Un texte."), MONTANTS, DESSIN), cote_a_cote=True),
    Titre(3, "Le détail"),
    Paragraphe("Il manque le bilan.", "manque", "Bilan", "Déposez-le."),
    Paragraphe("=1+1", "avertissement"),
    PIEGES,
    Titre(2, "Les comptes", "comptes-bis"),
    Tableau("Rien", (Colonne("Poste"), Colonne("Montant", "euros")), ()),
    LONG,
)  # fmt: skip
ENVELOPPE = Enveloppe(
    "Diagnostic partagé 2025 – L’Étape & Fils",
    "L’Étape & Fils <Loire> · 2025",
    "État 3 de la base",
    "Région d’exemple : tout est inventé.",
    "Service de l’hébergement",
)


def shown(texte):
    """Write a text as an office file gives it back: white space of any kind is a space."""
    return " ".join(propre(texte).split())


def tables():
    """Return every table that a text document shows, in order, the charts' data last."""
    places = plan.elements(BLOCS)
    whole = (*places, *plan.annexe(places))
    return [each.bloc for each in whole if isinstance(each.bloc, Tableau)]


def texts(tableau):
    """Return the header of a table and its rows, as they are to be read."""
    rows = lignes(tableau) or (("Aucune ligne.",) + ("",) * (len(tableau.colonnes) - 1),)
    return [[shown(cell) for cell in row] for row in [map(entete, tableau.colonnes), *rows]]


def members(path):
    """Return every file of an archive but pictures, as text: what a curious reader finds."""
    with zipfile.ZipFile(path) as archive:
        return {
            name: archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if not name.endswith(".png")
        }


def assert_discreet(path):
    """Nothing of the machine, of the hour, of a masked or hidden figure, of the outside."""
    found = members(path)
    for name, text in found.items():
        assert str(CACHE) not in text, name
        assert 'TargetMode="External"' not in text, name
        assert 'href="http://exemple' not in text, name
        assert str(path.parent) not in text, name
        assert "python-docx" not in text and "openpyxl" not in text, name
    assert not [name for name in found if "vba" in name.lower() or "external" in name.lower()]
    with zipfile.ZipFile(path) as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(1980, 1, 1)}


def assert_stable(write, path):
    """Twice the same report is twice the same file; nothing else is left beside it."""
    write(BLOCS, ENVELOPPE, path)
    first = path.read_bytes()
    write(BLOCS, ENVELOPPE, path)
    assert path.read_bytes() == first
    assert [each.name for each in path.parent.iterdir()] == [path.name]
