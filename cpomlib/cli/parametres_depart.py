"""What a service starts an indicator of its own from: one fiche, to be changed, that holds."""

from __future__ import annotations

import textwrap

_ENTETE = """\
# Les indicateurs propres au service, volet « {volet} » : ils s’ajoutent à ceux du projet et n’en
# changent aucun. Celui-ci est un exemple qui marche : renommez-le, changez-le, ajoutez les vôtres.
# Puis : cpom parametres verifier
#
# Un terme part de lignes (« lignes »), garde celles qui remplissent toutes les conditions (« si »),
# et les compte, ou somme des colonnes (« somme »).
#   lignes  {lignes}
#   si      colonne: valeur, colonne: [a, b], ou colonne: {{sauf: …, au_moins: …, au_plus: …,
#           plus_de: …, moins_de: …, commence_par: …, rempli: true}} ; « non_renseigne » dit le vide
#   somme   une colonne, ou plusieurs de même unité : [nb_adultes, nb_enfants]
#   facteur multiplie le quotient : 100 pour « pour 100 places »
# Les colonnes de chaque table : cpom tables montrer NOM. D’un séjour, on connaît aussi
# duree_jours et duree_mois.
# unite : nombre, taux (une fraction), euros, jours, mois, annees, etp.
# sens : haut ou bas si c’est un bon côté, sinon aucun ; lies : des indicateurs à lire avec.
indicateurs:
"""
_FICHES = {
    "publics": """\
  - id: part_menages_avec_enfants
    libelle: "Ménages accueillis avec enfants"
    unite: taux
    numerateur: "ménages accueillis avec au moins un enfant"
    denominateur: "ménages accueillis"
    definition: "Ménages dont le dernier séjour compte au moins un enfant, sur les accueillis."
    interet: "Dit le besoin de places familiales."
    limites: "Un enfant en garde alternée est compté."
    lies: [enfants_accueillis]
    calcul:
      numerateur:
        lignes: sejours.accueillis
        si: {nb_enfants: {au_moins: 1}}
      denominateur: {lignes: sejours.accueillis}
""",
    "activite": """\
  - id: part_places_en_diffus
    libelle: "Places financées en diffus"
    unite: taux
    numerateur: "places financées en diffus"
    denominateur: "places financées"
    definition: "Places financées dont le mode est « diffus », rapportées aux places financées."
    interet: "Dit la part de l’offre hors de la collectivité."
    limites: "Le mode est celui que déclare la table « places »."
    lies: [places_financees]
    calcul:
      numerateur: {lignes: places, si: {mode: diffus}, somme: places_financees}
      denominateur: {lignes: places, somme: places_financees}
""",
    "finances": """\
  - id: achats_par_place
    libelle: "Achats à la place"
    unite: euros
    numerateur: "achats du compte administratif (comptes 60)"
    denominateur: "places financées"
    definition: "Charges des comptes 60 du compte administratif, rapportées aux places financées."
    interet: "Compare le coût des achats à capacité égale."
    limites: "Un repas acheté tout fait est compté au compte 61, pas ici."
    lies: [cout_place]
    calcul:
      numerateur:
        lignes: budgets.ca
        si: {sens: charge, compte: {commence_par: "60"}}
        somme: montant
      denominateur: {lignes: places, somme: places_financees}
""",
    "rh": """\
  - id: etp_socio_educatifs_pour_100_places
    libelle: "ETP socio-éducatifs pour 100 places"
    unite: nombre
    numerateur: "ETP socio-éducatifs"
    denominateur: "places financées"
    definition: "Équivalents temps plein de fonction socio-éducative, pour 100 places financées."
    interet: "Dit ce que l’accompagnement a de bras."
    limites: "Ne dit rien de la qualification."
    lies: [etp_pour_100_places]
    calcul:
      numerateur: {lignes: salaries, si: {fonction: socio_educatif}, somme: etp}
      denominateur: {lignes: places, somme: places_financees}
      facteur: 100
""",
}


def depart(relative: str) -> str | None:
    """Return what the service's file starts from, None for one that is copied as it is."""
    from cpomlib.calcul.indicateurs import DEPARTS

    folder, _, name = relative.removesuffix(".yaml").partition("/")
    if folder != "indicateurs" or name not in _FICHES:
        return None
    lines = textwrap.wrap(", ".join(DEPARTS), 78, break_on_hyphens=False)
    head = _ENTETE.format(volet=name, lignes="\n#           ".join(lines))
    return f"{head}{_FICHES[name]}"
