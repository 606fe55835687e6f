#!/bin/sh
# Starts the program from the sources: the window with the sample, or the command that is given.
# Without a display and a command it does the main job into out/.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
python=$root/.venv/bin/python

sh "$root/packaging/setup.sh"

if [ $# -gt 0 ]; then
    exec "$python" -m desktop_app "$@"
elif [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$python" -m desktop_app --sample
fi

# 1 says that something needs a person; the sample is meant to.
jixiao() {
    "$python" -m desktop_app "$@" || [ $? -eq 1 ]
}

cd "$root"
echo "这台电脑没有图形显示，改为不开窗口：把样例导入、检查、导出到 out/，并画出窗口。"
rm -rf out
mkdir out
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export JIXIAO_DATA_DIR="$scratch" # backups and logs of the sample are of no use to anybody

printf '{"reason": "试运行：样例里的错误是有意留的", "by": "packaging/run.sh"}\n' >out/理由.json
jixiao import resources/samples/*.txt --into out/样例.jxdb
jixiao check out/样例.jxdb --json out/问题.json
jixiao export out/样例.jxdb --to out --format docx,xlsx --override out/理由.json
"$python" packaging/shots.py out/window.png --one
echo "做好了，都在 $root/out："
ls out
