"""Campaigns: notebooks run per gestionnaire, pages, index; the only room that runs papermill."""
