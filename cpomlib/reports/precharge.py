"""What the process that workers are forked from imports, once for all of them.

The one module that works when it is imported: multiprocessing's fork server imports the modules
it is told, and calls nothing.
"""

from cpomlib.noyaux.alleger import alleger

alleger()


import cpomlib.reports.worker  # noqa: E402, F401
