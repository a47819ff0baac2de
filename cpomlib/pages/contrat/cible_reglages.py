"""The fields of a target: its years, its direction, where it starts from; a new one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.contrat import CibleSuivie, Contrat, bornes
from cpomlib.calcul.indicateurs import fiches_connues
from cpomlib.calcul.scenarios import ChampHypothese
from cpomlib.droit import nomenclature
from cpomlib.pages.contrat.dit import unite_de
from cpomlib.pages.tenue import Boite, classe, du_texte, en_texte
from cpomlib.pages.tenue import composants as w
from cpomlib.socle import CommandeError

if TYPE_CHECKING:
    from cpomlib.pages.contrat.donnees import Ouvert

LIBRE = "libre"
OBLIGATOIRES = (
    "cpom_1_taux", "cpom_2_taux", "cpom_3_taux_dls_active", "cpom_4_taux_presence_longue",
)  # fmt: skip
UNITES = {"nombre": "un nombre", "taux": "un taux (%)", "euros": "des euros"}
_SENS = {"haut": "hausse", "bas": "baisse"}


def champ_de(libelle: str, cible: CibleSuivie, minimum: float | None = None) -> ChampHypothese:
    """Return how a value in the unit of a target is typed; empty is no value."""
    unit = unite_de(cible)
    kind = unit if unit in {"taux", "euros"} else "etp"
    least, most = bornes(cible.indicateur, unit)
    return ChampHypothese("cible", libelle, kind, False, least if minimum is None else minimum,
                          most)  # fmt: skip


class Annees:
    """One box per year; the drawing and the boxes show the same."""

    def __init__(self, fixer: Callable[[int, float | None], None]) -> None:
        self._fixer = fixer
        self.boites: dict[int, Boite] = {}
        self._pour: tuple[Any, ...] = ()
        self.widget = classe(w.Box([]), "cpom-annees-cible")

    def montrer(self, cible: CibleSuivie, annees: Sequence[int], modifiable: bool) -> None:
        """Show the boxes of a target; those that say the same are left as they are."""
        unit = unite_de(cible)
        asked = (cible.cle, tuple(annees), unit)
        if asked != self._pour:
            self._pour = asked
            self._faire(annees, cible)
        points = dict(cible.points)
        for year, box in self.boites.items():
            box.montrer(en_texte(champ_de(str(year), cible), points.get(year)))
            box.texte.disabled = not modifiable

    def _faire(self, annees: Sequence[int], cible: CibleSuivie) -> None:
        before = self.widget.children
        mark = {"taux": " (%)", "euros": " (€)"}.get(unite_de(cible), "")
        self.boites = {year: self._boite(year, cible, mark) for year in annees}
        self.widget.children = tuple(box.widget for box in self.boites.values())
        for widget in before:
            widget.close()

    def _boite(self, year: int, cible: CibleSuivie, mark: str) -> Boite:
        declared = champ_de(str(year), cible)

        def change(value: Any) -> None:
            self._fixer(year, None if value is None else float(value))

        made = Boite(f"Cible {year}{mark}", "", lambda text: du_texte(declared, text), change)
        made.widget.add_class(f"cpom-an-{year}")
        return made


class ReglagesCible:
    """What is the same in all the years of a target."""

    def __init__(
        self, regler: Callable[[Mapping[str, Any]], None], retirer: Callable[[], None]
    ) -> None:
        self._regler = regler
        self._pour: tuple[Any, ...] = ()
        self._muet = False
        self.boites: dict[str, tuple[ChampHypothese, Boite]] = {}
        self.sens = w.Dropdown(
            options=[(label, code) for code, label in nomenclature("sens_cible").libelles.items()],
            description="Sens", tooltip="Sens",
        )  # fmt: skip
        self.sens.observe(self._oriente, "value")
        self.bouton = w.Button(description="Retirer cette cible", tooltip="Retirer cette cible")
        self.bouton.on_click(lambda _: retirer())
        self.widget = classe(w.Box([]), "cpom-reglages-cible")

    def montrer(self, cible: CibleSuivie, modifiable: bool) -> None:
        """Show how a target is: its boxes stay as long as it is the same, the hand may be there."""
        asked = (cible.cle, cible.annee_reference, unite_de(cible))
        if asked != self._pour:
            self._pour = asked
            self._faire(cible)
        self._muet = True
        self.sens.value = cible.sens
        self._muet = False
        values = {"valeur_reference": cible.reference, "tolerance": cible.tolerance}
        for name, (declared, box) in self.boites.items():
            box.montrer(en_texte(declared, values[name]))
            box.texte.disabled = not modifiable
        self.sens.disabled = self.bouton.disabled = not modifiable

    def _faire(self, cible: CibleSuivie) -> None:
        before = [box.widget for _, box in self.boites.values()]
        reference = champ_de("Référence, en " + str(cible.annee_reference), cible)
        tolerance = champ_de("Tolérance", cible, minimum=0)
        self.boites = {
            "valeur_reference": (reference, self._boite(reference, "valeur_reference",
                                                        "la mesure")),
            "tolerance": (tolerance, self._boite(tolerance, "tolerance", "par défaut")),
        }  # fmt: skip
        boxes = [box.widget for _, box in self.boites.values()]
        self.widget.children = (self.sens, *boxes, self.bouton)
        for widget in before:
            widget.close()

    def _oriente(self, change: Mapping[str, Any]) -> None:
        if not self._muet and change["new"] is not None:
            self._regler({"sens": change["new"]})

    def _boite(self, declared: ChampHypothese, name: str, empty: str) -> Boite:
        return Boite(
            declared.libelle,
            "",
            lambda text: du_texte(declared, text),
            lambda read: self._regler({name: None if read is None else float(read)}),
            empty,
        )


class Nouvelle:
    """A target that is not there yet: of which objective, on what."""

    def __init__(self, ajouter: Callable[[], None]) -> None:
        self.objectif = w.Dropdown(options=[("", "")], description="Objectif",
                                   tooltip="Objectif de la cible")  # fmt: skip
        self.indicateur = w.Dropdown(options=[("", "")], description="Indicateur",
                                     tooltip="Indicateur de la cible")  # fmt: skip
        self.etablissement = w.Dropdown(options=[("", "")], description="Établissement",
                                        tooltip="Établissement de la cible")  # fmt: skip
        self.libelle = w.Text(description="Indicateur libre", tooltip="Nom de l’indicateur libre",
                              placeholder="par exemple : conventions avec des bailleurs",
                              layout=w.Layout())  # fmt: skip
        self.unite = w.Dropdown(options=[(label, code) for code, label in UNITES.items()],
                                description="Il se compte en", tooltip="Unité",
                                layout=w.Layout())  # fmt: skip
        self.indicateur.observe(lambda _: self._libre(), "value")
        button = w.Button(description="Ajouter cette cible", button_style="primary")
        button.add_class("cpom-confirmer-cible")
        button.on_click(lambda _: ajouter())
        self.widget = classe(w.Box([self.objectif, self.indicateur, self.libelle, self.unite,
                                    self.etablissement, button]), "cpom-tiroir")  # fmt: skip

    def montrer(self, contrat: Contrat, ouvert: Ouvert, choisi: str) -> None:
        """Show what may be chosen."""
        rows = contrat.de("objectifs")
        self.objectif.options = [
            (f"{row['id_objectif']} · {row['intitule']}", str(row["id_objectif"])) for row in rows
        ]
        if choisi in [code for _, code in self.objectif.options]:
            self.objectif.value = choisi
        known = fiches_connues()
        first = [(known[one].libelle, one) for one in OBLIGATOIRES if one in known]
        rest = sorted((f.libelle, name) for name, f in known.items()
                      if name not in OBLIGATOIRES and not f.famille)  # fmt: skip
        self.indicateur.options = [*first, ("Un indicateur libre…", LIBRE), *rest]
        houses = [(name, code) for code, name in ouvert.etablissements.items()]
        self.etablissement.options = [("Tout le contrat", ""), *houses]
        self._libre()

    def _libre(self) -> None:
        shown = "" if self.indicateur.value == LIBRE else "none"
        self.libelle.layout.display = self.unite.layout.display = shown

    def ligne(self, reference: int, fin: int) -> dict[str, Any]:
        """Return the row of the new target, its value still to be set.

        Raises:
            CommandeError: there is no objective, or a free indicator has no name.
        """
        if not self.objectif.value:
            raise CommandeError("Une cible sert un objectif\u00a0: ajoutez-le d’abord.")
        name, label, unit, sens = str(self.indicateur.value), None, None, "hausse"
        if name == LIBRE:
            label, unit = self.libelle.value.strip(), self.unite.value
            if not label:
                raise CommandeError("Donnez un nom à l’indicateur libre.")
            name = f"L-{code_de(label)}"
        else:
            sens = _SENS.get(fiches_connues()[name].sens, "maintien")
        return {
            "id_objectif": self.objectif.value, "indicateur": name, "libelle": label,
            "unite": unit, "id_etablissement": self.etablissement.value or None,
            "sens": sens, "annee_reference": reference, "annee": fin,
        }  # fmt: skip


def code_de(texte: str) -> str:
    """Return a code made of a name: « Conventions signées » is ``conventions-signees``."""
    plain = unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:38] or "indicateur"
