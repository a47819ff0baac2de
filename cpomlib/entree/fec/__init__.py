"""The fichier des écritures comptables (FEC, LPF article A47 A-1), in the dialects of the field.

The files are read along, in blocks, and added up by account as they go: three million lines
take no more memory than thirty thousand.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
