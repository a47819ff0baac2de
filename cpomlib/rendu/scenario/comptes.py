"""Charges, products and results of an establishment as formulas."""

from __future__ import annotations

from collections.abc import Callable

from cpomlib.rendu.scenario.plan import LigneClasseur, PlanClasseur, fixe
from cpomlib.rendu.scenario.saisies import part_variable


def _chain(
    plan: PlanClasseur, nom: str, factor: str, new: Callable[[int], str], label: str
) -> LigneClasseur:
    """Return a row that follows an index and takes in what begins each year."""
    return LigneClasseur(
        nom,
        label,
        fixe("0"),
        lambda t: f"{plan.at(nom, t - 1)}*{plan.at(factor, t)}+{new(t)}",
    )


def _begun(plan: PlanClasseur, g: int) -> Callable[[int], str]:
    total = "+".join(plan.base(f"Charges groupe {n}") for n in (1, 2, 3))
    share = f"IF(({total})>0,{plan.base(f'Charges groupe {g}')}/({total}),0)"
    return lambda t: f"{plan.at(f'nouvelles_{g}', t)}+{plan.at('recoutees', t)}*{share}"


def charges(plan: PlanClasseur) -> list[LigneClasseur]:
    """Return the rows of the charges."""
    begun = [
        _chain(plan, f"durables_{g}", f"f_prix_{g}", _begun(plan, g),
               f"Charges durables nouvelles du groupe {g} (€)")
        for g in (1, 2, 3)
    ]  # fmt: skip
    payroll = plan.base("dont salaires connus")
    return [
        *begun,
        _chain(plan, "postes", "f_salaires", lambda t: plan.at("masse_nouvelle", t),
               "Postes au coût indiqué (€)"),
        LigneClasseur(
            "salaires",
            "Salaires connus (€)",
            fixe(payroll),
            lambda t: (
                f"{plan.at('i_salaires', t)}*({payroll}*(1+{plan.at('parts_2', t)})"
                f"+{plan.at('masse', t)})+{plan.at('postes', t)}"
            ),
        ),
        _other(plan, 1, ""),
        _second(plan),
        _other(plan, 3, "siege"),
    ]  # fmt: skip


def _other(plan: PlanClasseur, g: int, moved: str) -> LigneClasseur:
    base = plan.base(f"Charges groupe {g}")

    def formula(t: int) -> str:
        siege = f"+{plan.at(f'i_prix_{g}', t)}*{plan.at(moved, t)}" if moved else ""
        scale = f"1+{part_variable(g)}*{plan.at('volume', t)}+{plan.at(f'parts_{g}', t)}"
        held = f"{plan.at(f'i_prix_{g}', t)}*{base}*({scale}){siege}"
        return f"ROUND({held}+{plan.at(f'durables_{g}', t)}+{plan.at(f'charges_{g}', t)},2)"

    return LigneClasseur(f"charges_groupe_{g}", f"Charges du groupe {g} (€)", fixe(base), formula)


def _second(plan: PlanClasseur) -> LigneClasseur:
    base, payroll = plan.base("Charges groupe 2"), plan.base("dont salaires connus")

    def formula(t: int) -> str:
        rest = f"{plan.at('i_prix_2', t)}*({base}-{payroll})*(1+{plan.at('parts_2', t)})"
        prime = f"{plan.at('prime', t)}*N({plan.at('etp', t)})"
        ends = f"{plan.at('durables_2', t)}+{plan.at('charges_2', t)}"
        return f"ROUND({plan.at('salaires', t)}+{rest}+{prime}+{ends},2)"

    return LigneClasseur("charges_groupe_2", "Charges du groupe 2 (€)", fixe(base), formula)


def produits(plan: PlanClasseur) -> list[LigneClasseur]:
    """Return the rows of the products."""
    dotation = plan.base("Dotation")

    def granted(t: int) -> str:
        gone = "+".join(plan.at("refinancees", year) for year in range(1, t + 1))
        places = plan.start("places")
        kept = f"{dotation}*(1-IF({places}>0,({gone})/{places},0))"
        return f"{plan.at('i_dotation', t)}*{kept}+{plan.at('dotation_nouvelle', t)}"

    return [
        _chain(plan, "dotation_nouvelle", "f_dotation", lambda t: plan.at("financement", t),
               "Dotation ajoutée ou retirée (€)"),
        LigneClasseur("dotation", "Dotation (€)", fixe(dotation), granted),
        LigneClasseur(
            "produits_groupe_1",
            "Produits du groupe 1 (€)",
            fixe(dotation),
            lambda t: f"ROUND({plan.at('dotation', t)}+{plan.at('produits_1', t)},2)",
        ),
        _income(plan, 2),
        _income(plan, 3),
    ]  # fmt: skip


def _income(plan: PlanClasseur, g: int) -> LigneClasseur:
    base, paid = plan.base(f"Produits groupe {g}"), plan.base(f"dont présence groupe {g}")
    return LigneClasseur(
        f"produits_groupe_{g}",
        f"Produits du groupe {g} (€)",
        fixe(base),
        lambda t: f"ROUND({base}+{paid}*{plan.at('presence', t)}+{plan.at(f'produits_{g}', t)},2)",
    )


def resultats(plan: PlanClasseur) -> list[LigneClasseur]:
    """Return the result, and what it leaves."""

    def result(t: int) -> str:
        got, spent = (
            "+".join(plan.at(f"{side}_groupe_{g}", t) for g in (1, 2, 3))
            for side in ("produits", "charges")
        )
        return f"{got}-({spent})"

    def grown(nom: str, more: str = "") -> Callable[[int], str]:
        extra = (lambda t: f"+{plan.at(more, t)}") if more else (lambda t: "")
        return lambda t: (
            f"IF(ISNUMBER({plan.start(nom)}),"
            f'{plan.at(nom, t - 1)}+{plan.at("resultat", t)}{extra(t)},"n. d.")'
        )

    def cost(t: int) -> str:
        spent = "+".join(plan.at(f"charges_groupe_{g}", t) for g in (1, 2, 3))
        places = plan.at("places", t)
        gross = f"({spent}-{plan.at('ponctuelles', t)})"
        return f'IF({places}>0,ROUND({gross}/{places},2),"n. d.")'

    return [
        LigneClasseur("resultat", "Résultat (€)", lambda: result(0), result),
        LigneClasseur(
            "resultat_cumule", "Résultat cumulé (€)", fixe("0"), grown("resultat_cumule")
        ),
        LigneClasseur("reserves", "Réserves (€)", _known(plan, "Réserves"), grown("reserves")),
        LigneClasseur(
            "tresorerie",
            "Trésorerie (€)",
            _known(plan, "Trésorerie"),
            grown("tresorerie", "flux"),
        ),
        LigneClasseur("cout_place", "Coût à la place (€)", lambda: cost(0), cost),
    ]


def _known(plan: PlanClasseur, title: str) -> Callable[[], str]:
    """Keep what is missing missing: an empty cell of the base is not zero."""
    return lambda: f'IF(ISNUMBER({plan.base(title)}),{plan.base(title)},"n. d.")'


def staff(plan: PlanClasseur) -> LigneClasseur:
    """Return the row of ETP."""

    def formula(t: int) -> str:
        return f'IF(ISNUMBER({plan.start("etp")}),{plan.sum("etp", t, plan.start("etp"))},"n. d.")'

    return LigneClasseur("etp", "ETP", _known(plan, "ETP"), formula)
