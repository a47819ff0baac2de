"""Doubts about deposited figures: rules as data, one small function each, justifications.

A fault refuses a deposit; an anomaly is a doubt that somebody may justify. Rules are declared
in ``parameters/anomalies.yaml``; the function of the same name says where a rule fires.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
