#!/bin/sh
# Draws every screen of the program with the sample into DIR/100 and DIR/150 (percent), in dark colours into DIR/dark, to look at.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
if [ $# -ne 1 ]; then
    echo "用法：sh packaging/shots.sh 文件夹" >&2
    exit 2
fi
sh "$root/packaging/setup.sh"
for scale in 100 150; do
    "$root/.venv/bin/python" "$root/packaging/shots.py" "$1/$scale" --scale $scale
done
"$root/.venv/bin/python" "$root/packaging/shots.py" "$1/dark" --dark
