"""What the process that workers are forked from imports, once for all of them.

The one module that works when it is imported: multiprocessing's fork server imports the modules
it is told, and calls nothing.
"""

from importlib import import_module

from cpomlib.noyaux.alleger import alleger

MODULES = ("papermill.clientwrap", "papermill.engines", "cpomlib.reports.worker")

alleger()
for _name in MODULES:
    import_module(_name)
