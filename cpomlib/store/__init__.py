"""Where the checked tables live: SQLite by default, PostgreSQL when services share a base.

A deposit never overwrites: its rows are kept by *lot* (deposit × table × scope), and the
current state is, for each scope, the latest lot. A state is named by a deposit number.
"""

from cpomlib.store.address import DEFAULT_ADDRESS, base_address, open_base
from cpomlib.store.deposits import Depot, Origine, deposit, deposits_used, latest_deposit
from cpomlib.store.reading import read, years

__all__ = [
    "DEFAULT_ADDRESS",
    "Depot",
    "Origine",
    "base_address",
    "deposit",
    "deposits_used",
    "latest_deposit",
    "open_base",
    "read",
    "years",
]
