"""Where the checked tables live: SQLite by default, PostgreSQL when services share a base.

A deposit never overwrites: its rows are kept by *lot* (deposit × table × scope). It counts once
it is validated. Each validation and each restoration makes a numbered *state*: for each scope,
the last lot that came into force.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
