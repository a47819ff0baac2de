# Deux commandes suffisent : « make demo » et « make test ».
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installe
DEMO := cpom-demo
REGION := 52
ANNEE := 2025

.PHONY: help install demo test lint style types comportement golden gardes images bench clean
.DEFAULT_GOAL := help

help: ## montre cette aide
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /|/' | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

install: $(INSTALLED) ## prépare l’environnement .venv (versions exactes)

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 ou plus récent est nécessaire ; « $(PYTHON) » est en version " + sys.version.split()[0] + ". Indiquez-en un autre : make install PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@echo "Préparation de l’environnement (une fois, quelques minutes)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(INSTALLED) ## crée une région inventée, ses diagnostics, un département d’insertion
	@mkdir -p $(DEMO)
	@$(BIN)/cpom exemple --base sqlite:///$(DEMO)/cpom.db --region $(REGION) --gestionnaires 12 --graine 1 --annee $(ANNEE) --insertion
	@echo "L’offre d’insertion d’un département inventé :"
	@$(BIN)/cpom rapports --base sqlite:///$(DEMO)/cpom.db --region 24 --annee 2009 --modele offre_insertion --sortie $(DEMO)/rapports
	@echo "Les diagnostics de la région :"
	@$(BIN)/cpom rapports --base sqlite:///$(DEMO)/cpom.db --region $(REGION) --annee $(ANNEE) --sortie $(DEMO)/rapports

test: $(INSTALLED) ## vérifie le style, les types et le comportement
	@$(MAKE) --no-print-directory style
	@$(MAKE) --no-print-directory --keep-going --jobs=2 types comportement

lint: style types ## vérifie le style et les types

style: $(INSTALLED)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .

types: $(INSTALLED)
	@nice $(BIN)/mypy --no-error-summary

comportement: $(INSTALLED)
	@$(BIN)/python -m pytest -n auto --dist loadgroup

golden: $(INSTALLED) ## refait les tables de référence des tests (à relire par « git diff »)
	@$(BIN)/python tests/golden/regenerate.py

gardes: $(INSTALLED) ## refait docs/gardes.md : quelle garde se tient à quelle porte
	@PYTHONPATH=tests $(BIN)/python tests/gardes/regenerate.py

images: $(INSTALLED) ## redessine docs/images d’après le produit (demande pdftoppm)
	@$(BIN)/python tests/end_to_end/regenerate.py

bench: $(INSTALLED) ## mesure par des rapports de durées, et écrit docs/performance.md
	@$(BIN)/python -m benchmarks

clean: ## efface la démonstration et les caches, pas l’environnement
	rm -rf $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis
