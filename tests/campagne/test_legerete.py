"""What a command that makes nothing does without."""

import subprocess
import sys


def test_what_is_to_be_done_again_is_found_without_loading_pandas(example_base, tmp_path):
    asked = (
        "import sys\n"
        "from cpomlib.cli.main import main\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as end:\n"
        "    print(end.code or 0, [name for name in ('numpy', 'pandas') if name in sys.modules])"
    )
    options = ["--base", example_base, "--region", "52", "--annee", "2025", "--expliquer"]
    done = subprocess.run(
        [sys.executable, "-c", asked, "rapports", *options, "--sortie", str(tmp_path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "0 []"
