"""The rows of an establishment's sheet: the equations of the model as formulas."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cpomlib.calcul.scenarios import libelle_genre
from cpomlib.rendu.scenario.comptes import charges, produits, resultats, staff
from cpomlib.rendu.scenario.plan import LigneClasseur, PlanClasseur, fixe


def lignes(plan: PlanClasseur) -> list[LigneClasseur]:
    """Return the rows of an establishment's sheet, in order; none refers to a lower one."""
    return [
        *_indices(plan),
        *_offre(plan),
        *_flux(plan),
        *charges(plan),
        *produits(plan),
        *resultats(plan),
    ]


def _indices(plan: PlanClasseur) -> list[LigneClasseur]:
    names = {"dotation": "de la dotation", "prix_1": "du groupe I",
             "prix_2": "du groupe II (hors salaires connus)", "prix_3": "du groupe III",
             "salaires": "des salaires"}  # fmt: skip
    made = []
    for nom, label in names.items():
        made.append(_factor(plan, f"f_{nom}", f"Facteur annuel {label}"))
        made.append(_index(plan, nom, label))
    return made


def _factor(plan: PlanClasseur, nom: str, label: str) -> LigneClasseur:
    return LigneClasseur(nom, label, fixe("1"), lambda t: plan.product(nom, t))


def _index(plan: PlanClasseur, nom: str, label: str) -> LigneClasseur:
    return LigneClasseur(
        f"i_{nom}",
        f"Indice {label}",
        fixe("1"),
        lambda t: f"{plan.at(f'i_{nom}', t - 1)}*{plan.at(f'f_{nom}', t)}",
    )


def _offre(plan: PlanClasseur) -> list[LigneClasseur]:
    etat = plan.saisies.cadre.etat
    named = {getattr(h, n, "") for h in plan.hypotheses for n in ("gham", "de", "vers")}
    kinds = [
        (k, genre)
        for k, genre in enumerate(etat.genres)
        if etat.places[plan.rank, k] or genre in named
    ]
    made = [_kind(plan, genre, float(etat.places[plan.rank, k])) for k, genre in kinds]
    names = [f"places_{genre}" for _, genre in kinds]
    return [
        *made,
        LigneClasseur(
            "places",
            "Places financées",
            lambda: _added(plan, names, 0),
            lambda t: _added(plan, names, t),
        ),
        LigneClasseur(
            "volume",
            "Variation des places depuis l’année de base",
            fixe("0"),
            lambda t: (
                f"IF({plan.start('places')}>0,{plan.at('places', t)}/{plan.start('places')}-1,0)"
            ),
        ),
        _factor(plan, "f_presence", "Occupation rapportée à l’année de base"),
        LigneClasseur(
            "presence",
            "Variation de la présence",
            fixe("0"),
            lambda t: f"{plan.at('f_presence', t)}*(1+{plan.at('volume', t)})-1",
        ),
        staff(plan),
    ]


def _kind(plan: PlanClasseur, genre: str, count: float) -> LigneClasseur:
    nom = f"places_{genre}"
    return LigneClasseur(
        nom,
        f"Places\u00a0: {libelle_genre(genre)}",
        fixe(f"{count:g}"),
        lambda t: plan.sum(nom, t, plan.start(nom)),
    )


def _added(plan: PlanClasseur, names: Sequence[str], t: int) -> str:
    return "+".join(["0", *(plan.at(name, t) for name in names)])


def _flux(plan: PlanClasseur) -> list[LigneClasseur]:
    labels = {
        "prime": "Prime par ETP (€)",
        "masse": "Postes créés ou supprimés, au coût de l’année de base (€)",
        "masse_nouvelle": "Postes au coût indiqué, commençant dans l’année (€)",
        "recoutees": "Coût des places transformées dans l’année (€)",
        "siege": "Frais de siège déplacés (€ de l’année de base)",
        "financement": "Dotation commençant dans l’année (€)",
        "refinancees": "Places quittant la dotation moyenne",
        "ponctuelles": "dont charges non reconductibles (€)",
        "flux": "Trésorerie hors résultat (€)",
    }
    for g in (1, 2, 3):
        labels[f"parts_{g}"] = f"Part des charges du groupe {g} ajoutée ou retirée"
        labels[f"nouvelles_{g}"] = f"Charges du groupe {g} commençant dans l’année (€)"
        labels[f"charges_{g}"] = f"Charges du groupe {g} propres à l’année (€)"
        labels[f"produits_{g}"] = f"Produits du groupe {g} propres à l’année (€)"
    return [
        LigneClasseur(nom, label, fixe("0"), _summed(plan, nom)) for nom, label in labels.items()
    ]


def _summed(plan: PlanClasseur, nom: str) -> Callable[[int], str]:
    return lambda t: plan.sum(nom, t)
