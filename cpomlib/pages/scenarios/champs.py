"""One value of a hypothesis on the page: its name, its unit, its box, its slider, its base.

A slider is drawn by the page beside its box and moves it: only the box speaks to the session, so
that nothing of a view can come back as a move.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from cpomlib.calcul.scenarios import (
    FINANCEMENT,
    JOUR,
    PAR_FONCTION,
    SANS_GHAM,
    TAUX_PAR_AN,
    Appuis,
    ChampHypothese,
    Etat,
    Hypothese,
    Taux,
    choix_de,
)
from cpomlib.pages.scenarios.sol import sol
from cpomlib.pages.tenue import (
    NOMBRES,
    Boite,
    Course,
    affiche,
    annees_du_taux,
    avec_unite,
    classe,
    course,
    du_texte,
    en_texte,
    lire_jour,
    menu,
    note,
    par_annee,
    un_seul,
)
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import date_courte, taux

Changer = Callable[[str, Any], None]
"""Told the name of a field and its new value."""
TOUS = "Tous les établissements"
PAR_ANNEE, UN_SEUL = "Un taux par année", "Un seul taux"
VIDE = "non précisé"


@dataclass(frozen=True)
class CadreChamp:
    """Where a field is: the base, the years, what to tell.

    Attributes:
        appuis: what its numbers stand on.
        sols: what says so again, when it is known later.
    """

    etat: Etat
    horizon: int
    changer: Changer
    appuis: Appuis = field(default_factory=Appuis)
    sols: list[Callable[[Appuis], None]] = field(default_factory=list)

    def assis(self, appuis: Appuis) -> CadreChamp:
        """Return the same with what its numbers stand on, said where they are."""
        for say in self.sols:
            say(appuis)
        return replace(self, appuis=appuis)


def champ_nombre(
    cadre: CadreChamp, item: Hypothese, champ: ChampHypothese, reperes: Mapping[str, float]
) -> Any:
    """Make the box of a number, its slider, its base."""
    value = getattr(item, champ.nom)

    def read(text: str) -> Any:
        found = du_texte(champ, text)
        return _defaut(item, champ) if found is None else found

    box = Boite(_nom(champ), en_texte(champ, value), read, lambda v: cadre.changer(champ.nom, v),
                "" if champ.requis else VIDE)  # fmt: skip
    run = None if value is None and not champ.requis else course(champ, value or 0.0)
    drawn = w.HTML(_curseur(champ, value, run, reperes))
    under = w.HTML("")

    def say(appuis: Appuis) -> None:
        under.value = sol(item, champ, run, appuis) or _base(champ, reperes)

    say(cadre.appuis)
    cadre.sols.append(say)
    box.widget.children = (box.texte, drawn, under, box.refus)
    return classe(box.widget, f"cpom-champ-{champ.nom}")


def _curseur(
    champ: ChampHypothese, value: Any, run: Course | None, reperes: Mapping[str, float]
) -> str:
    """Draw the slider of a box, with a mark where the base year is."""
    if run is None:
        return ""
    name = escape(f"Curseur\u00a0: {_nom(champ)}", quote=True)
    drawn = (
        f'<input type="range" class="cpom-curseur" aria-label="{name}" min="{run.bas:g}" '
        f'max="{run.haut:g}" step="{run.pas:g}" value="{affiche(champ, value or 0.0):.10g}" '
        f'data-bas="{run.bas:g}" data-haut="{run.haut:g}"{_bornes(champ)}>'
    )
    known = reperes.get(champ.nom)
    mark = ""
    if known is not None and run.bas <= affiche(champ, round(known, 6)) <= run.haut:
        place = (affiche(champ, round(known, 6)) - run.bas) / (run.haut - run.bas) * 100
        mark = f'<i class="cpom-repere" style="left:{place:.1f}%"></i>'
    return f'<div class="cpom-course">{drawn}{mark}</div>'


def _bornes(champ: ChampHypothese) -> str:
    """Say how far the slider follows its box: not to a value that is refused."""
    known = {"data-moins": champ.minimum, "data-plus": champ.maximum}
    return "".join(f' {name}="{affiche(champ, bound):.10g}"'
                   for name, bound in known.items() if bound is not None)  # fmt: skip


def champ_choix(cadre: CadreChamp, item: Hypothese, champ: ChampHypothese) -> Any:
    """Make the list of a code, an establishment or a year."""
    made = menu(champ.libelle, _choix(cadre, champ), getattr(item, champ.nom),
                 lambda value: cadre.changer(champ.nom, value))  # fmt: skip
    return classe(w.VBox([made]), "cpom-champ", "cpom-choix", f"cpom-champ-{champ.nom}")


def champ_jour(cadre: CadreChamp, item: Hypothese, champ: ChampHypothese) -> Any:
    """Make the box of a day."""
    box = Boite(champ.libelle, date_courte(getattr(item, champ.nom)), lire_jour,
                lambda value: cadre.changer(champ.nom, value))  # fmt: skip
    if champ.aide:
        box.widget.children = (*box.widget.children, w.HTML(note(champ.aide)))
    return classe(box.widget, f"cpom-champ-{champ.nom}")


def champ_emprunt(cadre: CadreChamp, item: Any) -> Any:
    """Make the loan of an investment: a box to tick, then its rate and its length."""
    from cpomlib.calcul.scenarios import Emprunt, champs

    loan = item.emprunt
    tick = w.Checkbox(value=loan is not None, description="Financé par un emprunt", indent=False)

    def ticked(change: Any) -> None:
        cadre.changer("emprunt", Emprunt(taux=0.03, duree=15) if change["new"] else None)

    tick.observe(ticked, "value")
    if loan is None:
        return classe(w.VBox([tick]), "cpom-champ")
    held = {"emprunt": loan}

    def inside(nom: str, value: Any) -> None:
        held["emprunt"] = replace(held["emprunt"], **{nom: value})
        cadre.changer("emprunt", held["emprunt"])

    inner = CadreChamp(cadre.etat, cadre.horizon, inside)
    fields = [champ_nombre(inner, loan, c, {}) for c in champs(Emprunt)]
    return classe(w.VBox([tick, *fields]), "cpom-champ")


def champ_taux(
    cadre: CadreChamp, item: Hypothese, champ: ChampHypothese, reperes: Mapping[str, float]
) -> Any:
    """Make a yearly rate: one for all years, or one per year."""
    value = getattr(item, champ.nom)
    if not isinstance(value, tuple):
        return champ_nombre(cadre, item, champ, reperes)
    years = annees_du_taux(item, cadre.etat.annee, cadre.horizon)
    return _par_annee(cadre, champ, dict(value), years)


def bouton_taux(
    cadre: CadreChamp, item: Hypothese, champ: ChampHypothese, lu: Callable[[], Any]
) -> Any:
    """Make the button between one rate for all years and one per year.

    Args:
        cadre: where it is.
        item: the hypothesis as the card was made.
        champ: the rate.
        lu: returns its value now.
    """
    years = annees_du_taux(item, cadre.etat.annee, cadre.horizon)
    spread = isinstance(getattr(item, champ.nom), tuple)
    label = UN_SEUL if spread else PAR_ANNEE

    def made() -> Taux:
        return un_seul(lu()) if spread else par_annee(lu(), years)

    button = w.Button(description=label, tooltip=f"{label}\u00a0: {champ.libelle}")
    button.on_click(lambda _: cadre.changer(champ.nom, made()))
    return classe(button, "cpom-taux-forme", "cpom-petit")


def _par_annee(
    cadre: CadreChamp, champ: ChampHypothese, held: dict[int, float], years: Sequence[int]
) -> Any:
    value = {year: held.get(year, 0.0) for year in years}

    def put(year: int) -> Callable[[Any], None]:
        def keep(read: Any) -> None:
            value[year] = read or 0.0
            cadre.changer(champ.nom, tuple(sorted(value.items())))

        return keep

    boxes = [
        Boite(str(year), en_texte(champ, value[year]), lambda text: du_texte(champ, text),
              put(year)).widget
        for year in years
    ]  # fmt: skip
    title = w.HTML(f'<span class="cpom-champ-titre">{escape(_nom(champ))}</span>')
    grid = classe(w.Box(boxes), "cpom-annees")
    return classe(w.VBox([title, grid]), "cpom-champ", f"cpom-champ-{champ.nom}",
                    "cpom-par-annee")  # fmt: skip


def champ(
    cadre: CadreChamp, item: Hypothese, declare: ChampHypothese, reperes: Mapping[str, float]
) -> Any:
    """Make the widget of a field, whatever its kind."""
    from cpomlib.pages.scenarios.places import champ_financement, champ_par_fonction

    special: dict[str, Callable[[], Any]] = {
        "emprunt": lambda: champ_emprunt(cadre, item),
        PAR_FONCTION: lambda: champ_par_fonction(cadre, item, declare),
        FINANCEMENT: lambda: champ_financement(cadre, item, declare, reperes),
        JOUR: lambda: champ_jour(cadre, item, declare),
        TAUX_PAR_AN: lambda: champ_taux(cadre, item, declare, reperes),
    }
    if declare.genre in special:
        return special[declare.genre]()
    if declare.genre in NOMBRES:
        return champ_nombre(cadre, item, declare, reperes)
    return champ_choix(cadre, item, declare)


def _defaut(item: Any, champ: ChampHypothese) -> Any:
    """Return what an emptied box means: the default of the field, often zero."""
    return type(item).__dataclass_fields__[champ.nom].default


def _nom(champ: ChampHypothese) -> str:
    told = not champ.unite or champ.unite in champ.libelle.casefold()
    return champ.libelle if told else f"{champ.libelle} ({champ.unite})"


def _base(champ: ChampHypothese, reperes: Mapping[str, float]) -> str:
    """Say the base value of a field; a yearly rate starts from none."""
    if champ.nom not in reperes:
        return ""
    shown = reperes[champ.nom]
    text = taux(shown) if champ.genre == "taux" else avec_unite(champ, round(shown, 2))
    return f'<span class="cpom-base">Année de base\u00a0: {escape(text)}</span>'


def _choix(cadre: CadreChamp, champ: ChampHypothese) -> list[tuple[str, Any]]:
    """Return what a list offers: (what is read, what is kept)."""
    known = _connus(cadre, champ)
    if champ.requis:
        return known
    if champ.genre == "annee":
        return [("jusqu’à la fin" if champ.nom == "a" else "dès le début", None), *known]
    return [(TOUS if champ.genre == "etablissement" else "par défaut", None), *known]


def _connus(cadre: CadreChamp, champ: ChampHypothese) -> list[tuple[str, Any]]:
    etat = cadre.etat
    if champ.genre == "etablissement":
        return list(zip(etat.noms, etat.ids, strict=True))
    if champ.genre in ("gham", "destination"):
        from cpomlib.pages.scenarios.offre import mot_genre

        kinds = [k for k in etat.genres if champ.genre == "gham" or k != SANS_GHAM]
        return [(mot_genre(kind), kind) for kind in kinds]
    if champ.genre == "annee":
        years = range(etat.annee + 1, etat.annee + cadre.horizon + 1)
        return [(str(year), year) for year in years]
    return [(_label(champ, code), code) for code in choix_de(champ)]


def _label(champ: ChampHypothese, code: Any) -> str:
    if isinstance(champ.choix, str):
        from cpomlib.droit import nomenclature

        return nomenclature(champ.choix).libelle(str(code))
    return {1: "I", 2: "II", 3: "III"}.get(code, str(code)) if isinstance(code, int) else str(code)
