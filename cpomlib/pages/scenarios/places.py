"""What goes with places, on the page: their financing, which is named, and their jobs."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np

from cpomlib.calcul.scenarios import (
    AUCUN,
    ETABLISSEMENT,
    PLAFOND,
    ChampHypothese,
    Etat,
    Hypothese,
    emplois_des_places,
    exact,
    fonctions_presentes,
    par_fonction_en,
)
from cpomlib.pages.scenarios.champs import CadreChamp, champ_nombre
from cpomlib.pages.tenue import Boite, classe, du_texte, en_texte, menu, note
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import euros_ronds

MONTANT = "montant"
SANS = "Aucun emploi ne va avec ces places\u00a0: le résultat ne compte pas leur personnel."
INCONNUS = (
    "Les emplois de chaque mode d’hébergement ne se distinguent pas dans cet établissement\u00a0: "
    "écrivez ce qui change."
)
ECARTES = "Emplois écartés\u00a0: dites pourquoi dans la justification."


def champ_financement(
    cadre: CadreChamp, item: Hypothese, champ: ChampHypothese, reperes: Mapping[str, float]
) -> Any:
    """Make the choice of what pays a place: the mean, the ceiling, an amount, and say it."""
    value = getattr(item, champ.nom)
    named = value if value is None or isinstance(value, str) else MONTANT
    known: list[tuple[str, Any]] = [
        ("Moyenne de l’établissement", ETABLISSEMENT), ("Tarif plafond du GHAM", PLAFOND),
        ("Un montant", MONTANT),
    ]  # fmt: skip
    if not champ.requis:
        known = [("Inchangé", None), *known]
    mean = reperes.get("financement_place", 0.0)

    def choose(chosen: Any) -> None:
        cadre.changer(champ.nom, round(mean) if chosen == MONTANT else chosen)

    made = menu(champ.libelle, known, named, choose)
    parts: list[Any] = [made]
    if named == MONTANT:
        parts.append(champ_nombre(cadre, item, champ, reperes))
    elif named is not None:
        euros = item.valeur(cadre.etat, champ.nom)
        said = "tarif inconnu" if np.isnan(euros) else f"{euros_ronds(euros)} la place et par an"
        parts.append(w.HTML(note(said)))
    return classe(w.VBox(parts), "cpom-champ", f"cpom-choix-{champ.nom}")


def champ_par_fonction(cadre: CadreChamp, item: Any, champ: ChampHypothese) -> Any:
    """Make the jobs that go with places, or the effect per ETP of a change."""
    if par_fonction_en(champ) == "euros":
        return _boites(cadre, item, champ, [(f, 0.0) for f in _presentes(cadre.etat, item)])
    value, proposed = getattr(item, champ.nom), item.emplois_proposes(cadre.etat)
    told = w.HTML(suite(cadre.etat, item))
    buttons = []
    if value in (None, (), AUCUN):
        if proposed.emplois:
            buttons.append(_bouton("Compter les emplois", cadre, champ, proposed.emplois))
        else:
            asked = _boites(cadre, item, champ, [(f, 0.0) for f in cadre.etat.fonctions])
            return classe(w.VBox([told, asked]), "cpom-champ", "cpom-suite")
    else:
        buttons.append(_bouton("Ne pas compter", cadre, champ, AUCUN))
    detail = _boites(cadre, item, champ, list(value)) if isinstance(value, tuple) else None
    parts = [told, classe(w.Box(buttons), "cpom-rang")]
    if detail is not None and detail.children:
        parts.append(_repli("Modifier les emplois", detail))
    return classe(w.VBox(parts), "cpom-champ", "cpom-suite", f"cpom-champ-{champ.nom}")


def suite(etat: Etat, item: Any) -> str:
    """Say what goes with the places of a hypothesis: posts, payroll, where they come from."""
    held = item.emplois
    if held in (None, ()):
        known = item.emplois_proposes(etat)
        why = INCONNUS if known.origine and not known.emplois else SANS
        return f'<p class="cpom-suite-texte cpom-alerte">{why}</p>'
    if held == AUCUN:
        return f'<p class="cpom-suite-texte">{ECARTES}</p>'
    posts, paid = emplois_des_places(etat, item)
    said = f"{_signe(posts)}\u00a0ETP"
    if np.isfinite(paid):
        said += f" et {'+' if paid > 0 else ''}{euros_ronds(paid)} de salaires par an"
    proposed = item.emplois_proposes(etat)
    where = proposed.origine if held == proposed.emplois else "emplois saisis"
    return (
        f'<p class="cpom-suite-texte">Avec ces places\u00a0: {escape(said)} ({escape(where)}). '
        "Les charges des groupes I et III suivent leur nombre.</p>"
    )


def _signe(value: float) -> str:
    return f"{'+' if value > 0 else ''}{exact(round(value, 2))}"


def _presentes(etat: Etat, item: Any) -> list[str]:
    """Return the fonctions of the employees concerned."""
    return fonctions_presentes(etat, item.depuis)


def _boites(
    cadre: CadreChamp, item: Any, champ: ChampHypothese, pairs: list[tuple[str, float]]
) -> Any:
    from cpomlib.droit import nomenclature

    held = getattr(item, champ.nom)
    value = dict(pairs) | (dict(held) if isinstance(held, tuple) else {})
    unit = ChampHypothese(champ.nom, champ.libelle, par_fonction_en(champ), True, champ.minimum,
                          champ.maximum)  # fmt: skip

    def put(name: str) -> Any:
        def keep(read: Any) -> None:
            value[name] = read or 0.0
            kept = tuple(sorted((f, each) for f, each in value.items() if each))
            cadre.changer(champ.nom, kept or None)

        return keep

    boxes = [
        Boite(nomenclature("fonction").libelle(name), en_texte(unit, each),
              lambda text: du_texte(unit, text), put(name)).widget
        for name, each in value.items()
    ]  # fmt: skip
    title = w.HTML(f'<span class="cpom-champ-titre">{escape(champ.libelle)} ({unit.unite})</span>')
    grid = classe(w.Box(boxes), "cpom-annees")
    return classe(w.VBox([title, grid]), "cpom-champ", "cpom-boites", f"cpom-champ-{champ.nom}")


def _repli(label: str, held: Any) -> Any:
    """Hide something behind a button; it is pressed to see it."""
    button = classe(w.Button(description=label, tooltip=label), "cpom-petit", "cpom-modifier")
    box = w.VBox([button])
    box.replie = [held]

    def toggle(_: Any) -> None:
        box.children = (button,) if held in box.children else (button, held)

    button.on_click(toggle)
    return box


def _bouton(label: str, cadre: CadreChamp, champ: ChampHypothese, value: Any) -> Any:
    button = classe(w.Button(description=label, tooltip=label), "cpom-petit")
    button.on_click(lambda _: cadre.changer(champ.nom, value))
    return button
