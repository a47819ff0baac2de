"""One fiche per establishment, each on its own page, whole or saying what is missing."""

from dataclasses import replace

import pytest
from conftest import plain
from rapports.diagnostic.blocs import of, table

from cpomlib.rapports import diagnostic
from cpomlib.rapports.fiche_etablissement import fiche
from cpomlib.rendu.blocs.blocks import Paragraphe, Tableau, Titre
from cpomlib.rendu.blocs.html import html
from cpomlib.socle.erreurs import CommandeError
from cpomlib.socle.valeurs import Secret

pytestmark = pytest.mark.xdist_group("region")
ETAPE, CHRS, AVDL = "000520015", "449900018", "S-000520015-AVDL"


@pytest.fixture(scope="module")
def etape(dossier_de):
    return dossier_de(ETAPE)


@pytest.fixture(scope="module")
def trouve(etape):
    return fiche.calculer(etape)


def page(bloc):
    return plain(html(bloc))


def test_every_establishment_begins_its_own_page(etape, trouve):
    titles = of(fiche.fiches(trouve), Titre)
    assert [t.texte for t in titles] == etape.structures["nom"].tolist()
    assert all(t.nouvelle_page and t.niveau == 2 for t in titles)
    assert len({t.ancre for t in titles}) == len(titles)
    assert page(fiche.fiches(trouve)).count("cpom-nouvelle-page") == len(titles)


def test_a_fiche_tells_its_figures_of_two_years(etape, trouve):
    one = fiche.fiche(trouve, CHRS)
    own = etape.par_etablissement.set_index(["unite", "id"])["valeur"]
    budget = {row[0]: row for row in table(one, "Budget").lignes}
    assert budget["Coût à la place"][2].valeur == own[CHRS, "cout_place"]
    places = etape.frames["places"]
    mine = places[(places["id_etablissement"] == CHRS) & (places["annee"] == 2025)]
    assert table(one, "Places en 2025").lignes[-1][3] == mine["places_financees"].sum()
    said = dict(table(one, "Identité").lignes)
    assert said["Commune et département"].endswith("Loire-Atlantique")
    assert "préfet de région" in said["Habilitation"]
    assert said["Catégorie FINESS"].endswith("(214)")


def test_an_unknown_ceiling_is_to_be_completed(trouve):
    # only 3R and 5D are sourced
    rows = [row for line in (CHRS,) for row in table(fiche.fiche(trouve, line), "Coût à la").lignes]
    assert {row[0]: row[-2] for row in rows}["1R"] == "à compléter"


def test_what_depends_on_the_size_is_not_compared(trouve):
    rows = {row[0]: row for row in table(fiche.fiche(trouve, CHRS), "Budget").lignes}
    assert rows["Charges du groupe I, exploitation courante"][3:] == ("–", "–")
    assert rows["Coût à la place"][3] != "–"


def test_a_service_without_places_says_what_is_missing(trouve):
    one = fiche.fiche(trouve, AVDL)
    assert "Aucune place déposée pour 2025." in page(one)
    assert "Moins de 5 comparables ont été trouvés." in page(one)
    assert any(p.role == "manque" for p in of(one, Paragraphe))


def test_one_establishment_may_be_asked_for_alone(etape):
    alone = fiche.calculer(etape, CHRS)
    assert len(of(fiche.fiches(alone), Titre)) == 1
    with pytest.raises(CommandeError) as caught:
        fiche.calculer(etape, "449900019")
    said = plain(caught.value)
    assert "« 449900019 » n’est pas dans le périmètre de L’Étape & Fils <Loire>." in said
    assert f"« {CHRS} »" in said


def test_a_version_to_publish_masks_and_compares_nothing(etape):
    rows = etape.par_etablissement
    hidden = (rows["unite"] == CHRS) & (rows["id"] == "part_via_siao")
    masked = rows.assign(
        statut=rows["statut"].mask(hidden, "secret"), valeur=rows["valeur"].mask(hidden),
        raison=rows["raison"].mask(hidden, "Moins de 11 ménages."),
    )  # fmt: skip
    public = fiche.calculer(replace(etape, publiable=True, autour={}, par_etablissement=masked))
    assert (public.autour, list(public.resultats)) == (None, [2025])
    shown = {row[0]: row for row in table(fiche.fiche(public, CHRS), "Publics").lignes}
    assert shown["Part des ménages orientés par le SIAO"][1] == Secret("Moins de 11 ménages.")
    assert "version à diffuser" in page(fiche.couverture(public))


def test_a_rate_on_too_few_is_told_in_counts_and_not_ranked(etape, trouve):
    """Under twenty households a rate has neither percentage nor rank, whichever the report."""
    rows = etape.par_etablissement
    mine = rows[(rows["id"] == "cpom_1_taux") & rows["denominateur"].between(1, 19)]
    house, k, n = mine[["unite", "numerateur", "denominateur"]].iloc[0]
    said, name = f"{k:.0f} sur {n:.0f}", "Taux de sortie vers un logement ordinaire"
    row = next(row for one in of(fiche.fiche(trouve, house), Tableau) for row in one.lignes
               if row[0] == name)  # fmt: skip
    assert plain(row[2]) == said
    assert isinstance(row[3], Secret) or row[4] == "–"
    annex = table(diagnostic.etablissements(etape), "Indicateurs obligatoires")
    (line,) = [line for line in annex.lignes if line[0] == etape.nom(house)]
    assert plain(line[1]) == said
    # and of the whole gestionnaire, over enough households, the rate stands
    assert annex.lignes[-1][1].valeur == etape.valeur("cpom_1_taux")
