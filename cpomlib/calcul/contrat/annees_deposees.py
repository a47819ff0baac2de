"""The years of which tables hold something: outside them, nothing is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cpomlib.tables import Frames


def annees_deposees(frames: Frames) -> set[int]:
    """Return the years that tables name, and those from the first entry to the last day known.

    Households still there when the data end would fill the years after them, alone; of the years
    before the first exit known, what is measured says itself that it is not available.
    """
    named = {int(year) for one in frames.values() if "annee" in one
             for year in one["annee"].dropna().unique()}  # fmt: skip
    stays = frames.get("sejours")
    if stays is None or stays.empty:
        return named
    last = stays[["date_entree", "date_sortie"]].max().max()
    return named | set(range(stays["date_entree"].min().year, last.year + 1))
