"""Each broken file is refused with the words that tell how to mend it."""

import shutil
from pathlib import Path

import pytest

from cpomlib.droit import parametre
from cpomlib.socle.erreurs import ParametreError

FAUTES = Path(__file__).parent / "fautes"
MOTS = {
    "cle_absente": ["La clé «\u00a0description\u00a0» manque", "Ajoutez une ligne"],
    "cle_en_double": ["«\u00a0libelle\u00a0» est écrite deux fois", "ligne 2"],
    "cle_inconnue": ["La clé «\u00a0remarque\u00a0» n’est pas connue", "Valeurs connues"],
    "date_en_double": ["«\u00a02020-01-01\u00a0» est écrite deux fois", "ligne 8"],
    "date_francaise": ["«\u00a001/01/2020\u00a0» n’est pas une date", "AAAA-MM-JJ"],
    "date_impossible": ["la date «\u00a02020-02-30\u00a0» n’existe pas", "ligne 7"],
    "dates_qui_se_chevauchent": ["finit après le début", "fin: 2020-12-31"],
    "fin_avant_debut": ["La fin précède le début", "2020-01-01"],
    "guillemet_ouvert": ["Ce fichier est mal écrit", "ligne"],
    "lien_sans_adresse": ["«\u00a0exemple.fr\u00a0» n’est pas une adresse", "https://"],
    "pas_de_cles": ["doit contenir des lignes «\u00a0clé: valeur\u00a0»"],
    "reference_absente": ["La clé «\u00a0reference\u00a0» manque", "2020-01-01"],
    "reference_cle_inconnue": ["La clé «\u00a0url\u00a0» n’est pas connue", "lien", "texte"],
    "reference_sans_texte": ["La référence doit nommer un texte", "{texte: …"],
    "sans_valeur": ["Aucune valeur n’est écrite sous «\u00a0valeurs\u00a0»"],
    "statut_inconnu": ["Le statut «\u00a0en_cours\u00a0» n’existe pas", "a_verifier"],
    "unite_inconnue": ["L’unité «\u00a0euro\u00a0» n’est pas déclarée", "euros"],
    "valeur_a_completer_remplie": ["«\u00a0à compléter\u00a0» n’a pas de valeur", "valeur: null"],
    "valeur_nue": ["Une valeur s’écrit avec sa référence", "{valeur: …, reference"],
    "valeur_texte": ["«\u00a0dix\u00a0» ne convient pas à l’unité", "un nombre"],
    "valeur_vide": ["«\u00a0en vigueur\u00a0» a une valeur", "statut: a_completer"],
    "verifie_le_hier": ["«\u00a0hier\u00a0» n’est pas une date", "verifie_le"],
}


def test_every_broken_file_has_its_words():
    assert {path.stem for path in FAUTES.glob("*.yaml")} == set(MOTS)


@pytest.mark.parametrize("nom", sorted(MOTS))
def test_a_broken_file_is_refused_with_its_place_and_its_remedy(nom, service):
    chemin = f"essai/{nom}"
    copy = service / "legislation" / f"{chemin}.yaml"
    copy.parent.mkdir(parents=True)
    shutil.copy(FAUTES / f"{nom}.yaml", copy)
    with pytest.raises(ParametreError) as refused:
        parametre(chemin)
    message = str(refused.value)
    assert str(copy) in message
    for words in MOTS[nom]:
        assert words in message


def test_a_file_saved_in_another_encoding_is_refused(service):
    copy = service / "legislation" / "essai" / "ancien.yaml"
    copy.parent.mkdir(parents=True)
    copy.write_bytes("libelle: Été\n".encode("latin-1"))
    with pytest.raises(ParametreError) as refused:
        parametre("essai/ancien")
    assert "n’est pas en UTF-8" in str(refused.value)
    assert "Enregistrez-le de nouveau en UTF-8" in str(refused.value)
