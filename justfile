# Short names for what developers do often. Without `just`: the commands stand here to copy.
set shell := ["bash", "-uc"]

python := ".venv-test/bin/python"
development := "DRAAGVLAK_DEBUG=yes PYTHONPATH=src"

# The list of commands
default:
    @just --list

# The demo, as a user gets it
run *arguments:
    ./run {{ arguments }}

# The application with reloading and error pages, on its own data in .data/dev
dev port="8000":
    {{ development }} {{ python }} manage.py migrate --verbosity 0
    {{ development }} {{ python }} manage.py runserver {{ port }}

# A management command on the development data
manage *arguments:
    {{ development }} {{ python }} manage.py {{ arguments }}

# Everything that has to pass
test *arguments:
    ./test {{ arguments }}

# The checks alone: lint, types, import order, translations, front end
check:
    ./test --only checks

# Lay out and mend what a program can mend
fix:
    .venv-test/bin/ruff check --fix
    .venv-test/bin/ruff format

# Gather texts and compile the Dutch of one app: just messages concerns
messages app:
    cd src/draagvlak/{{ app }} && mkdir -p locale && PYTHONPATH=../.. ../../../{{ python }} -m django makemessages --locale nl --no-location --no-wrap
    cd src/draagvlak/{{ app }}/locale/nl/LC_MESSAGES && msgfmt -o django.mo django.po

# Build the front end into the package (needs node)
front-end:
    cd frontend && npm ci --ignore-scripts && npm run build

# Lock the packages again; `just lock --upgrade` takes newer versions
lock *arguments:
    python3 -m tools.lock {{ arguments }}

# Build the wheel, install it elsewhere and fetch a page from it
wheel:
    python3 -m tools.check_wheel

# do what the container file says in a folder, without an image
container:
    python3 -m tools.check_container
