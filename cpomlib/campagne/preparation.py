"""What a campaign is asked for, and the refusals that come before anything runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cpomlib.campagne import contrats, fingerprint, folders, inputs, scope
from cpomlib.campagne.diffusion import PUBLIABLE, separer
from cpomlib.campagne.inputs import Literal
from cpomlib.campagne.modeles import DIAGNOSTIC, modele, modeles
from cpomlib.campagne.notebook import DELAI
from cpomlib.campagne.scope import Etendue, Sujet
from cpomlib.rendu.documents import choisis
from cpomlib.socle import CommandeError, Periode, suggestion
from cpomlib.socle.periode import periode

if TYPE_CHECKING:
    from sqlalchemy import Engine

PERIMETRES = ("tous", "chrs")
JOUR = "jour"
"""The parameter of a notebook that says on what day an unfinished year is looked at."""


@dataclass(frozen=True)
class Campagne:
    """What is asked for.

    Attributes:
        region: INSEE code or name.
        annee: the exercise.
        gestionnaires: ids; empty for the whole region.
        contrats: codes of the contracts, for a notebook on contracts; empty for all of them.
        sortie: where reports go.
        base: address of the base; None for the default one.
        perimetre: ``tous`` or ``chrs`` (category 214 only).
        parallele: how many at once; 0 for one more than there are cores: each waits now and then
            for the drawing, or for the other end of a socket.
        reprendre: redo only what is missing or stale; everything otherwise.
        parametres: further parameters of the notebook, by name.
        modele: the notebook; None for the diagnostic.
        delai: seconds given to each cell.
        etat: the number of the state of the base; 0 for the current one.
        formats: written beside the page (``pdf``, ``docx``, ``odt``, ``xlsx``).
        jour: the day the year is looked at; today when it is not given.
        dask: address of the scheduler of other machines; ``local`` for a cluster of our own;
            empty for processes of this machine.
    """

    region: str
    annee: int
    gestionnaires: Sequence[str] = ()
    contrats: Sequence[str] = ()
    sortie: Path = Path("reports")
    base: str | None = None
    perimetre: str = "tous"
    parallele: int = 0
    reprendre: bool = True
    parametres: Mapping[str, Literal] = field(default_factory=dict)
    modele: Path | None = None
    delai: int = DELAI
    etat: int = 0
    formats: Sequence[str] = ()
    dask: str = ""
    jour: date | None = None

    def with_parametres(self, parametres: Mapping[str, Literal]) -> Campagne:
        """Return the same campaign with further parameters."""
        return replace(self, parametres={**self.parametres, **parametres})

    @property
    def notebook(self) -> Path:
        """The notebook that is run."""
        return self.modele or modele(DIAGNOSTIC)

    @property
    def nature(self) -> str:
        """What its reports are called, as its notebook says: « Volet financier »."""
        title = inputs.titre(self.notebook)
        return f"{title}, version à diffuser" if self.publiable else title

    @property
    def publiable(self) -> bool:
        """Whether it is the version to publish, which has a folder of its own."""
        return bool(self.parametres.get("publiable"))


@dataclass(frozen=True)
class Preparation:
    """A campaign whose every demand is known to make sense."""

    campagne: Campagne
    champ: Etendue
    dossier: Path
    adresse: str
    environnement: Mapping[str, str]
    periode: Periode

    @property
    def jour(self) -> date:
        """The day contracts are looked at."""
        return self.campagne.jour or date.today()

    @property
    def _autre_jour(self) -> date | None:
        """The same, where it is not today; a document on contracts is of its day."""
        of_day = inputs.du_jour(self.campagne.notebook)
        return self.jour if of_day or self.jour != date.today() else None

    def _jour(self, cible: Sujet) -> dict[str, Literal]:
        """Return the day as a parameter, while the year goes on: once over it is always the same.

        The contract is looked at on a day too: one that is not today is passed on. A notebook of
        the service may not declare it: it then looks at the year today.
        """
        day = self.periode.jour or (self._autre_jour if cible.id in self.champ.contrats else None)
        return (
            {JOUR: day.isoformat()}
            if day and JOUR in inputs.declared(self.campagne.notebook)
            else {}
        )

    def parametres(self, cible: Sujet) -> dict[str, Literal]:
        """Return the parameters the notebook is run with for one target."""
        subject = self.champ.sujet
        one = {} if subject == scope.REGION else {subject: cible.id}
        # a contract, a département say themselves which establishments they are about
        asked = self.campagne.perimetre
        told = asked != PERIMETRES[0] or "perimetre" in inputs.declared(self.campagne.notebook)
        scoped = {"perimetre": asked} if subject != scope.CONTRAT and told else {}
        return {
            **one,
            "annee": self.champ.annee,
            "region": self.champ.region,
            "base": self.adresse,
            **scoped,
            "etat": self.champ.etat,
            **self._jour(cible),
            **self.campagne.parametres,
        }

    @cached_property
    def _commune(self) -> dict[str, str]:
        return fingerprint.of_all(self.campagne.notebook, self.champ.identites())

    def empreinte(self, cible: Sujet) -> dict[str, str]:
        """Return the hash of each thing that the gestionnaire's report depends on."""
        own = fingerprint.of_one(
            self.parametres(cible), cible.nom, self.campagne.formats,
            self.champ.declarees.get(cible.id, ""),
        )  # fmt: skip
        day = {JOUR: fingerprint.of_day(self.periode.jour)}
        contrat = fingerprint.of_contract(self.champ.contrats.get(cible.id, ""), self._autre_jour)
        return {**self._commune, **own, "contrat": contrat, **day}


def prepare(campagne: Campagne) -> Preparation:
    """Refuse what makes no sense, before anything runs.

    Raises:
        CommandeError: a year that has not begun; unknown region, year, gestionnaire, state,
            perimeter, format or notebook parameter, or a folder that cannot be written; names
            the nearest known ones.
        ParametreError: the theme, or an indicator of the service, is badly declared.
        StoreError: the base cannot be read.
    """
    from cpomlib.base import base_address, open_base
    from cpomlib.rendu.theme import theme

    _known_perimeter(campagne)
    campagne = replace(campagne, formats=choisis(campagne.formats))
    if campagne.parallele < 0:
        raise CommandeError("« --parallele » attend un nombre de rapports simultanés, au moins 1.")
    theme()
    _own_indicators()
    if JOUR in campagne.parametres:
        raise CommandeError(
            "Le jour où l’année est regardée n’est pas un paramètre du modèle.",
            que_faire="Donnez-le par «\u00a0--jour\u00a0».",
        )
    period = _period(campagne)
    champ = _scope(campagne, open_base(campagne.base))
    adresse, environnement = without_password(base_address(campagne.base))
    ready = Preparation(campagne, champ, Path(), adresse, environnement, period)
    inputs.check(campagne.notebook, ready.parametres(champ.choisis[0]))
    dossier = folders.campaign_folder(campagne.sortie, champ.region, champ.annee)
    dossier = _own_folder(campagne, dossier)
    for cible in champ.choisis:
        folders.report_folder(dossier, cible.id)
    return replace(ready, dossier=dossier)


def _own_indicators() -> None:
    """Refuse at once an indicator of the service that every report would refuse."""
    from cpomlib.droit import etats_du_service

    # the project's own are known to be sound, and reading them takes a while
    if len(etats_du_service("indicateurs")) > 1:
        from cpomlib.calcul.indicateurs import fiches

        fiches()


def _period(campagne: Campagne) -> Periode:
    """Return the year as the day lets it be known; that of a contract may not have begun."""
    day = campagne.jour or date.today()
    if inputs.du_jour(campagne.notebook):
        # its year bounds what is shown, and its day alone says what is known
        return periode(campagne.annee, max(day, date(campagne.annee + 1, 1, 1)))
    return periode(campagne.annee, day)


def _known_perimeter(campagne: Campagne) -> None:
    """Refuse a perimeter that is none, wherever it was given."""
    for asked in (campagne.perimetre, campagne.parametres.get("perimetre", PERIMETRES[0])):
        if asked not in PERIMETRES:
            raise CommandeError(
                f"Périmètre « {asked} » inconnu.", que_faire=suggestion(str(asked), PERIMETRES)
            )


def _scope(campagne: Campagne, engine: Engine) -> Etendue:
    """Return what the campaign covers, as its notebook says what one report is about."""
    subject = inputs.portee(campagne.notebook)
    if campagne.contrats and subject != scope.CONTRAT:
        raise CommandeError(
            f"Le modèle «\u00a0{campagne.notebook.stem}\u00a0» ne porte pas sur un contrat.",
            que_faire="Retirez « --contrat ».",
        )
    try:
        champ = scope.find(
            engine, campagne.region, campagne.annee, campagne.gestionnaires, campagne.etat,
            mesuree=not inputs.du_jour(campagne.notebook),
        )  # fmt: skip
        if subject == scope.CONTRAT:
            day = campagne.jour or date.today()
            kinds = inputs.cadres(campagne.notebook)
            return contrats.of_contracts(engine, champ, campagne.contrats, day, kinds)
        if subject != scope.REGION:
            alone = inputs.de_chrs(campagne.notebook)
            return scope.holding_chrs(engine, champ, campagne.gestionnaires) if alone else champ
        return scope.with_contracts(engine, _of_region(campagne, champ))
    finally:
        engine.dispose()


def _of_region(campagne: Campagne, champ: Etendue) -> Etendue:
    if campagne.gestionnaires:
        raise CommandeError(
            f"Le modèle «\u00a0{campagne.notebook.stem}\u00a0» porte sur toute la région.",
            que_faire="Retirez « --gestionnaire ».",
        )
    return scope.whole(champ)


def _own_folder(campagne: Campagne, folder: Path) -> Path:
    """Give a shipped model its own folder, so that it leaves the diagnostics' index alone.

    A version to publish has one as well: nobody must send the other by mistake.

    Raises:
        CommandeError: it may not be published beside another that stands there.
    """
    notebook, root = campagne.notebook, folder
    if notebook.stem != DIAGNOSTIC:
        folder /= notebook.stem
    if campagne.publiable:
        separer(notebook, root, modeles(), DIAGNOSTIC)
        folder /= PUBLIABLE
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def without_password(address: str) -> tuple[str, dict[str, str]]:
    """Take the password out of an address: it must not be written in an executed notebook.

    Returns:
        The address without password, and the variable in which libpq looks for it.
    """
    from sqlalchemy import URL, make_url

    url = make_url(address)
    password = url.password or url.query.get("password")
    if not password:
        return address, {}
    clean = URL.create(
        url.drivername,
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query=url.difference_update_query(["password"]).query,
    )
    return clean.render_as_string(hide_password=False), {"PGPASSWORD": str(password)}
