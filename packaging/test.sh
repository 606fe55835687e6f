#!/bin/sh
# Format, lint, types and tests, without a display. `--long` adds the packaged program and the tests that take long.
# Every step runs; the exit code is that of the first that failed; the last line is pytest's own.
set -u
cd "$(dirname "$0")/.." || exit 1
sh packaging/setup.sh || exit

python=.venv/bin/python
first=0
scratch=$(mktemp -d) || exit
trap 'rm -rf "$scratch"' EXIT
export JIXIAO_DATA_DIR="$scratch" QT_QPA_PLATFORM=offscreen

step() {
    "$@"
    code=$?
    [ $code -eq 0 ] || echo "没有通过：$*"
    [ $first -ne 0 ] || first=$code
}

step $python -m ruff format --check . build.spec
step $python -m ruff check . build.spec
step $python -m mypy -p desktop_app
step env MYPYPATH=packaging $python -m mypy packaging/*.py
if [ "${1:-}" = --long ]; then
    step $python packaging/build.py
    chosen=
else
    chosen='not long'
fi
$python -m pytest -m "$chosen" --numprocesses auto --dist worksteal
code=$?
[ $first -ne 0 ] || first=$code
exit $first
