"""The volet financier of a contract: the budget rules applied to a gestionnaire's own tables.

Pure functions of the shared tables, the parties' plan and the dated parameters. What is not
known is an :class:`ACompleter`, never a number.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
