"""Which indicators are meant, and what each means."""

from __future__ import annotations

from collections.abc import Sequence


def choisis(voulus: Sequence[str]) -> list[str]:
    """Return the indicators meant, by id or by label; all of them when none is.

    Raises:
        CommandeError: one does not exist; the nearest are named.
    """
    from cpomlib.calcul.indicateurs import fiches_connues
    from cpomlib.socle import designated

    known = {name: one.libelle for name, one in fiches_connues().items()}
    said = ("L’indicateur", "plusieurs indicateurs")
    if not voulus:
        return list(known)
    liste = "cpom indicateurs --definitions"
    return [designated(one, known, said, liste, "n’existe pas") for one in voulus]


def dire_definitions(ids: Sequence[str]) -> str:
    """Return what the fiches say of some indicators, to be read on the screen."""
    from cpomlib.calcul.indicateurs import fiches_connues
    from cpomlib.droit import nomenclature

    known, parts = fiches_connues(), nomenclature("volet").libelles
    lines: list[str] = []
    volet = ""
    for name in ids:
        one = known[name]
        if one.volet != volet:
            volet = one.volet
            lines += ["", parts[volet].upper()]
        told = {
            "Définition": one.definition, "Numérateur": one.numerateur,
            "Dénominateur": one.denominateur, "Source": one.source, "Limites": one.limites,
        }  # fmt: skip
        lines += ["", f"{one.libelle} ({one.id}, {one.unite})"]
        lines += [f"  {label}\u00a0: {text}" for label, text in told.items() if text]
    return "\n".join(lines).lstrip("\n") + "\n"
