"""What workers are forked from."""

import subprocess
import sys


def test_papermill_is_there_and_the_grammar_of_addresses_is_not():
    asked = (
        "import sys, cpomlib.reports.precharge, nbformat\n"
        "nbformat.validate(nbformat.v4.new_notebook())\n"
        "print('papermill.engines' in sys.modules, 'rfc3987_syntax.syntax_helpers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False"]
