"""What the widgets are, written in the page."""

import json
from types import SimpleNamespace

import pytest

from cpomlib.pages.serveur import etats


def state(**values):
    return {"_model_name": "BoxModel", "_model_module": "@jupyter-widgets/controls", **values}


KNOWN = {
    "a1": state(children=["IPY_MODEL_b2"], layout="IPY_MODEL_c3"),
    "b2": state(value="</script><!--"),
    "c3": state(),
    "d4": state(value="ferme"),
    "e5": {"value": "a change of what the server never heard the beginning"},
}


class Renderer:
    """What Voilà gives a template: a generator that is one of its methods."""

    def __init__(self, shown, buffers):
        data = {"application/vnd.jupyter.widget-view+json": {"model_id": shown}}
        cells = [{"cell_type": "markdown"}, {"outputs": [{"text": "dit"}, {"data": data}]}]
        self.executor = SimpleNamespace(
            widget_state=KNOWN, widget_buffers=buffers, nb=SimpleNamespace(cells=cells)
        )

    def cells(self):
        """Do nothing."""


def test_what_is_shown_is_written_with_what_it_holds_and_nothing_else():
    read = json.loads(etats.montres(KNOWN, ["a1"]))
    assert set(read) == {"a1", "b2", "c3"}
    assert read["b2"] == {
        "model_name": "BoxModel", "model_module": "@jupyter-widgets/controls", "state": KNOWN["b2"],
    }  # fmt: skip
    assert etats.montres(KNOWN, ["e5", "absent"]) == "{}"


def test_a_text_that_is_written_does_not_end_the_script_it_is_in():
    written = etats.ecrits(Renderer("a1", {}).cells)
    assert "<" not in written
    assert json.loads(written)["b2"]["state"]["value"] == "</script><!--"


def test_parts_that_are_not_text_are_left_to_the_session():
    assert etats.ecrits(Renderer("a1", {"b2": {("image",): {}}}).cells) == ""


@pytest.mark.parametrize("held", [
    SimpleNamespace(), SimpleNamespace(executor=SimpleNamespace()), SimpleNamespace(executor=None),
])  # fmt: skip
def test_another_voila_leaves_them_to_the_session(held):
    """What runs the cells is no public part of Voilà: where it is elsewhere, the page asks."""

    class Other:
        executor = getattr(held, "executor", None)

        def cells(self):
            """Do nothing."""

    for generator in (Other().cells, iter(())):
        assert (etats.ecrits(generator), etats.dessines(generator)) == ("", "")
