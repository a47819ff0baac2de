"""The versions of the base, oldest first."""
