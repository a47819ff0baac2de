"""Files as people have them, read into checked frames."""
