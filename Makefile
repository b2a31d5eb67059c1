# Só precisa de Python, git e make; tudo o mais vai para .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGE := $(shell find gabarito -type f -not -name '*.pyc')

.DEFAULT_GOAL := help
.PHONY: help demo test coverage slow nightly keras soak check build audit bench scale screenshots lock clean

help: ## mostra esta lista
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

demo: $(VENV)/installed ## o caminho inteiro com uma turma inventada
	$(BIN)/gabarito demo

# Dois testes por vez, um núcleo para cada: com mais threads, um atrasa a conta do outro.
test coverage slow nightly: export OPENBLAS_NUM_THREADS := 1

test: $(VENV)/dev ## os testes, contra o pacote instalado (~5 min em dois núcleos)
	$(BIN)/pytest

coverage: $(VENV)/dev ## os mesmos testes, e quanto do pacote eles executam (falha abaixo do piso)
	$(BIN)/pytest --cov --cov-report=term

slow: $(VENV)/dev ## os testes demorados
	$(BIN)/pytest -m "slow and not nightly" --durations 12

nightly: $(VENV)/dev ## os demorados dos outros labs, camadas, versões do Python e variantes
	$(BIN)/pytest -m nightly --durations 12
	$(BIN)/pytest tests/kit/guest/test_wire_properties.py tests/kit/judging/test_malformed.py \
		--hypothesis-profile nightly

soak: $(VENV)/dev ## cem correções mortas em momentos sorteados; dez mil entregas estragadas (horas)
	GABARITO_SOAK=100 $(BIN)/pytest -n0 -m slow tests/kit/grading/test_kills.py
	GABARITO_SOAK=5000 $(BIN)/pytest -n0 -m slow tests/kit/grading/test_malformed_class.py

keras: $(VENV)/keras ## o lab de Keras: instala o que só ele usa (1 GB) e roda os testes dele
	OMP_NUM_THREADS=1 $(BIN)/pytest -m "keras and not slow" -n 2

check: $(VENV)/dev ## ruff, mypy e os andares do pacote
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

build: $(VENV)/installed ## monta source/ e release/ a partir dos textos
	$(BIN)/gabarito build
	$(BIN)/gabarito release

audit: $(VENV)/dev ## quanto as verificações dos labs merecem confiança
	$(BIN)/gabarito audit

bench: $(VENV)/dev ## entregas por minuto, ao lado do nbgrader e do otter
	$(BIN)/python benchmarks/throughput.py

screenshots: $(VENV)/dev ## refaz as duas figuras do README (precisa do Chromium)
	$(BIN)/python docs/screenshots.py

scale: $(VENV)/dev ## 500 e 10 000 entregas de uma vez (uma hora ou mais); escreve docs/escala.md
	$(BIN)/python benchmarks/scale.py --page docs/escala.md

lock: $(BIN)/uv ## renova requirements-dev.lock: as versões, com sha256 e sem endereços
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --extra dev \
		--no-strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
		--custom-compile-command "make lock" --output-file requirements-dev.lock pyproject.toml

clean: ## apaga o que não está no git
	rm -rf $(VENV) demo build *.egg-info gradebook.db

# Um .venv feito por um Python que não serve, ou pela metade, é refeito.
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
ifneq ($(wildcard $(VENV)),)
ifneq ($(shell $(BIN)/python $(NEW_ENOUGH) 2>/dev/null && $(BIN)/python -c 'import pip' 2>/dev/null && echo sim),sim)
.PHONY: $(BIN)/python
endif
endif

$(BIN)/python:
	@$(PYTHON) $(NEW_ENOUGH) 2>/dev/null || { echo 'O Gabarito precisa do Python 3.11 ou mais novo, e $(PYTHON) não é: instale um e rode make PYTHON=python3.11 (ou o nome dele); nada foi instalado.' >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); echo 'O .venv não pôde ser feito: no Debian e no Ubuntu, instale antes o pacote python3-venv.' >&2; exit 1; }

$(VENV)/installed: $(BIN)/python requirements.txt pyproject.toml $(PACKAGE)
	rm -rf build  # o que sobra ali de módulos apagados voltaria na instalação
	$(BIN)/pip install --quiet .
	@touch $@

# O uv instala em um terço do tempo do pip.
$(BIN)/uv: $(BIN)/python
	$(BIN)/pip install --quiet "uv>=0.9,<1"

# As versões de requirements-dev.lock, e nada que se baixe fora dele: aqui e no GitHub as mesmas. Os
# .pyc são feitos já: no processo isolado nada se grava, e sem eles tudo é compilado cada vez.
$(VENV)/locked: $(BIN)/uv requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --link-mode copy \
		--require-hashes --requirement requirements-dev.lock
	@touch $@

$(VENV)/keras: $(VENV)/dev requirements-keras.txt
	$(BIN)/pip install --quiet --requirement requirements-keras.txt
	@touch $@

$(VENV)/dev: $(VENV)/locked requirements.txt pyproject.toml $(PACKAGE)
	rm -rf build
	$(BIN)/pip install --quiet --no-deps --no-build-isolation .
	@touch $@ $(VENV)/installed
