"""The kit of every workbook: one look, typed cells in French forms, sheets one page wide.

What a workbook says is the business of who writes it: the trame (``entree.trame``), a report
(``rendu.documents.excel``), a scenario (``rendu.scenario``).
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
