"""What a regional sheet says first: what gets worse, and what its totals are without doubt."""

from __future__ import annotations

from collections.abc import Sequence

from cpomlib.calcul.regional import REGION
from cpomlib.calcul.verdicts import Verdict
from cpomlib.dossier import SansDoute, Territoire, measured, sans_douteux
from cpomlib.rendu.blocs import Bloc, Colonne, Paragraphe, Tableau
from cpomlib.socle import Secret, Valeur, nombre, pluriel

OBLIGATOIRES = (
    "cpom_1_taux", "cpom_2_taux", "cpom_3_taux_dls_active", "cpom_4_taux_presence_longue",
)  # fmt: skip
_COURS = {
    "degrade": "Se dégrade, au-delà du hasard",
    "ameliore": "S’améliore, au-delà du hasard",
    "stable": "Pas d’évolution au-delà du hasard",
    "inconnu": "Évolution non testée",
}
_ORDRE = ("degrade", "inconnu", "stable", "ameliore")
"""What gets worse comes first."""


def essentiel(territoire: Territoire, chiffres: Sequence[str]) -> tuple[Bloc, ...]:
    """Return what is read after the key figures of the first page.

    Args:
        territoire: the région.
        chiffres: the indicators of its key figures.
    """
    names = tuple(dict.fromkeys((*chiffres, *OBLIGATOIRES)))
    return (obligatoires_d_abord(territoire), *_sans_doute(territoire, names))


def obligatoires_d_abord(territoire: Territoire) -> Tableau:
    """Set the four mandatory indicators, those that get worse first."""
    verdicts = territoire.jugements.verdicts
    names = sorted(OBLIGATOIRES, key=lambda name: _ORDRE.index(verdicts[name].cours))
    worse = sum(verdicts[name].cours == "degrade" for name in names)
    columns = (Colonne("Indicateur"), *territoire.colonnes(), Colonne("Ce que l’on peut en dire"))
    rows = tuple(
        (
            territoire.libelle(name),
            *(territoire.cellule(REGION, name, year) for year in territoire.annees),
            _dit(territoire, verdicts[name]),
        )
        for name in names
    )
    return Tableau(_titre(territoire, worse), columns, rows)


def _titre(territoire: Territoire, worse: int) -> str:
    if territoire.periode.ouverte:
        return "Les quatre indicateurs obligatoires"
    if not worse:
        return "Les quatre indicateurs obligatoires\u00a0: aucune dégradation établie"
    return pluriel(
        worse,
        "indicateur obligatoire se dégrade au-delà du hasard",
        "indicateurs obligatoires se dégradent au-delà du hasard",
    )


def _dit(territoire: Territoire, verdict: Verdict) -> Valeur:
    for year in territoire.annees:
        shown = territoire.cellule(REGION, verdict.indicateur, year)
        if isinstance(shown, Secret):
            return shown
    said = _COURS[verdict.cours]
    if verdict.en_nombres or territoire.periode.ouverte:
        said = f"{said}\u00a0: {verdict.motif}"
    return f"{said} ({verdict.doute})" if verdict.doute else said


def _sans_doute(territoire: Territoire, names: Sequence[str]) -> tuple[Bloc, ...]:
    """Set the figures of the région beside what they are without those doubted."""
    touched = [name for name in names if territoire.douteux.get(name)]
    if not touched:
        return ()
    if territoire.publiable:
        return (
            Paragraphe(
                f"{pluriel(len(touched), 'chiffre')} de cette page "
                f"{'porte' if len(touched) == 1 else 'portent'} sur des données douteuses. Ce "
                "qu’ils valent sans elles désignerait un gestionnaire\u00a0: la version interne le "
                "donne.",
                role="avertissement",
                titre="Données douteuses.",
            ),
        )
    found = sans_douteux(territoire, touched)
    columns = (
        Colonne("Indicateur"), Colonne("Région", "nombre"),
        Colonne("Sans les chiffres douteux", "nombre"), Colonne("Gestionnaires laissés de côté"),
    )  # fmt: skip
    return (
        Tableau(
            "Les totaux, avec et sans les chiffres douteux",
            columns,
            tuple(_avec_et_sans(territoire, name, found[name]) for name in touched),
            note="Est douteux ce qu’une anomalie forte, à laquelle rien n’a répondu, met en cause.",
        ),
    )


def _avec_et_sans(territoire: Territoire, name: str, sans: SansDoute) -> tuple[Valeur, ...]:
    who = [territoire.gestionnaires.get(one, one) for one in sans.ecartes]
    return (
        territoire.libelle(name),
        territoire.cellule(REGION, name),
        measured(name, sans.valeur, sans.termes),
        f"{nombre(len(who))}\u00a0: {', '.join(who)}",
    )
