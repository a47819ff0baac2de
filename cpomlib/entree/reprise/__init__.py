"""A signed contract or a follow-up sheet, read into guesses that the parties confirm."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
