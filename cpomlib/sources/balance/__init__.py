"""A trial balance (balance générale), CSV or workbook, whatever its columns are called."""

from cpomlib.sources.balance.lecture import lire_balance

__all__ = ["lire_balance"]
