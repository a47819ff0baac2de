"""A browser window on the page of a contract, and what is done there too fast for a hand."""

from playwright.sync_api import expect

from pages.conftest import Visiteur

PHRASE = "#rendered_cells .cpom-phrase-cible"
FRAPPE = """(mots) => {
  const boite = document.querySelector('#rendered_cells .cpom-noter textarea');
  for (let lettres = 1; lettres <= mots.length; lettres += 1) {
    boite.value = mots.slice(0, lettres);
    boite.dispatchEvent(new Event('input', {bubbles: true}));
  }
  document.querySelector('#rendered_cells .cpom-confirmer-note').click();
}"""
"""Letters typed, and a button pressed, before the session answers the first of them."""


class VisiteurContrat(Visiteur):
    """A browser window on the page of a contract."""

    def ready(self):
        self.page.wait_for_selector("body.cpom-pret .cpom-app-contrat")
        self.page.wait_for_function("location.search.includes('contrat=')")

    def go(self, screen):
        self.page.locator("#rendered_cells .cpom-onglets").get_by_role(
            "button", name=screen, exact=True
        ).click()

    def press(self, name):
        self.page.locator("#rendered_cells .cpom-outils").get_by_role(
            "button", name=name, exact=True
        ).click()

    def point(self, year):
        return self.page.locator(f'#rendered_cells .cpom-point[data-an="{year}"]')

    def box(self, year):
        return self.page.locator(f"#rendered_cells .cpom-an-{year} input")

    def sentence(self, text):
        expect(self.page.locator(PHRASE)).to_contain_text(text)

    def said(self, text):
        expect(self.page.locator("#rendered_cells .cpom-message")).to_contain_text(text)

    def save(self, who="DDETS"):
        self.press("Enregistrer")
        self.page.get_by_label("Qui enregistre").fill(who)
        self.page.locator(".cpom-confirmer-enregistrer").click()
