"""The arrêté de programmation: its versions, its two forms, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cpomlib.calcul.contrat import lignes_de
from cpomlib.calcul.grandeurs import somme_connue
from cpomlib.calcul.programmation.proposition import CalendrierPropose
from cpomlib.droit import nom_departement
from cpomlib.socle import CommandeError, dire_centimes, suggestion

if TYPE_CHECKING:
    from cpomlib.tables import Frames

NOMINATIVE, VOLUME = "nominative", "volume"
RETIRE = "retire"
Ligne = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Arrete:
    """A version.

    Attributes:
        ligne: its row of ``arretes_programmation``.
        lignes: its rows of ``programmation``, by rank; those taken out included.
    """

    ligne: Ligne
    lignes: tuple[Ligne, ...]

    @property
    def version(self) -> int:
        """Its number."""
        return int(self.ligne["version"])

    @property
    def actives(self) -> tuple[Ligne, ...]:
        """Its lines, those taken out left aside."""
        return tuple(row for row in self.lignes if row["etat"] != RETIRE)

    @property
    def annees(self) -> tuple[int, ...]:
        """The years that it programmes."""
        return tuple(sorted({int(row["annee"]) for row in self.actives}))

    @property
    def anonyme(self) -> bool:
        """Whether some of its lines name nobody."""
        return any(row["id_gestionnaire"] is None for row in self.actives)

    @property
    def publiee(self) -> bool:
        """Whether others see it."""
        return self.ligne["publie_le"] is not None

    def annee_de(self, gestionnaire: str) -> int | None:
        """Return the year in which a gestionnaire is programmed, None where it is not."""
        found = (row for row in self.actives if row["id_gestionnaire"] == gestionnaire)
        return next((int(row["annee"]) for row in found), None)


@dataclass(frozen=True)
class AnneeProgrammee:
    """A year of an arrêté.

    Attributes:
        nominative: whether it names those who sign.
        chrs: their CHRS, None where those of a line are not known.
        volume: in cents, likewise.
    """

    annee: int
    nominative: bool
    lignes: tuple[Ligne, ...]
    chrs: int | None
    volume: int | None


def arretes(frames: Frames, region: str) -> tuple[Arrete, ...]:
    """Return the versions of the arrêté of a région, the first one first."""
    heads = [r for r in lignes_de(frames["arretes_programmation"]) if r["region"] == region]
    rows = [row for row in lignes_de(frames["programmation"]) if row["region"] == region]
    return tuple(
        Arrete(head, tuple(sorted((row for row in rows if row["version"] == head["version"]),
                                  key=lambda row: int(row["rang"]))))
        for head in sorted(heads, key=lambda row: int(row["version"]))
    )  # fmt: skip


def version_de(versions: Sequence[Arrete], numero: int = 0) -> Arrete:
    """Return a version by its number, the last one for 0.

    Raises:
        CommandeError: there is none; names the nearest.
    """
    known = {str(one.version): one for one in versions}
    if not known:
        raise CommandeError(
            "Aucun arrêté de programmation n’est en base pour cette région.",
            que_faire="Écrivez-en un par «\u00a0cpom programmation proposer --dossier "
            "DOSSIER\u00a0», puis «\u00a0cpom importer tables DOSSIER\u00a0».",
        )
    if not numero:
        return versions[-1]
    if str(numero) not in known:
        raise CommandeError(
            f"La version {numero} de l’arrêté n’est pas en base.",
            que_faire=suggestion(str(numero), list(known)),
        )
    return known[str(numero)]


def par_annee(arrete: Arrete) -> tuple[AnneeProgrammee, ...]:
    """Return an arrêté year by year; by volume, only its first year names who signs."""
    years = arrete.annees
    return tuple(
        _year(
            year,
            tuple(row for row in arrete.actives if int(row["annee"]) == year),
            arrete.ligne["forme"] == NOMINATIVE or year == years[0],
        )
        for year in years
    )


def _year(annee: int, rows: tuple[Ligne, ...], nominative: bool) -> AnneeProgrammee:
    return AnneeProgrammee(
        annee,
        nominative,
        rows,
        somme_connue(row["nombre_chrs"] for row in rows),
        somme_connue(row["volume"] for row in rows),
    )


def changements(avant: Arrete, apres: Arrete, noms: Mapping[str, str]) -> list[str]:
    """Say what a version changes of the one before: who comes, leaves, moves; the volumes."""
    then, now = _named(avant), _named(apres)
    said = []
    if avant.ligne["forme"] != apres.ligne["forme"]:
        said.append(f"La forme devient\u00a0: {_FORMES[str(apres.ligne['forme'])]}.")
    for who in sorted({*then, *now}, key=lambda one: (noms.get(one, one), one)):
        told = _moved(then.get(who), now.get(who), _unnamed_years(avant))
        said += [f"{noms.get(who, who)}\u00a0: {told}."] if told else []
    return [*said, *_by_volume(avant, apres)]


_FORMES = {
    NOMINATIVE: "nominative pour toute la période",
    VOLUME: "nominative la première année, puis en nombre et en volume",
}


def _named(arrete: Arrete) -> dict[str, Ligne]:
    return {str(r["id_gestionnaire"]): r for r in arrete.actives if r["id_gestionnaire"]}


def _unnamed_years(arrete: Arrete) -> set[int]:
    return {one.annee for one in par_annee(arrete) if not one.nominative}


def _moved(then: Ligne | None, now: Ligne | None, anonymes: set[int]) -> str:
    if then is None:
        assert now
        return f"{'nommé' if int(now['annee']) in anonymes else 'ajouté'} pour {now['annee']}"
    if now is None:
        return f"retiré (était programmé en {then['annee']})"
    return ", ".join(_differences(then, now))


def _differences(then: Ligne, now: Ligne) -> Iterator[str]:
    if then["annee"] != now["annee"]:
        yield f"passe de {then['annee']} à {now['annee']}"
    if then["nombre_chrs"] != now["nombre_chrs"]:
        yield f"{_known(now['nombre_chrs'])} CHRS au lieu de {_known(then['nombre_chrs'])}"
    codes = (now["departements"] or "").split()
    if codes != (then["departements"] or "").split():
        yield f"départements {', '.join(map(nom_departement, codes)) or 'non dits'}"
    if then["volume"] != now["volume"]:
        yield _volume(then["volume"], now["volume"])


def _volume(then: int | None, now: int | None) -> str:
    if then is None or now is None:
        return "volume annuel retiré" if now is None else f"volume annuel fixé à {_money(now)}"
    return f"volume annuel porté de {_money(then)} à {_money(now)}"


def _by_volume(avant: Arrete, apres: Arrete) -> list[str]:
    """Say what changed of the years that name nobody; one that names is told by its names."""
    then, now = ({one.annee: one for one in par_annee(each) if not one.nominative}
                 for each in (avant, apres))  # fmt: skip
    told = {
        year: f"retirée ({_counts(then[year])})" for year in {*then} - {*now, *apres.annees}
    } | {
        year: f"ajoutée, {_counts(now[year])}" for year in {*now} - {*then, *avant.annees}
    } | {
        year: f"{_counts(then[year])} devient {_counts(now[year])}"
        for year in {*then} & {*now} if _counts(then[year]) != _counts(now[year])
    }  # fmt: skip
    return [f"{year}\u00a0: {told[year]}." for year in sorted(told)]


def _counts(year: AnneeProgrammee) -> str:
    return f"{_known(year.chrs)} CHRS, {_money(year.volume)}"


def _known(count: int | None) -> str:
    return "n. d." if count is None else str(count)


def _money(centimes: int | None) -> str:
    return "volume inconnu" if centimes is None else dire_centimes(centimes)


def lignes_a_deposer(
    proposition: CalendrierPropose, region: str, version: int, forme: str
) -> dict[str, list[dict[str, Any]]]:
    """Return a calendar as the rows of a new version, ready to be deposited.

    Others read them once published: the marks, and who takes whose place, are not in them.
    """
    first = min((line.annee for line in proposition.lignes), default=0)
    named = [
        {"annee": line.annee, "id_gestionnaire": line.recense.id,
         "departements": " ".join(line.recense.departements),
         "nombre_chrs": line.recense.nombre_chrs, "volume": line.volume,
         "motif": line.motif_public}
        for line in proposition.lignes
        if forme == NOMINATIVE or line.annee == first
    ]  # fmt: skip
    rows = [*named, *([] if forme == NOMINATIVE else _anonymous(proposition, first))]
    head = {"region": region, "version": version}
    return {
        "arretes_programmation": [{**head, "forme": forme}],
        "programmation": [
            {**head, "rang": rank, **row, "etat": "prevu"} for rank, row in enumerate(rows, 1)
        ],
    }


def _anonymous(proposition: CalendrierPropose, first: int) -> list[dict[str, Any]]:
    """Return a line per later year: how many CHRS, and how much."""
    rows = []
    for year in sorted({line.annee for line in proposition.lignes} - {first}):
        lines = [line for line in proposition.lignes if line.annee == year]
        codes = sorted({code for line in lines for code in line.recense.departements})
        rows.append({
            "annee": year, "departements": " ".join(codes),
            "nombre_chrs": sum(line.recense.nombre_chrs for line in lines),
            "volume": somme_connue(line.volume for line in lines),
        })  # fmt: skip
    return rows
