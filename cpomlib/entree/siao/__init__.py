"""Exports of a SIAO: stays and requests, with a mapping file from the sender's words to ours."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
