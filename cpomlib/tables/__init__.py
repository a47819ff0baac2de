"""The shared tables: their schemas, their typed frames, their checks."""
