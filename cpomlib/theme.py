"""One look for reports, index and applications."""
