"""The base as an analyst opens it: one object, a few verbs, in French."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from cpomlib import base as store
from cpomlib.analyse.carnet import preparer_carnet
from cpomlib.analyse.erreurs import en_clair
from cpomlib.analyse.parties import Parties
from cpomlib.analyse.quand import when
from cpomlib.analyse.saisies import Duree, Durees, Jour, day_of, duration, durations, year_of
from cpomlib.calcul import par_etablissement, par_gestionnaire, selection
from cpomlib.calcul.indicateurs import fiches_connues
from cpomlib.droit import code_region
from cpomlib.socle import CommandeError, date_courte, designated
from cpomlib.tables import measured_names

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Engine

    from cpomlib.analyse.chiffres import Demande
    from cpomlib.analyse.dossiers import DossierOuvert
    from cpomlib.calcul import Perimetre
    from cpomlib.tables import Frames


@en_clair
def ouvrir(adresse: str | None = None, *, au: Jour = None, etat: int | None = None) -> Base:
    """Ouvre une base pour l’analyser\u00a0; rien n’y sera écrit.

    Les données sont celles d’un seul état, fixé à l’ouverture\u00a0: deux lectures ne se
    contredisent pas. Ouvrez de nouveau pour voir les dépôts arrivés depuis.

    Args:
        adresse: adresse de la base\u00a0; sinon celle de la variable CPOM_BASE, sinon
            « sqlite:///cpom.db ».
        au: données telles qu’à la fin de ce jour (« 31/12/2025 »).
        etat: données dans cet état, dont un rapport porte le numéro.

    Exemple\u00a0:
        >>> import cpomlib
        >>> base = cpomlib.ouvrir()
        >>> base.etat
        1
    """
    day = day_of(au)
    if day is not None and etat is not None:
        raise CommandeError(
            "«\u00a0au\u00a0» et «\u00a0etat\u00a0» disent tous deux quelles données lire.",
            que_faire="N’en gardez qu’un.",
        )
    preparer_carnet()
    engine = store.open_base(adresse)
    if day is not None:
        return Base(store.state_on(engine, day), day, engine)
    state = store.latest_state(engine) if etat is None else store.known_state(engine, etat)
    return Base(state, date.today(), engine)


@dataclass(frozen=True, eq=False, repr=False)
class Base(Parties):
    """Une base ouverte par `cpomlib.ouvrir()`, dans un de ses états.

    Un gestionnaire, un établissement, un indicateur se désignent par leur identifiant ou par leur
    nom entier (majuscules et accents ne comptent pas). Les montants sont des nombres décimaux, en
    euros, exacts au centime une fois arrondis à deux chiffres\u00a0; les taux sont des fractions
    (0.92 pour 92 %)\u00a0; ce qui manque est vide, jamais zéro.

    Attributes:
        etat: le numéro de l’état lu.
        jour: le jour où les chiffres sont regardés\u00a0; une année en cours s’arrête à lui.
    """

    etat: int
    jour: date
    _engine: Engine = field(repr=False)

    @property
    def adresse(self) -> str:
        """L’adresse de la base, sans mot de passe."""
        return store.shown(self._engine.url)

    def __repr__(self) -> str:
        return f"Base({self.adresse}, état n° {self.etat})"

    def _repr_html_(self) -> str:
        said = f"état n° {self.etat}, regardé au {date_courte(self.jour)}"
        return f"<p><b>{escape(self.adresse)}</b>, {said}</p>"

    @en_clair
    def gestionnaires(self) -> pd.DataFrame:
        """Liste les gestionnaires, par nom, avec leur nombre d’établissements.

        Exemple\u00a0:
            >>> base.gestionnaires()["raison_sociale"].head(2).tolist()
            ['Association imaginaire Les Trois Moineaux', 'Fondation d’Utopie pour l’Abri']
        """
        held = self._read(None, ("gestionnaires", "etablissements"))
        owners = held["etablissements"]["id_gestionnaire"].value_counts()
        frame = held["gestionnaires"].rename(columns={"id_gestionnaire": "gestionnaire"})
        counts = frame["gestionnaire"].map(owners).fillna(0).astype("int64")
        frame = frame.assign(etablissements=counts)
        return frame.sort_values("raison_sociale", ignore_index=True)

    @en_clair
    def table(
        self, nom: str, gestionnaire: str | None = None, annee: int | None = None
    ) -> pd.DataFrame:
        """Donne une table partagée, ses montants en euros.

        Args:
            nom: nom de la table (« places », « sejours », « budgets »…).
            gestionnaire: son identifiant ou son nom\u00a0; tous si rien n’est dit.
            annee: une année\u00a0; des séjours, ceux qui en couvrent au moins un jour.

        Exemple\u00a0:
            >>> places = base.table("places", "L’Étape & Fils <Loire>", 2025)
            >>> int(places["places_financees"].sum())
            551
        """
        from cpomlib.analyse import tables
        from cpomlib.tables import table

        frame = self._read(gestionnaire, (table(nom).name,))[nom]
        kept = frame if annee is None else tables.of_year(nom, frame, year_of(annee))
        return tables.in_euros(nom, kept)

    @en_clair
    def indicateurs(
        self,
        gestionnaire: str | None = None,
        annee: int | None = None,
        *,
        periode: Duree = None,
        etablissement: bool = False,
        perimetre: str = "tous",
    ) -> pd.DataFrame:
        """Donne tous les indicateurs, une ligne par gestionnaire, année et indicateur.

        Args:
            gestionnaire: son identifiant ou son nom\u00a0; tous si rien n’est dit.
            annee: une année\u00a0; toutes celles qui ont des données si rien n’est dit.
            periode: à la place de l’année, un semestre (« 2025-S1 »), un trimestre (« 2025-T3 »),
                ou plusieurs (une liste).
            etablissement: une ligne par établissement plutôt que par gestionnaire.
            perimetre: « tous », ou « chrs » pour la catégorie 214 seule.

        Colonnes\u00a0: gestionnaire, etablissement, annee, periode, indicateur, libelle, unite,
        valeur, numerateur, denominateur, statut (ok, nd, secret), raison (pourquoi la valeur
        manque), note (ce qui doit être dit avec elle).

        Exemple\u00a0:
            >>> chiffres = base.indicateurs("000520015", 2025).set_index("indicateur")
            >>> round(float(chiffres.loc["taux_occupation", "valeur"]), 3)
            0.92
        """
        import pandas as pd

        from cpomlib.analyse.chiffres import figures

        owner = None if gestionnaire is None else self._owner(gestionnaire)
        frames = self._read(owner, measured_names())
        par = par_etablissement if etablissement else par_gestionnaire
        units = par(frames["etablissements"], perimetre=perimetre)
        if not units.unites:
            raise CommandeError("Le périmètre demandé ne contient aucun établissement.")
        asked = self._asked(frames, units)
        periods = self._periodes(owner, durations(annee, periode))
        parts = [figures(asked, year, etablissement, part) for year, part in periods]
        return pd.concat(parts, ignore_index=True)

    @en_clair
    def lignes(
        self,
        indicateur: str,
        gestionnaire: str,
        annee: int | None = None,
        etablissement: str | None = None,
        part: str = "numerateur",
        *,
        periode: str | None = None,
        perimetre: str = "tous",
    ) -> pd.DataFrame:
        """Donne les lignes derrière un chiffre, et le dépôt dont chacune vient.

        La colonne « apport » dit ce que chaque ligne ajoute\u00a0: sa somme est le chiffre. Les
        colonnes suivantes sont celles de la table, puis depot, fichier, depose_le, depose_par.

        Args:
            indicateur: son identifiant ou son libellé.
            gestionnaire: son identifiant ou son nom.
            annee: l’année.
            etablissement: son identifiant ou son nom\u00a0; tout le gestionnaire sinon.
            part: « numerateur » ou « denominateur ».
            periode: à la place de l’année, un semestre (« 2025-S1 ») ou un trimestre (« 2025-T3 »).
            perimetre: « tous », ou « chrs » pour la catégorie 214 seule.

        Exemple\u00a0:
            >>> lignes = base.lignes("taux_occupation", "000520015", 2025)
            >>> int(lignes["apport"].sum()) == int(lignes["journees_realisees"].sum())
            True
        """
        from cpomlib.analyse.derriere import Chiffre, rows_behind

        catalogue = {name: each.libelle for name, each in fiches_connues().items()}
        known = ("L’indicateur", "plusieurs indicateurs")
        owner = self._owner(gestionnaire)
        ((year, partie),) = self._periodes(owner, duration(annee, periode))
        figure = Chiffre(designated(indicateur, catalogue, known), year, part, partie)
        frames = self._read(owner, measured_names())
        units = self._unit(frames["etablissements"], etablissement, perimetre)
        return rows_behind(self._engine, self.etat, self._asked(frames, units), figure)

    @en_clair
    def dossier(
        self, gestionnaire: str, annee: int, *, region: str = "", perimetre: str = "tous"
    ) -> DossierOuvert:
        """Lit le dossier d’un gestionnaire\u00a0: ce que montrent les parties du diagnostic.

        Sur la dernière ligne d’une cellule, il montre son résumé\u00a0; `dossier.lignes(…)` mène
        d’un chiffre à ses lignes.

        Args:
            gestionnaire: son identifiant ou son nom.
            annee: l’année du diagnostic, avec les deux précédentes.
            region: nom ou code (INSEE) de la région, pour la comparaison\u00a0; aucune sinon.
            perimetre: « tous », ou « chrs » pour la catégorie 214 seule.

        Exemple\u00a0:
            >>> base.dossier("l'etape & fils <loire>", 2025).raison_sociale
            'L’Étape & Fils <Loire>'
        """
        from cpomlib.analyse.derriere import Chiffre, rows_behind
        from cpomlib.analyse.dossiers import ouvert
        from cpomlib.dossier import gestionnaire as dossiers

        def derriere(frames: Frames, units: Perimetre, figure: Chiffre) -> pd.DataFrame:
            return rows_behind(self._engine, self.etat, self._asked(frames, units), figure)

        address = self._engine.url.render_as_string(hide_password=False)
        owner, code = self._owner(gestionnaire), code_region(region) if region else ""
        asked = (owner, year_of(annee), code, perimetre, self.etat, self.jour.isoformat())
        return ouvert(dossiers.load(address, *asked), derriere)

    def _read(self, gestionnaire: str | None, tables: tuple[str, ...] | None = None) -> Frames:
        wanted = None if gestionnaire is None else [self._owner(gestionnaire)]
        return store.read(self._engine, tables, gestionnaires=wanted, etat=self.etat)

    @cached_property
    def _noms(self) -> dict[str, str]:
        known = self._read(None, ("gestionnaires",))["gestionnaires"]
        return dict(zip(known["id_gestionnaire"], known["raison_sociale"], strict=True))

    def _owner(self, gestionnaire: str) -> str:
        return designated(gestionnaire, self._noms, ("Le gestionnaire", "plusieurs gestionnaires"))

    def _unit(self, known: pd.DataFrame, etablissement: str | None, perimetre: str) -> Perimetre:
        names = dict(zip(known["id_etablissement"], known["nom"], strict=True))
        said = ("L’établissement", "plusieurs établissements")
        kept = [] if etablissement is None else [designated(etablissement, names, said)]
        return selection(known, "unite", choisis=kept, perimetre=perimetre)

    def _asked(self, frames: Frames, units: Perimetre) -> Demande:
        from cpomlib.analyse.chiffres import Demande

        return Demande(frames, units, self.jour, store.last_days(self._engine, self.etat))

    def _periodes(self, owner: str | None, asked: Durees) -> list[tuple[int, str]]:
        return when(self._engine, self.etat, self.jour, owner, asked)
