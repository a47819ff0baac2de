"""The workbook that gestionnaires fill in: written pre-filled, read back, marked when faulty."""
