"""A dossier in, blocks out: what the notebooks of reports call.

One room a notebook, with the notebook's name; ``territoire`` holds what the regional sheets
share, the modules beside the rooms what several reports share.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
