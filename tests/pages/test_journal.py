"""What the server of a page says on its console."""

import logging

from tornado.websocket import WebSocketClosedError

from cpomlib.pages.serveur.lancement import anormal


def said(error):
    return anormal(
        logging.LogRecord(
            "asyncio", logging.ERROR, "", 0, "Task exception was never retrieved", (),
            (type(error), error, None) if error else None,
        )
    )  # fmt: skip


def test_a_page_closed_while_it_was_written_to_is_nothing_to_say():
    assert not said(WebSocketClosedError())


def test_any_other_error_is_said():
    assert said(ValueError("autre"))
    assert said(None)
