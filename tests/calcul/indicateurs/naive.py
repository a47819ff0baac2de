"""The contract read sentence by sentence, with loops over rows: slow, and easy to check."""

from datetime import date
from fractions import Fraction
from statistics import median

MOIS = Fraction(304375, 10000)
FAMILLES = {
    "part_composition": ("composition", "homme_seul femme_seule couple couple_enfants "
                         "homme_enfants femme_enfants groupe_adultes mineur"),
    "part_age": ("tranche_age", "moins_18 18_24 25_34 35_49 50_64 65_plus"),
    "part_ressources": ("ressources", "salaire chomage rsa aah retraite autre sans non_renseigne"),
    "part_nationalite": ("nationalite", "francaise ue hors_ue non_renseigne"),
    "part_motif": ("motif", "rue sortie_hebergement expulsion rupture_familiale violences "
                   "sortie_institution arrivee_france insalubrite autre non_renseigne"),
}  # fmt: skip

FONCTIONS = (
    "direction", "encadrement", "administration", "socio_educatif", "medical_paramedical",
    "services_generaux", "veille", "autre",
)  # fmt: skip


def latest(stays):
    """Greatest date_entree, then date_sortie (empty is greatest), then id_sejour."""
    return max(
        stays,
        key=lambda s: (s["date_entree"], s.get("date_sortie") or date.max, s["id_sejour"]),
    )


def menages(stays, first, last):
    """Return accueillis, presents, sortis (one stay per household) and the stays ended then."""
    accueillis, presents, sortis = [], [], []
    for menage in sorted({s["id_menage"] for s in stays}):
        begun = [s for s in stays if s["id_menage"] == menage and s["date_entree"] <= last]
        here = [s for s in begun if not s.get("date_sortie") or s["date_sortie"] >= first]
        there = [s for s in begun if not s.get("date_sortie") or s["date_sortie"] > last]
        if here:
            accueillis.append(latest(here))
        if there:
            presents.append(latest(there))
        if begun and not there:
            left = latest(begun)
            if first <= left["date_sortie"] <= last:
                sortis.append(left)
    ended = [s for s in stays if s.get("date_sortie") and first <= s["date_sortie"] <= last]
    return accueillis, presents, sortis, ended


def ratio(part, whole):
    """Return a share, None when there is nothing to share."""
    return Fraction(part, whole) if whole else None


def share(stays, test, column=None):
    """Return the share of stays that pass; None when the optional column is never filled."""
    if column and all(s.get(column) is None for s in stays):
        return None
    return ratio(sum(1 for s in stays if test(s)), len(stays))


def stays_indicators(stays, annee, seuil, anciennete_min=None, jours=None):
    """Return every indicator that comes from the stays alone; None where not available."""
    first, last = jours or (date(annee, 1, 1), date(annee, 12, 31))
    accueillis, presents, sortis, ended = menages(stays, first, last)
    found = {
        "menages_accueillis": len(accueillis),
        "menages_presents_31_12": len(presents),
        "personnes_accueillies": sum(s["nb_adultes"] + s["nb_enfants"] for s in accueillis),
        "enfants_accueillis": sum(s["nb_enfants"] for s in accueillis),
        "part_via_siao": share(accueillis, lambda s: s["via_siao"]),
        "part_droits_incomplets": share(accueillis, lambda s: s["droits_incomplets"]),
        "part_emploi": share(
            accueillis,
            lambda s: s.get("emploi") in ("cdi", "cdd_interim", "insertion"),
            "emploi",
        ),
        "taux_refus_logement": share(
            accueillis, lambda s: s.get("refus_logement") is True, "refus_logement"
        ),
        "sorties_menages": len(sortis),
    }
    for prefix, (column, modalities) in FAMILLES.items():
        for modality in modalities.split():
            found[f"{prefix}_{modality}"] = share(
                accueillis,
                lambda s, c=column, m=modality: (s.get(c) or "non_renseigne") == m,
            )
    days = [(s["date_sortie"] - s["date_entree"]).days for s in ended]
    found["duree_moyenne_sejours_termines"] = sum(days) / MOIS / len(days) if days else None
    found["duree_mediane_sejours_termines"] = Fraction(median(days)) / MOIS if days else None
    ages = [(last - s["date_entree"]).days for s in presents]
    found["anciennete_mediane_presents"] = Fraction(median(ages)) / MOIS if ages else None
    return found | _cpom(accueillis, presents, sortis, last, seuil, anciennete_min)


def _cpom(accueillis, presents, sortis, last, seuil, anciennete_min):
    sortis = [s for s in sortis if not s["droits_incomplets"]]
    accueillis = [s for s in accueillis if not s["droits_incomplets"]]
    if anciennete_min is not None:
        accueillis = [
            s
            for s in accueillis
            if (min(s.get("date_sortie") or last, last) - s["date_entree"]).days
            >= anciennete_min * MOIS
        ]
    long = [s for s in presents if (last - s["date_entree"]).days > seuil * MOIS]
    sortis = [s for s in sortis if s["destination"] != "deces"]
    social = sum(1 for s in sortis if s["destination"] == "logement_social")
    prive = sum(1 for s in sortis if s["destination"] == "logement_prive")
    adapte = sum(1 for s in sortis if s["destination"] == "logement_adapte")
    return {
        "cpom_1_sorties_logement_ordinaire": social + prive,
        "cpom_1_taux": ratio(social + prive, len(sortis)),
        "cpom_1_sorties_logement_social": social,
        "cpom_1_taux_social": ratio(social, len(sortis)),
        "cpom_1_sorties_logement_prive": prive,
        "cpom_1_taux_prive": ratio(prive, len(sortis)),
        "cpom_2_sorties_logement_adapte": adapte,
        "cpom_2_taux": ratio(adapte, len(sortis)),
        "cpom_3_taux_dls_active": share(accueillis, lambda s: s["dls_active"]),
        "cpom_4_taux_presence_longue": ratio(len(long), len(presents)),
    }


def staff_indicators(salaries):
    """Return every indicator that comes from the employees alone."""
    heads = {}
    for row in sorted(salaries, key=lambda r: (-r["etp"], r["id_etablissement"])):
        heads.setdefault(row["id_salarie"], row)
    etp = {name: Fraction(0) for name in heads}
    for row in salaries:
        etp[row["id_salarie"]] += Fraction(str(row["etp"]))
    total, effectif = sum(etp.values()), len(heads)
    known = {name: row for name, row in heads.items() if row.get("anciennete") is not None}
    weight = sum(etp[name] for name in known)
    years = sum(etp[name] * Fraction(str(row["anciennete"])) for name, row in known.items())
    women = share(list(heads.values()), lambda r: r.get("sexe") == "F", "sexe")
    found = {
        "effectif": effectif,
        "etp_total": total,
        "part_cdi": share(list(heads.values()), lambda r: r["contrat"] == "cdi"),
        "part_temps_plein": share(list(heads.values()), lambda r: r["etp"] == 1),
        "part_femmes": women,
        "anciennete_moyenne": years / weight if weight else None,
        "cout_moyen_etp": Fraction(sum(r["cout_employeur"] for r in salaries), 100) / total
        if total
        else None,
    }
    for fonction in FONCTIONS:
        held = sum(Fraction(str(r["etp"])) for r in salaries if r["fonction"] == fonction)
        found[f"etp_part_{fonction}"] = held / total if total else None
    for age in ["moins_25", "25_34", "35_44", "45_54", "55_59", "60_plus"]:
        found[f"effectif_part_age_{age}"] = share(
            list(heads.values()), lambda r, a=age: r["tranche_age"] == a
        )
    return found


def budget_indicators(rows):
    """Return every indicator that comes from the compte administratif of the year alone."""

    def total(test):
        return Fraction(sum(r["montant"] for r in rows if test(r)), 100)

    found = {}
    for groupe in (1, 2, 3):
        for sens in ("charge", "produit"):
            found[f"{sens}s_groupe_{groupe}"] = total(
                lambda r, g=groupe, s=sens: r["sens"] == s and r["groupe"] == g
            )
    charges = total(lambda r: r["sens"] == "charge")
    produits = total(lambda r: r["sens"] == "produit")
    found["charges_brutes"] = charges
    found["charges_non_reconductibles"] = total(
        lambda r: r["sens"] == "charge" and r["non_reconductible"]
    )
    found["recettes_attenuation"] = total(lambda r: r["sens"] == "produit" and r["groupe"] > 1)
    found["resultat"] = produits - charges
    found["taux_resultat"] = (produits - charges) / produits if produits else None
    found["part_personnel"] = found["charges_groupe_2"] / charges if charges else None
    return found
