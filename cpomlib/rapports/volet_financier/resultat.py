"""The result, its affectation, the reserves and the reprise, as blocks."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pandas as pd

from cpomlib.calcul import somme
from cpomlib.calcul.volet import ARTICLES_AFFECTATION as ARTICLES
from cpomlib.calcul.volet import ARTICLES_BILAN as ARTICLES_REPRISE
from cpomlib.calcul.volet import COMPTES, ACompleter, Affectation, Couverture, Reprise
from cpomlib.rapports.elements import tables_partagees
from cpomlib.rapports.volet_elements import A_COMPLETER, cellule, manque, textes
from cpomlib.rendu.blocs import Bloc, Colonne, Figure, Groupe, Paragraphe, Tableau, Titre
from cpomlib.rendu.graphiques import barres_par_annee
from cpomlib.socle import Valeur, write

_PARTS = {
    "report_a_nouveau_excedentaire": "report à nouveau excédentaire",
    "reserve_compensation": "réserve de compensation",
    "report_a_nouveau_deficitaire": "report à nouveau déficitaire",
    "charges_exercice_1": "charges de l’exercice ou du suivant",
}
_euros = partial(
    barres_par_annee, modalite="modalite", annee="annee", valeur="valeur", format="euros_ronds"
)


def affectation(trouvee: Affectation, annee: int) -> Groupe:
    """Show the results, then what the rules allow to be done with them."""
    titre = Titre(2, "Le résultat et son affectation", "affectation")
    if not trouvee.resultats:
        gap = ACompleter(
            f"Aucun compte administratif {annee} n’est déposé.",
            "",
            "Déposez-le dans la table «\u00a0Budgets et comptes administratifs\u00a0».",
            "Le gestionnaire, par son compte administratif.",
        )
        return Groupe((titre, manque(gap, "Résultat\u00a0: données manquantes")))
    return Groupe(
        (
            titre,
            _results(trouvee, annee),
            *_absents(trouvee, annee),
            Paragraphe(
                "Chaque résultat s’affecte à son établissement\u00a0: un excédent ne couvre le "
                "déficit "
                "d’un autre que si le contrat prévoit des affectations croisées. Les réserves ne "
                "se lisent dans les balances que pour le gestionnaire entier, avant affectation du "
                f"résultat {annee}, et sans les résultats antérieurs que les comptes "
                "administratifs ont repris.",
                role="note",
            ),
            *_surplus(trouvee),
            *_deficit(trouvee),
            textes(ARTICLES),
        )
    )


def _absents(trouvee: Affectation, annee: int) -> tuple[Paragraphe, ...]:
    if not trouvee.absents:
        return ()
    return (
        Paragraphe(
            f"Aucun compte administratif {annee} n’est déposé pour\u00a0: "
            f"{', '.join(trouvee.absents)}. Leur résultat n’est ni dans ces sommes, ni dans ce qui "
            "est dit du retour à l’équilibre.",
            role="avertissement",
            titre="Sommes partielles.",
        ),
    )


def reserves(trouvee: Reprise) -> Groupe:
    """Show the reserves and the BFR over three years, and whether a reprise is open."""
    return Groupe(
        (
            Titre(2, "Les réserves et le besoin en fonds de roulement", "reserves"),
            _balances(trouvee),
            *_reserve_chart(trouvee),
            _reprise(trouvee),
            textes(ARTICLES_REPRISE),
        )
    )


def _results(trouvee: Affectation, annee: int) -> Tableau:
    columns = (
        Colonne("Établissement"),
        Colonne("Charges", "euros"),
        Colonne("Produits", "euros"),
        Colonne("Résultat", "euros"),
        Colonne("Reprise de résultats antérieurs", "euros"),
        Colonne("À affecter", "euros"),
        Colonne("Règle"),
    )
    rows: list[tuple[Valeur, ...]] = [
        (
            line.nom,
            line.charges,
            line.produits,
            line.resultat,
            line.reprise,
            line.a_affecter,
            "R. 314-51" if line.tarife else "convention de subvention",
        )
        for line in trouvee.resultats
    ]
    total = ("Excédents à affecter", trouvee.excedent, "établissements tarifés")
    owed = ("Déficits à couvrir", -trouvee.deficit, "établissements tarifés")
    sums = [(name, "", "", "", "", amount, rule) for name, amount, rule in (total, owed)]
    return Tableau(f"Résultats {annee}", columns, (*rows, *sums), lignes_total=2,
                   note="À affecter\u00a0: le résultat de l’exercice, plus les résultats "
                   "antérieurs repris dans ses comptes (ligne 002, comptes 11).",
                   source=f"{tables_partagees('budgets')}, compte administratif")  # fmt: skip


def _surplus(trouvee: Affectation) -> tuple[Bloc, ...]:
    if not trouvee.emplois:
        return ()
    planned = any(use.prevu is not None for use in trouvee.emplois)
    columns = [
        Colonne("Emploi de l’excédent"),
        Colonne("Ouvert"),
        Colonne("Au plus", "euros"),
        Colonne("Réserve avant", "euros"),
    ]
    if planned:
        columns += [Colonne("Prévu", "euros"), Colonne("Réserve après", "euros")]
    else:
        columns.append(Colonne("Réserve si le maximum y va", "euros"))
    rows = []
    for use in trouvee.emplois:
        most = use.maximum if use.ouvert else "fermé"
        row: list[Valeur] = [
            _capital(use.libelle),
            "oui" if use.ouvert else "non, sauf libre affectation",
            most if isinstance(most, str) else cellule(most),
            "" if use.avant is None else use.avant,
        ]
        row += _after(use.avant, use.prevu if planned else most, planned)
        rows.append(tuple(row))
    table = Tableau("Ce que les règles permettent pour les excédents", tuple(columns), tuple(rows),
                    note="Les emplois n’ont pas d’ordre de priorité\u00a0; leur somme est "
                    "l’excédent. "
                    "La réserve de trésorerie ne dépasse pas le besoin en fonds de roulement.",
                    source=tables_partagees("balances"))  # fmt: skip
    refused = (manque(trouvee.refus, "L’affectation du plan est refusée"),) if trouvee.refus else ()
    return (table, *refused)


def _after(avant: Decimal | None, added: object, planned: bool) -> list[Valeur]:
    amount = added if isinstance(added, Decimal) else None
    after = "" if avant is None or amount is None else somme((avant, amount))
    return [amount, after] if planned else [after]


def _deficit(trouvee: Affectation) -> tuple[Bloc, ...]:
    if not trouvee.couvertures:
        return ()
    columns = (
        Colonne("Régime"),
        Colonne("Ce qui couvre les déficits"),
        Colonne("Montant", "euros"),
    )
    rows: list[tuple[Valeur, ...]] = []
    for cover in trouvee.couvertures:
        name = _capital(cover.libelle)
        if isinstance(cover.parts, ACompleter):
            rows.append((name, cover.parts.quoi, A_COMPLETER))
            continue
        rows += [(name, _PARTS.get(code, code), amount) for code, amount in cover.parts.items()]
    covered = Tableau("Comment couvrir les déficits", columns, tuple(rows))
    return (covered, *_reserves_after(trouvee))


def _reserves_after(trouvee: Affectation) -> tuple[Tableau, ...]:
    known = [cover for cover in trouvee.couvertures if cover.apres]
    if not known:
        return ()
    columns = (
        Colonne("Compte"),
        Colonne("Avant", "euros"),
        *(Colonne(f"Après, régime {_REGIMES[cover.regime]}", "euros") for cover in known),
    )
    rows = tuple(
        (COMPTES[name], trouvee.soldes[name], *(_of(cover, name) for cover in known))
        for name in ("report_a_nouveau", "reserve_compensation")
    )
    return (Tableau("Réserves avant et après la couverture", columns, rows,
                    source=tables_partagees("balances")),)  # fmt: skip


_REGIMES = {"libre": "libre", "autorite": "de l’autorité"}


def _of(cover: Couverture, name: str) -> Valeur:
    return cover.apres.get(name)


def _balances(trouvee: Reprise) -> Tableau:
    columns = (
        Colonne("Solde de fin d’exercice"),
        *(Colonne(str(year.annee), "euros") for year in trouvee.annees),
    )
    rows = [(label, *(year[name] for year in trouvee.annees)) for name, label in COMPTES.items()]
    rows.append(("Besoin en fonds de roulement", *(year.bfr for year in trouvee.annees)))
    rows.append(("Trésorerie", *(year.tresorerie for year in trouvee.annees)))
    return Tableau("Réserves sur trois ans", columns, tuple(rows), lignes_total=2,
                   note="Trésorerie\u00a0: fonds de roulement moins besoin en fonds de roulement.",
                   source=f"{tables_partagees('balances')}, comptes 1068, 11, 3 et 4")  # fmt: skip


def _reserve_chart(trouvee: Reprise) -> tuple[Figure, ...]:
    rows = [
        (label, str(year.annee), amount)
        for year in trouvee.annees
        for label, amount in (
            ("Réserve de trésorerie", year["reserve_tresorerie"]),
            ("Besoin en fonds de roulement", year.bfr),
        )
        if amount is not None
    ]
    if not rows:
        return ()
    frame = pd.DataFrame(rows, columns=["modalite", "annee", "valeur"])
    last = trouvee.annees[-1]
    titre = (
        f"Fin {last.annee}, {write(last['reserve_tresorerie'], 'euros_ronds')} de réserve de "
        f"trésorerie pour un besoin en fonds de roulement de {write(last.bfr, 'euros_ronds')}"
    )
    return (
        Figure(
            titre=titre,
            graphique=_euros(frame.astype({"valeur": "float64"})),
            unite="euros",
            source=tables_partagees("balances"),
            alternative=f"{titre}.",
            tableau=Tableau(
                titre, (Colonne("Solde"), Colonne("Année"), Colonne("Montant", "euros")),
                tuple(rows),
            ),
        ),
    )  # fmt: skip


def _reprise(trouvee: Reprise) -> Paragraphe:
    if isinstance(trouvee.maximum, ACompleter):
        return manque(trouvee.maximum, "Reprise de la réserve de trésorerie\u00a0: à compléter")
    if not trouvee.maximum:
        return Paragraphe(
            "La réserve n’a pas atteint le besoin en fonds de roulement pendant trois exercices "
            "de suite.",
            titre="Pas de reprise possible.",
        )
    opened = (
        "La réserve a couvert le besoin en fonds de roulement trois exercices de suite\u00a0: avec "
        f"l’accord de l’autorité, {write(trouvee.maximum, 'euros')} au plus peuvent être repris, "
        "pour l’investissement seulement."
    )
    if trouvee.alerte:
        return Paragraphe(
            f"{trouvee.alerte} {opened}",
            role="avertissement",
            titre="Une reprise est ouverte par les textes, sans trésorerie pour la faire.",
        )
    return Paragraphe(opened, titre="Une reprise est possible.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
