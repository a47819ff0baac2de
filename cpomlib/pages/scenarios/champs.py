"""One value of a hypothesis on the page: its name, its unit, its box, its slider, its base."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from cpomlib.calcul.scenarios import (
    SANS_GHAM,
    TAUX_PAR_AN,
    ChampHypothese,
    Etat,
    Hypothese,
    Taux,
    ValeurRefuseeError,
    choix_de,
)
from cpomlib.pages.scenarios import composants as w
from cpomlib.pages.scenarios.saisie import (
    NOMBRES,
    affiche,
    annees_du_taux,
    course,
    du_texte,
    en_texte,
    interne,
    par_annee,
    un_seul,
)
from cpomlib.socle import taux

Changer = Callable[[str, Any], None]
"""Told the name of a field and its new value."""
TOUS = "Tous les établissements"
PAR_ANNEE, UN_SEUL = "Un taux par année", "Un seul taux"


@dataclass(frozen=True)
class Cadre:
    """Where a field is: the base, the years, and what to tell."""

    etat: Etat
    horizon: int
    changer: Changer
    refuser: Callable[[str], None]


def champ_nombre(
    cadre: Cadre, item: Hypothese, champ: ChampHypothese, reperes: Mapping[str, float]
) -> Any:
    """Make the box and the slider of a number; a move of one is seen on the other."""
    value = getattr(item, champ.nom)
    box, slider = _box(champ, value), _slider(item, champ, value)
    lock = {"muet": False, "valeur": value}

    def tell(value: Any, source: str) -> None:
        lock["muet"], lock["valeur"] = True, value
        box.value = en_texte(champ, value)
        if source != "curseur" and slider is not None and value is not None:
            _moved(slider, affiche(champ, value))
        lock["muet"] = False
        cadre.changer(champ.nom, value)

    def slid(change: Any) -> None:
        # the browser sends back the step nearest to a finer value: it is not a move
        shown = affiche(champ, lock["valeur"])
        if not lock["muet"] and abs(change["new"] - shown) > slider.step * 0.51:
            tell(interne(champ, change["new"]), "curseur")

    def typed(change: Any) -> None:
        if lock["muet"]:
            return
        try:
            read = du_texte(champ, change["new"])
            tell(_defaut(item, champ) if read is None else read, "boite")
        except ValeurRefuseeError as refusal:
            cadre.refuser(f"{champ.libelle}\u00a0: {refusal}")

    box.observe(typed, "value")
    parts = [box]
    if slider is not None:
        slider.observe(slid, "value")
        parts.append(slider)
    parts += _base(champ, reperes)
    return _classed(w.VBox(parts), "cpom-champ", f"cpom-champ-{champ.nom}")


def _box(champ: ChampHypothese, value: Any) -> Any:
    return w.Text(
        value=en_texte(champ, value),
        description=_nom(champ),
        continuous_update=False,
        placeholder="" if champ.requis else "non précisé",
        tooltip=_nom(champ),
    )


def champ_choix(cadre: Cadre, item: Hypothese, champ: ChampHypothese) -> Any:
    """Make the list of a code, an establishment or a year."""
    known = _choix(cadre, champ)
    value = getattr(item, champ.nom)
    codes = [code for _, code in known]
    # a Dropdown takes None for « nothing chosen »: its values are the ranks of the codes
    menu = w.Dropdown(
        options=[(label, rank) for rank, (label, _) in enumerate(known)],
        value=codes.index(value) if value in codes else 0,
        description=champ.libelle,
        tooltip=champ.libelle,
    )
    menu.observe(lambda change: cadre.changer(champ.nom, codes[change["new"]]), "value")
    return _classed(w.VBox([menu]), "cpom-champ", "cpom-choix", f"cpom-champ-{champ.nom}")


def champ_emprunt(cadre: Cadre, item: Any) -> Any:
    """Make the loan of an investment: a box to tick, then its rate and its length."""
    from cpomlib.calcul.scenarios import Emprunt, champs

    loan = item.emprunt
    tick = w.Checkbox(value=loan is not None, description="Financé par un emprunt", indent=False)

    def ticked(change: Any) -> None:
        cadre.changer("emprunt", Emprunt(taux=0.03, duree=15) if change["new"] else None)

    tick.observe(ticked, "value")
    if loan is None:
        return _classed(w.VBox([tick]), "cpom-champ")
    held = {"emprunt": loan}

    def inside(nom: str, value: Any) -> None:
        from dataclasses import replace

        held["emprunt"] = replace(held["emprunt"], **{nom: value})
        cadre.changer("emprunt", held["emprunt"])

    inner = Cadre(cadre.etat, cadre.horizon, inside, cadre.refuser)
    fields = [champ_nombre(inner, loan, c, {}) for c in champs(Emprunt)]
    return _classed(w.VBox([tick, *fields]), "cpom-champ")


def champ_taux(
    cadre: Cadre, item: Hypothese, champ: ChampHypothese, reperes: Mapping[str, float]
) -> Any:
    """Make a yearly rate: one for all years, or one per year, and the button between both."""
    value = getattr(item, champ.nom)
    years = annees_du_taux(item, cadre.etat.annee, cadre.horizon)
    if isinstance(value, tuple):
        return _par_annee(cadre, champ, dict(value), years)
    spread = _bouton_taux(PAR_ANNEE, champ, lambda: par_annee(value_of(), years), cadre)
    field = champ_nombre(cadre, item, champ, reperes)
    box = field.children[0]

    def value_of() -> float:
        try:
            return du_texte(champ, box.value) or 0.0
        except ValeurRefuseeError:
            return value

    foot = _classed(w.HBox([*field.children[2:], spread]), "cpom-champ-pied")
    field.children = (*field.children[:2], foot)
    return field


def _par_annee(
    cadre: Cadre, champ: ChampHypothese, held: dict[int, float], years: Sequence[int]
) -> Any:
    value = {year: held.get(year, 0.0) for year in years}
    boxes = [_box_annee(cadre, champ, value, year) for year in years]
    single = _bouton_taux(UN_SEUL, champ, lambda: un_seul(tuple(sorted(value.items()))), cadre)
    title = w.HTML(f'<span class="cpom-champ-titre">{escape(_nom(champ))}</span>')
    head = _classed(w.HBox([title, single]), "cpom-champ-pied")
    grid = _classed(w.Box(boxes), "cpom-annees")
    return _classed(w.VBox([head, grid]), "cpom-champ", f"cpom-champ-{champ.nom}", "cpom-par-annee")


def _box_annee(cadre: Cadre, champ: ChampHypothese, value: dict[int, float], year: int) -> Any:
    box = w.Text(value=en_texte(champ, value[year]), description=str(year),
                 continuous_update=False, tooltip=f"{_nom(champ)}, {year}")  # fmt: skip

    def typed(change: Any) -> None:
        try:
            value[year] = du_texte(champ, change["new"]) or 0.0
        except ValeurRefuseeError as refusal:
            cadre.refuser(f"{champ.libelle}, {year}\u00a0: {refusal}")
            return
        cadre.changer(champ.nom, tuple(sorted(value.items())))

    box.observe(typed, "value")
    return box


def _bouton_taux(label: str, champ: ChampHypothese, made: Callable[[], Taux], cadre: Cadre) -> Any:
    button = w.Button(description=label, tooltip=f"{label}\u00a0: {champ.libelle}")
    button.on_click(lambda _: cadre.changer(champ.nom, made()))
    return _classed(button, "cpom-taux-forme")


def champ(
    cadre: Cadre, item: Hypothese, declare: ChampHypothese, reperes: Mapping[str, float]
) -> Any:
    """Make the widget of a field, whatever its kind."""
    if declare.genre == "emprunt":
        return champ_emprunt(cadre, item)
    if declare.genre == TAUX_PAR_AN:
        return champ_taux(cadre, item, declare, reperes)
    if declare.genre in NOMBRES:
        return champ_nombre(cadre, item, declare, reperes)
    return champ_choix(cadre, item, declare)


def _defaut(item: Any, champ: ChampHypothese) -> Any:
    """Return what an emptied box means: the default of the field, often zero."""
    return type(item).__dataclass_fields__[champ.nom].default


def _nom(champ: ChampHypothese) -> str:
    return f"{champ.libelle} ({champ.unite})" if champ.unite else champ.libelle


def _slider(item: Hypothese, champ: ChampHypothese, value: Any) -> Any:
    run = course(item.type, champ, 0.0 if value is None else value)
    if run is None or (value is None and not champ.requis):
        return None
    kind = w.IntSlider if champ.genre == "places" else w.FloatSlider
    return kind(value=affiche(champ, value), min=run.bas, max=run.haut, step=run.pas,
                readout=False, tooltip=_nom(champ))  # fmt: skip


def _moved(slider: Any, shown: float) -> None:
    """Move a slider, stretched where a typed value goes beyond it."""
    slider.min, slider.max = min(slider.min, shown), max(slider.max, shown)
    slider.value = shown


def _base(champ: ChampHypothese, reperes: Mapping[str, float]) -> list[Any]:
    """Say the base value of a field; a yearly rate starts from none."""
    if champ.nom in reperes:
        shown = reperes[champ.nom]
        text = taux(shown) if champ.genre == "taux" else (
            f"{en_texte(champ, round(shown, 2))}\u00a0{champ.unite}"
        )  # fmt: skip
    elif champ.genre == "taux_annuel":
        text = "0\u00a0% par an"
    else:
        return []
    return [w.HTML(f'<span class="cpom-base">Année de base\u00a0: {text}</span>')]


def _choix(cadre: Cadre, champ: ChampHypothese) -> list[tuple[str, Any]]:
    """Return what a list offers: (what is read, what is kept)."""
    known = _connus(cadre, champ)
    if champ.requis:
        return known
    if champ.genre == "annee":
        return [("jusqu’à la fin" if champ.nom == "a" else "dès le début", None), *known]
    return [(TOUS if champ.genre == "etablissement" else "par défaut", None), *known]


def _connus(cadre: Cadre, champ: ChampHypothese) -> list[tuple[str, Any]]:
    etat = cadre.etat
    if champ.genre == "etablissement":
        return list(zip(etat.noms, etat.ids, strict=True))
    if champ.genre in ("gham", "destination"):
        from cpomlib.pages.scenarios.offre import nom_genre

        kinds = [k for k in etat.genres if champ.genre == "gham" or k != SANS_GHAM]
        return [(nom_genre(kind), kind) for kind in kinds]
    if champ.genre == "annee":
        years = range(etat.annee + 1, etat.annee + cadre.horizon + 1)
        return [(str(year), year) for year in years]
    return [(_label(champ, code), code) for code in choix_de(champ)]


def _label(champ: ChampHypothese, code: Any) -> str:
    if isinstance(champ.choix, str):
        from cpomlib.droit import nomenclature

        return nomenclature(champ.choix).libelle(str(code))
    return {1: "I", 2: "II", 3: "III"}.get(code, str(code)) if isinstance(code, int) else str(code)


def _classed(box: Any, *names: str) -> Any:
    for name in names:
        box.add_class(name)
    return box
