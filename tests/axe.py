"""axe-core on a page that a browser shows."""

RUN = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
"""Only what is at fault comes back: all that passes weighs more than the page."""


def faults(page, *gravites):
    """Return what axe-core finds: rule → where; of the given gravities only, if any."""
    if page.evaluate("window.axe === undefined"):
        from axe_playwright_python.sync_playwright import Axe

        page.evaluate(Axe().axe_script)
    return {
        item["id"]: [node["html"][:160] for node in item["nodes"][:3]]
        for item in page.evaluate(RUN)
        if not gravites or item["impact"] in gravites
    }
