"""A hypothesis in the list: a button that says it, or its card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from cpomlib.calcul.scenarios import (
    PAR_FONCTION,
    TAUX_PAR_AN,
    TYPES,
    Appuis,
    ChampHypothese,
    Etat,
    Hypothese,
    champs,
    intitule,
    resumer,
)
from cpomlib.calcul.scenarios.reperes import reperes
from cpomlib.pages.scenarios.champs import CadreChamp, bouton_taux, champ
from cpomlib.pages.tenue import classe, menu
from cpomlib.pages.tenue import composants as w

STRUCTURE = frozenset({"code", "etablissement", "gham", "destination", "emprunt", PAR_FONCTION})
"""Fields whose change changes the card itself: its base values, its other fields."""
LISTES = frozenset({"code", "etablissement", "gham", "destination", "annee"})
"""Fields that are lists: two of them stand on a row."""
PREMIERS = frozenset({TAUX_PAR_AN, "financement", PAR_FONCTION, "taux", "emprunt"})
"""Fields shown at once, though they have a default."""


@dataclass(frozen=True)
class Gestes:
    """What the panel asks of the page.

    Attributes:
        changer: rank, field, value.
        ajouter: type.
        oter: rank.
        varier: rank, another way of the same gesture.
        ouvrir: rank of the card to open, −1 for none.
    """

    changer: Callable[[int, str, Any], None]
    ajouter: Callable[[str], None]
    oter: Callable[[int], None]
    varier: Callable[[int, str], None]
    ouvrir: Callable[[int], None]


class Ligne:
    """A hypothesis in the list: a button that says it, or its card."""

    def __init__(self, cle: tuple[Any, ...], etat: Etat, gestes: Gestes, appuis: Appuis) -> None:
        self.cle, self._etat, self._gestes = cle, etat, gestes
        self._cadre = CadreChamp(etat, cle[3], self._changer, appuis)
        self._refus = w.HTML("")
        self._dit = ""
        _, item, opened, _ = cle
        self.tete = classe(w.Button(description=resumer(item), tooltip=resumer(item)),
                             "cpom-tete")  # fmt: skip
        self.tete.on_click(lambda _: gestes.ouvrir(-1 if self.cle[2] else self.cle[0]))
        if opened:
            self.tete.description = f"{_titre(item)} ▴"
            with w.ensemble():
                fields = _corps(self, self._cadre, item)
            self.widget = w.VBox([self.tete, self._refus, *fields])
            classe(self.widget, "cpom-hypothese", f"cpom-type-{item.type}")
            if _par_fonction(item):
                self.widget.add_class("cpom-large")
        else:
            self.widget = w.VBox([self.tete])
            classe(self.widget, "cpom-pliee", f"cpom-ligne-{item.type}")

    def _changer(self, nom: str, valeur: Any) -> None:
        self._gestes.changer(self.cle[0], nom, valeur)

    @property
    def item(self) -> Any:
        """The hypothesis as it is now."""
        return self.cle[1]

    def asseoir(self, appuis: Appuis) -> None:
        """Put beside the numbers of the card what they stand on."""
        self._cadre = self._cadre.assis(appuis)

    def rafraichir(self, item: Any) -> None:
        """Say again what goes with the places, whose number was moved."""
        if _par_fonction(item) and hasattr(item, "emplois"):
            from cpomlib.pages.scenarios.places import suite

            for box in self.widget.children:
                if "cpom-suite" in box._dom_classes:
                    box.children[0].value = suite(self._etat, item)

    def refuser(self, texte: str) -> None:
        """Say in the card why it is not counted; an empty text says that it is."""
        if texte == self._dit:
            return
        self._dit = texte
        told = f'<p class="cpom-refus" role="alert">Non comptée\u00a0: {escape(texte)}</p>'
        self._refus.value = told if texte else ""
        if self.cle[2]:
            pass
        elif texte:
            self.widget.children = (self.tete, self._refus)
        else:
            self.widget.children = (self.tete,)
        (self.widget.add_class if texte else self.widget.remove_class)("cpom-refuse")


def _par_fonction(item: Any) -> bool:
    """Tell whether a value is asked for each fonction: its card has many boxes."""
    return any(one.genre == PAR_FONCTION for one in champs(type(item)))


def _corps(ligne: Ligne, cadre: CadreChamp, item: Any) -> list[Any]:
    """Make what is inside a card: what matters, then what may be said besides."""
    base: Mapping[str, float] = reperes(cadre.etat, item)
    asked = champs(type(item))
    first = sorted((one for one in asked if _premier(item, one)), key=_rang)
    if item.geste:
        # beside the list of the gesture, which takes half a row
        first = sorted(first, key=lambda one: one.genre != "annee")
    parts = [champ(cadre, item, one, base) for one in first]
    if item.geste:
        parts.insert(0, _variantes(ligne, item))
    rest = [champ(cadre, item, one, base) for one in asked if one not in first]
    rest += [
        bouton_taux(cadre, item, one, _lecteur(ligne, one.nom))
        for one in asked
        if one.genre == TAUX_PAR_AN
    ]
    rest += [_justification(cadre, item), _retirer(ligne, item)]
    return [*parts, _plus(ligne, rest, item)]


def _rang(one: ChampHypothese) -> int:
    """Put what is chosen in a list before what is moved."""
    return 0 if one.genre in LISTES else 1


def _lecteur(ligne: Ligne, nom: str) -> Callable[[], Any]:
    return lambda: getattr(ligne.item, nom)


def _premier(item: Any, one: ChampHypothese) -> bool:
    set_apart = one.genre == "annee" and not one.requis
    return one.requis or (one.genre in PREMIERS and not set_apart)


def _plus(ligne: Ligne, rest: list[Any], item: Any) -> Any:
    """Fold what is seldom touched; it is open where something of it is set."""
    button = classe(w.Button(description="Préciser…", tooltip=f"Préciser\u00a0: {item.libelle}"),
                      "cpom-preciser", "cpom-petit")  # fmt: skip
    folded = classe(w.VBox(rest), "cpom-precisions")
    box = w.VBox([button])
    box.replie = [folded]

    def toggle(_: Any) -> None:
        box.children = (button,) if folded in box.children else (button, folded)

    button.on_click(toggle)
    if item.justification or any(_mis(item, one) for one in champs(type(item))):
        box.children = (button, folded)
    return box


def _mis(item: Any, one: ChampHypothese) -> bool:
    """Tell whether a value that is folded away is not left to its default."""
    if _premier(item, one):
        return isinstance(getattr(item, one.nom), tuple) and one.genre == TAUX_PAR_AN
    return getattr(item, one.nom) != type(item).__dataclass_fields__[one.nom].default


def _variantes(ligne: Ligne, item: Any) -> Any:
    known = [(kind.variante, name) for name, kind in TYPES.items() if kind.geste == item.geste]
    made = menu("Geste", known, item.type, lambda name: ligne._gestes.varier(ligne.cle[0], name))
    return classe(w.VBox([made]), "cpom-champ", "cpom-choix", "cpom-variante")


def _justification(cadre: CadreChamp, item: Hypothese) -> Any:
    reason = w.Textarea(
        value=item.justification,
        description="Justification",
        tooltip=f"Justification : {item.libelle}",
        placeholder="Pourquoi cette hypothèse ? D’où vient-elle ?",
        rows=1,
        continuous_update=False,
    )
    reason.observe(lambda change: cadre.changer("justification", change["new"]), "value")
    return classe(reason, "cpom-justification")


def _retirer(ligne: Ligne, item: Hypothese) -> Any:
    remove = w.Button(description="Retirer", tooltip=f"Retirer : {item.libelle}")
    remove.on_click(lambda _: ligne._gestes.oter(ligne.cle[0]))
    return classe(remove, "cpom-retirer", "cpom-petit")


def change_la_carte(item: Hypothese, nom: str, valeur: Any) -> bool:
    """Tell whether a new value changes the card itself: its base values, its other fields."""
    declared = {champ.nom: champ for champ in champs(type(item))}.get(nom)
    if declared is None:
        return False
    if declared.genre == PAR_FONCTION and isinstance(valeur, tuple):
        return not isinstance(getattr(item, nom), tuple)
    per_year = [isinstance(getattr(item, champ.nom), tuple) and champ.genre == TAUX_PAR_AN
                for champ in champs(type(item))]  # fmt: skip
    kinds = [isinstance(each, str | None | tuple) for each in (valeur, getattr(item, nom))]
    return (
        declared.genre in STRUCTURE
        or (declared.genre == "financement" and any(kinds))
        or isinstance(valeur, tuple) != isinstance(getattr(item, nom), tuple)
        or (declared.genre == "annee" and any(per_year))
    )


def _titre(item: Hypothese) -> str:
    return item.geste or intitule(item)
