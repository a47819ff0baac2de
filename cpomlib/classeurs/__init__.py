"""The workbooks that people fill or check."""
