"""Alembic migrations of the base."""
