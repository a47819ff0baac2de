"""The insertion structures of a territory: what they do, for whom, at what cost, what is lacking.

The fiches are those of ``parameters/indicateurs/insertion.yaml``, the rules of absence those of
every indicator; a structure is an establishment, so that its financings and its contracts are too.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
