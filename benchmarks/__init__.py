"""How quick cpomlib is, each figure a ratio measured in one run: ``python -m benchmarks``."""
