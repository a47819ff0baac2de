"""What one report knows, read once, and shared by the reports of a campaign."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
