"""Count what an adversary recovers of invented regions, from all that is published of them.

Run again with ``python tests/calcul/secret/denombrement.py [GRAINE…]``: for each seed and each
way to publish (a report to publish, a package of aggregates), how many small counts are masked,
how many come back exactly, how many are placed within fewer values than promised.
"""

import math
import sys
from pathlib import Path

import pandas as pd

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from calcul.secret.attaque import Attaque, compte, told

GRAINES = (1, 21, 22, 23, 24)
ANNEES = (2024, 2025)


def unites(known, gestionnaire):
    """Make the units of a gestionnaire: its establishments, all of them, the CHRS of them."""
    from cpomlib.calcul.perimetre import Perimetre, par_etablissement

    own = known[known["id_gestionnaire"] == gestionnaire]
    each = par_etablissement(own)
    parts = [each.etablissements, each.etablissements.assign(unite="tous")]
    sommes = {"tous": sorted(own["id_etablissement"])}
    chrs = own.loc[own["categorie"] == "214", "id_etablissement"]
    if 0 < len(chrs) < len(own):
        members = each.etablissements
        parts.append(members[members["id_etablissement"].isin(chrs)].assign(unite="chrs"))
        sommes["chrs"] = sorted(chrs)
    return Perimetre(pd.concat(parts, ignore_index=True), each.gestionnaires), sommes


def lignes(rows, unite):
    """Return the published rows of a unit."""
    kept = rows.loc[rows["unite"] == unite, ["id", "numerateur", "denominateur", "statut"]]
    return list(kept.itertuples(index=False, name=None))


def vrais(rows, annee):
    """Return every true count of a year."""
    found = {}
    for unite in rows["unite"].unique():
        for name, num, den, statut in lignes(rows, unite):
            for cell, value in zip(told(name), compte(name, num, den), strict=True):
                if cell and statut == "ok" and not math.isnan(value):
                    found[f"{unite} {annee}", cell] = value
    return found


def attaquer(publie, reel, sommes, zeros):
    """Read the years of a gestionnaire and write all that ties them."""
    one, true = Attaque(zeros), {}
    for year, rows in publie.items():
        true |= vrais(reel[year], year)
        for unite in rows["unite"].unique():
            one.lire(f"{unite} {year}", lignes(rows, unite))
            one.definitions(f"{unite} {year}")
        for total, parts in sommes.items():
            for unite, cell in [key for key in true if key[0] == f"{total} {year}"]:
                here = [(f"{part} {year}", cell) for part in parts]
                here = [part for part in here if part in true]
                twice = sum(true[part] for part in here) - true[unite, cell]
                one.relation((*((part, 1) for part in here), ((unite, cell), -1)), twice)
    true = {cell: value for cell, value in true.items() if cell in one.names}
    first, *later = sorted(publie)
    for year in later:
        for unite in publie[first]["unite"].unique():
            before, after = f"{unite} {first}", f"{unite} {year}"
            one.au_plus((before, "menages_presents_31_12"), (after, "menages_accueillis"))
        first = year
    return one, true


def a_diffuser(rows, units, sommes):
    """Return the rows of reports to publish."""
    from cpomlib.calcul.secret import masquer

    return masquer(rows, sommes)


def en_paquet(rows, units, sommes):
    """Return the rows of a package of aggregates."""
    from cpomlib.calcul.agregats.effectifs import effectifs
    from cpomlib.calcul.agregats.masquage import masquer
    from cpomlib.calcul.secret import regles_des_seuils

    sent = rows[rows["id"].isin(set(effectifs()))].reset_index(drop=True)
    zero = sent["raison"].str.startswith("Le dénominateur est nul")
    coded = sent.assign(raison=sent["raison"].mask(zero, "denominateur_nul"))
    return masquer(coded, units, regles_des_seuils())


VOIES = {"à diffuser": (a_diffuser, False), "paquet": (en_paquet, True)}


def denombrer(graine, voie, gestionnaires=12):
    """Return how many are masked, exact, narrower than promised, and the figures left."""
    from cpomlib.calcul.indicateurs import compute, conventions_des_seuils
    from cpomlib.exemple import build

    frames, (mask, zeros) = build("52", gestionnaires, graine), VOIES[voie]
    masked, exact, narrow, shown = 0, 0, 0, 0
    for name in frames["gestionnaires"]["id_gestionnaire"]:
        units, sommes = unites(frames["etablissements"], name)
        agreed = conventions_des_seuils()
        real = {year: compute(frames, units, year, agreed) for year in ANNEES}
        published = {year: mask(rows, units, sommes) for year, rows in real.items()}
        one, true = attaquer(published, real, sommes, zeros)
        found = one.trouves(true)
        same = sum(last - first < 1e-6 for *_, first, last in found)
        masked += len(one.caches(true))
        exact, narrow = exact + same, narrow + len(found) - same
        shown += sum(int((rows["statut"] == "ok").sum()) for rows in published.values())
    return masked, exact, narrow, shown


def territoires(rows):
    """Return the rows that a regional sheet shows, masked, and those units as sums."""
    from cpomlib.calcul.regional.masquage import masquer
    from cpomlib.calcul.secret import reference, regles_des_seuils

    rules = regles_des_seuils()
    known = reference(rows[rows["unite"].str.startswith("gestionnaire ")], regles=rules)
    hidden = {name: one.raison for name, one in known.items() if one.statut == "secret"}
    masked = masquer(rows, rules, hidden)
    own = (rows["unite"] == "region") | rows["unite"].str.startswith("departement ")
    rows = rows[own].reset_index(drop=True)
    secret = [key in masked for key in zip(rows["unite"], rows["id"], strict=True)]
    status = rows["statut"].astype("str").mask(pd.Series(secret), "secret")
    units = list(rows["unite"].unique())
    sommes = {"region": [unit for unit in units if unit != "region"]}
    return rows.assign(statut=status), rows, sommes


def denombrer_region(graine, gestionnaires=70):
    """Return the same for the sheets of a région to publish, whose départements are compared."""
    from cpomlib.calcul.indicateurs import compute, conventions_des_seuils
    from cpomlib.calcul.regional.unites import unites as regionales
    from cpomlib.exemple import build

    frames = build("52", gestionnaires, graine)
    units, agreed = regionales(frames["etablissements"], "52"), conventions_des_seuils()
    made = {y: territoires(compute(frames, units, y, agreed)) for y in ANNEES}
    published, real = ({y: one[k] for y, one in made.items()} for k in (0, 1))
    one, true = attaquer(published, real, made[ANNEES[0]][2], False)
    found = one.trouves(true)
    same = sum(last - first < 1e-6 for *_, first, last in found)
    shown = sum(int((rows["statut"] == "ok").sum()) for rows in published.values())
    return len(one.caches(true)), same, len(found) - same, shown


if __name__ == "__main__":
    heads = ("graine", "voie", "masqués", "exacts", "plus étroits que promis", "montrés")
    sys.stdout.write("\t".join(heads) + "\n")
    for seed in map(int, sys.argv[1:] or GRAINES):
        for way in VOIES:
            sys.stdout.write("\t".join(map(str, (seed, way, *denombrer(seed, way)))) + "\n")
            sys.stdout.flush()
        line = (seed, "région de 70", *denombrer_region(seed))
        sys.stdout.write("\t".join(map(str, line)) + "\n")
