"""What the process that workers are forked from imports, once for all of them.

The one module that works when it is imported: multiprocessing's fork server imports the modules
it is told, and calls nothing.
"""

import gc
from importlib import import_module

from cpomlib.processus import sans
from cpomlib.processus.alleger import alleger

MODULES = ("papermill.clientwrap", "papermill.engines", "cpomlib.campagne.worker")
AILLEURS = ("boto3", "pyarrow")
"""What papermill reads notebooks with from places where ours never are."""

# all this stays: the collector need not look at it, now or in the processes born from this one
gc.disable()
alleger()
with sans(*AILLEURS):
    for _name in MODULES:
        import_module(_name)
gc.freeze()
gc.enable()
