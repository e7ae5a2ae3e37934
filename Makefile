# make graph   builds the graph of seeds/ into out/
# make test    every check that a change must pass; installs what the checks need, on Debian the browser and triple stores too
# make lint    the checks without the tests
# make models  learns the weights of ontology/models/ anew from the annotated articles of tests/cases
# make bench   how long a build takes, beside a yardstick
# make bench-rebuild  how long a build takes after one article among 500 has changed; half an hour
# make bench-growth  how time and memory of a build grow with the number of articles; half an hour
# make bench-told  how long what is done of ten thousand articles together takes over the disk, and in how much memory; an hour
# make bench-page  how long the page takes to open, beside plain pyvis; ten minutes
# make bench-store  how long a million triples take into a store, beside its own loader; ten minutes
# make bench-doubling  how much longer a document of twice the length takes to read; hours
# make bench-resolution  how long a million names take to put together, and how many rightly; ten minutes
# make bench-triples  how long a million triples take to write and to read, beside rdflib; five minutes
# make bench-throughput  how much text a second a build reads, beside two taggers; ten minutes
# make bench-questions  how long the named questions take on the graph of 2,000 articles; ten minutes
# make bench-spark  how long Spark takes beside the local engine; ten minutes
# make fuzz    half an hour of random files, texts and ontologies; what breaks is kept in .fuzz/
# make licences  writes down what the pinned libraries may be used for, and asks the index whether each pin is still there
# make mutants how many mutants of a sample the tests kill; half an hour
# make coverage  how much of kg/ the tests reach; twice as long as they take, so it is not part of make test
# make clean   removes the environment, caches and builds

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)
FONT := /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
STORES := /usr/bin/virtuoso-t /usr/share/java/jena-tdb2.jar /usr/share/java/javax.json.jar /usr/bin/javac

.PHONY: graph test lint coverage fuzz licences mutants models bench bench-rebuild bench-growth bench-told bench-page bench-store bench-doubling bench-resolution bench-triples bench-questions bench-spark bench-throughput clean
.DELETE_ON_ERROR:
.NOTPARALLEL:

graph: .venv/.ready
	$(BIN)/kg build seeds -o out

test: lint /usr/bin/chromium $(FONT) $(STORES)
	$(BIN)/pytest

lint: .venv/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/kg lint

# Told as a whole, for some processes change their folder.
coverage: export COVERAGE_FILE = $(CURDIR)/.coverage
coverage: .venv/.ready-dev /usr/bin/chromium $(FONT) $(STORES)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage json --quiet -o .coverage.json
	$(BIN)/python -c "import json, sys; t = json.load(open('.coverage.json'))['totals']; \
		lines, branches = t['covered_lines'] / t['num_statements'], t['covered_branches'] / t['num_branches']; \
		print(f'lines {lines:.1%}, branches {branches:.1%}'); sys.exit(lines < 0.95 or branches < 0.90)"

fuzz: .venv/.ready-dev
	$(BIN)/python tests/fuzz/run.py

# A version that was withdrawn is still installed where it is pinned, with a warning.
licences: .venv/.ready-dev
	$(BIN)/python tests/licences.py
	@said=$$($(BIN)/pip install --dry-run --ignore-installed --no-deps --no-build-isolation --disable-pip-version-check \
		$(addprefix --requirement requirements,.txt -dev.txt -train.txt) 2>&1) || { echo "$$said"; exit 1; }; \
	! echo "$$said" | grep -i yanked

mutants: .venv/.ready-dev
	$(BIN)/python -m bench.mutants

models: .venv/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-train.txt
	$(BIN)/python -m bench.train

bench: .venv/.ready
	$(BIN)/python bench/build.py

bench-throughput: .venv/.ready-dev
	$(BIN)/python -m bench.throughput

bench-rebuild: .venv/.ready
	$(BIN)/python -m bench.rebuild

bench-growth: .venv/.ready-dev
	$(BIN)/python -m bench.growth

bench-told: .venv/.ready-dev
	$(BIN)/python -m bench.told

bench-page: .venv/.ready-dev /usr/bin/chromium $(FONT)
	$(BIN)/python -m bench.page

bench-store: .venv/.ready-dev
	$(BIN)/python -m bench.store

bench-doubling: .venv/.ready
	$(BIN)/python -m bench.doubling

bench-resolution: .venv/.ready
	$(BIN)/python -m bench.resolution

bench-triples: .venv/.ready
	$(BIN)/python -m bench.triples

bench-questions: .venv/.ready-dev
	$(BIN)/python -m bench.questions

bench-spark: .venv/.ready-dev /usr/bin/javac
	$(BIN)/python -m bench.spark

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .fuzz .coverage* mutants dist
	find kg tests -name __pycache__ -type d -exec rm -rf {} +
	find out -mindepth 1 ! -name README.md -delete

# Debian's python3 comes without venv, so a fresh machine may lack it.
.venv/bin/python:
	$(PYTHON) -c 'import ensurepip' || { $(SUDO) apt-get update && $(SUDO) apt-get install -y --no-install-recommends python3-venv; }
	$(PYTHON) -m venv .venv

# --no-build-isolation: the builder is pinned in requirements.txt too.
.venv/.ready: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/.ready-dev: requirements-dev.txt .venv/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	touch $@

# The page is tested in a real browser, with a font that has Chinese.
/usr/bin/chromium:
	$(SUDO) apt-get update
	$(SUDO) apt-get install -y --no-install-recommends chromium

$(FONT):
	$(SUDO) apt-get update
	$(SUDO) apt-get install -y --no-install-recommends fonts-noto-cjk

# The graph is asked in triple stores that are not ours too; javax.json is what Jena reads JSON-LD with. Spark needs Java too, 17 or later.
/usr/bin/virtuoso-t:
	$(SUDO) apt-get update
	$(SUDO) apt-get install -y --no-install-recommends virtuoso-opensource-7-bin

/usr/share/java/jena-tdb2.jar:
	$(SUDO) apt-get update
	$(SUDO) apt-get install -y --no-install-recommends libapache-jena-java

/usr/share/java/javax.json.jar:
	$(SUDO) apt-get update
	$(SUDO) apt-get install -y --no-install-recommends libjsonp-java

/usr/bin/javac:
	$(SUDO) apt-get update
	$(SUDO) apt-get install -y --no-install-recommends default-jdk-headless
