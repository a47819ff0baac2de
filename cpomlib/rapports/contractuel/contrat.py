"""The contract itself: the headings of the model of 2019, the clauses that the parties chose."""

from __future__ import annotations

from collections.abc import Iterator

from cpomlib.calcul.contrat import Clause, organisme
from cpomlib.dossier import DossierContrat
from cpomlib.rapports.contractuel import annexes as pieces
from cpomlib.rapports.contractuel import signatures as signatures_
from cpomlib.rapports.contractuel import tableaux
from cpomlib.rapports.contractuel.controle import controle
from cpomlib.rapports.contractuel.elements import articles, couverture
from cpomlib.rapports.contractuel.rubriques import FINANCES, SANS_NUMERO, TITRES, ou
from cpomlib.rendu.blocs import (
    Bloc,
    Colonne,
    Entree,
    Groupe,
    Paragraphe,
    Tableau,
    Titre,
)

NATURE = "Contrat pluriannuel d’objectifs et de moyens"
_OBJECTIFS = "objectifs, indicateurs et cibles"
_SANS_OBJECTIF = f"Objectifs du contrat\u00a0: [à compléter\u00a0: {_OBJECTIFS}]."


def entete(dossier: DossierContrat) -> Groupe:
    """Show which contract it is, and how much of it remains to be completed."""
    count = len(manques(dossier))
    cover = couverture(dossier, NATURE, contrat=True)
    return Groupe((cover, *signatures_.annonce(dossier, count)))


def parties(dossier: DossierContrat) -> Groupe:
    """Say between whom it is concluded, under which texts, why, and with whom."""
    return Groupe((
        Titre(2, "Entre", "parties", numerote=False),
        *(Paragraphe(text) for text in _between(dossier)),
        *(bloc for name in SANS_NUMERO for bloc in _section(dossier, name)),
    ))  # fmt: skip


def perimetre(dossier: DossierContrat) -> Groupe:
    """I: the establishments, and what they do for whom."""
    return Groupe((
        Titre(2, TITRES["perimetre"], "perimetre"),
        *_clauses(dossier, "perimetre"),
        tableaux.etablissements(dossier),
        *tableaux.missions(dossier),
    ))  # fmt: skip


def objectifs(dossier: DossierContrat) -> Groupe:
    """II: the objectives, their indicators and their last target."""
    return Groupe((
        Titre(2, TITRES["objectifs"], "objectifs"),
        *_clauses(dossier, "objectifs"),
        tableaux.objectifs(dossier) if dossier.objectifs else Paragraphe(_SANS_OBJECTIF),
    ))  # fmt: skip


def moyens(dossier: DossierContrat) -> Groupe:
    """III: the base, how it changes, who affects the results, subsidies, investment."""
    shown: list[Bloc] = [Titre(2, "Modalités financières de réalisation du contrat", "finances")]
    for name in FINANCES:
        shown += _section(dossier, name, niveau=3)
        if name == "finances_base":
            shown += tableaux.base(dossier)
    return Groupe(tuple(shown) if len(shown) > 1 else ())


def execution(dossier: DossierContrat) -> Groupe:
    """IV to VI: how it is followed, revised, and disputed."""
    return Groupe((
        *_section(dossier, "suivi", numerote=True),
        *_section(dossier, "revision", numerote=True),
        *_section(dossier, "contentieux", numerote=True),
    ))  # fmt: skip


def annexes(dossier: DossierContrat) -> Groupe:
    """VII: what is annexed, each under a heading that the text refers to."""
    return Groupe((
        Titre(2, TITRES["annexes"], "annexes"),
        *_clauses(dossier, "annexes"),
        *(bloc for one in pieces.pieces(dossier) for bloc in (
            Titre(3, f"Annexe {one.numero} – {one.titre}", one.ancre, numerote=False),
            Paragraphe(one.texte),
        )),
    ))  # fmt: skip


def signatures(dossier: DossierContrat) -> Groupe:
    """VIII: from when, for how long; where each party dates and signs."""
    return Groupe((
        Titre(2, TITRES["duree"], "duree"),
        *_clauses(dossier, "duree"),
        *signatures_.cases(dossier),
    ))  # fmt: skip


def reste(dossier: DossierContrat) -> Groupe:
    """List what remains to be completed, who knows it, and what forbids to sign a draft."""
    rows, signed = manques(dossier), dossier.contrat.signe
    found = () if signed else controle(dossier, gravites=("bloquant",))
    if not rows and not found:
        return Groupe(())
    columns = (Colonne("Ce qui manque"), Colonne("Qui le sait"), Colonne("Où"))
    title = "Ce que la base ne tient pas" if signed else "Avant de signer"
    what = "Ce que l’original signé dit" if signed else "Ce qui reste à compléter"
    note = "Hors du contrat." if signed else "À retirer du document une fois complété."
    # the heading of what is found gives way to that of the page
    return Groupe((
        Titre(2, title, "avant-de-signer", nouvelle_page=True, numerote=False),
        *((Tableau(what, columns, rows, note=note),) if rows else ()),
        *(bloc for bloc in found if isinstance(bloc, Tableau)),
    ))  # fmt: skip


def _between(dossier: DossierContrat) -> Iterator[str]:
    signing = dossier.convenu.signataires
    roles = {"prefet_region": "l’autorité de tarification", "gestionnaire": "le gestionnaire"}
    for nature, called in roles.items():
        rows = [row for row in signing if row["nature"] == nature]
        if not rows:
            yield f"[à compléter\u00a0: qui signe], «\u00a0{called}\u00a0»\u00a0;"
        for row in rows:
            who = organisme(dossier.convenu, row)
            by = row["qualite"] or "[à compléter\u00a0: fonction de qui signe]"
            yield f"{who} ({by}), «\u00a0{called}\u00a0»\u00a0;"
    for row in signing:
        if row["nature"] not in roles:
            by = row["qualite"] or "[à compléter\u00a0: fonction de qui signe]"
            yield f"{organisme(dossier.convenu, row)} ({by}), cosignataire\u00a0;"
    yield "il a été convenu ce qui suit."


def _section(
    dossier: DossierContrat, rubrique: str, niveau: int = 2, *, numerote: bool = False
) -> Iterator[Bloc]:
    """Show a rubrique that has clauses; one that has none is not there."""
    shown = _clauses(dossier, rubrique)
    if shown:
        yield Titre(niveau, TITRES[rubrique], rubrique, numerote=numerote or niveau > 2)
        yield from shown


def _clauses(dossier: DossierContrat, rubrique: str) -> list[Bloc]:
    links = tuple(
        Entree(articles(f"annexe {one.numero}"), one.ancre) for one in pieces.pieces(dossier)
    )  # fmt: skip
    return [
        bloc for one in dossier.clauses if one.rubrique == rubrique for bloc in _clause(one, links)
    ]


def _clause(clause: Clause, links: tuple[Entree, ...]) -> Iterator[Bloc]:
    if not clause.article:
        for part in clause.texte.split("\n\n"):
            yield Paragraphe(part, renvois=links)
        return
    # a visa is a text itself
    said = clause.texte if clause.rubrique == "visas" else f"{clause.texte} ({clause.article})"
    yield Paragraphe(articles(said), renvois=links)
    if clause.a_verifier:
        yield Paragraphe(articles(clause.a_verifier), role="note", titre="À vérifier")


def manques(dossier: DossierContrat) -> tuple[tuple[str, str, str], ...]:
    """Return what remains to be completed: what, who knows it, in which part."""
    found = [
        (one.quoi[:1].upper() + one.quoi[1:], one.qui, ou(clause.rubrique))
        for clause in dossier.clauses
        for one in clause.manques
    ]
    beside = (
        ("Entre", signatures_.manques),
        (ou("annexes"), pieces.manques),
        (ou("duree"), signatures_.lieu_et_date),
    )
    if not dossier.objectifs:
        aims = (_OBJECTIFS[:1].upper() + _OBJECTIFS[1:], "les parties")
        found.append((*aims, ou("objectifs")))
    more = [(what, who, where) for where, known in beside for what, who in known(dossier)]
    return tuple(dict.fromkeys([*found, *tableaux.manques(dossier), *more]))
