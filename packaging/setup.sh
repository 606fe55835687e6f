#!/bin/sh
# Makes .venv and installs what the program needs: locked packages, system libraries, a Chinese font.
# Run by run.sh and test.sh; a second run finds everything there and ends at once. `--build` adds what the build needs.
set -eu
cd "$(dirname "$0")/.."

python=.venv/bin/python
extras=test
[ "${1:-}" != --build ] || extras=test,build

say() { printf '%s\n' "$*"; }

# $1 says what is wrong, $2 what to do
stop() {
    printf '%s\n%s\n' "$1" "$2" >&2
    exit 2
}

# ---- apt -----------------------------------------------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_works() {
    command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }
}

# Installs the packages $1, with fresh package lists where the ones at hand do not do.
apt_install() {
    apt_works || return 1
    say "正在用 apt 安装：$1"
    apt_log=$(mktemp)
    # shellcheck disable=SC2086 # $1 is a list of packages
    apt_get install --no-install-recommends $1 || { apt_get update && apt_get install --no-install-recommends $1; } || {
        tail -n 5 "$apt_log" >&2
        rm -f "$apt_log"
        return 1
    }
    rm -f "$apt_log"
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q "$@" >>"$apt_log" 2>&1
}

# ---- Python and the locked packages --------------------------------------------------------------------------------

# Whether $1 is a Python that the locked packages have wheels for.
suits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
    for name in python3.11 python3.12 python3.13 python3 python; do
        if command -v "$name" >/dev/null 2>&1 && suits "$name"; then
            say "$name"
            return
        fi
    done
    return 1
}

has_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

# Makes .venv where there is none that works.
make_venv() {
    if [ -x $python ] && suits $python; then
        return
    fi
    base=$(find_python) || { apt_install "python3 python3-venv" && base=$(find_python); } ||
        stop "没有找到 Python 3.11 至 3.13。" "请先安装，例如：apt-get install python3 python3-venv"
    has_venv "$base" || { apt_install python3-venv && has_venv "$base"; } ||
        stop "$base 缺少 venv 模块，建不了运行环境。" "请先安装，例如：apt-get install python3-venv"
    say "正在建立运行环境 .venv（$("$base" -V)）"
    rm -rf .venv
    "$base" -m venv .venv
}

# The stamp says what was installed, with which Python and where: written only when all of it was.
install_packages() {
    stamp=.venv/installed-$extras
    state=$({ cat pyproject.toml packaging/constraints.txt .venv/pyvenv.cfg && pwd -P; } | cksum)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$state" ]; then
        return
    fi
    say "正在安装程序库（版本见 packaging/constraints.txt），第一次要几分钟"
    rm -f "$stamp"
    pip="$python -m pip install -q --disable-pip-version-check -c packaging/constraints.txt"
    { $pip setuptools && $pip --no-build-isolation -e ".[$extras]"; } ||
        stop "程序库没有装上，原因见上。" "请检查网络和 pip 的设置，再运行一次；已装好的不会重装。"
    printf '%s\n' "$state" >"$stamp"
}

# ---- system libraries and a font -----------------------------------------------------------------------------------

has_command() {
    command -v "$1" >/dev/null 2>&1
}

# The packages of those libraries in libraries.txt that the system's loader does not know.
packages_missing() {
    PATH="$PATH:/sbin:/usr/sbin" ldconfig -p |
        awk 'NR == FNR { known[$1]; next } !/^#/ && !($1 in known) { print $2 }' - packaging/libraries.txt |
        sort -u | tr '\n' ' '
}

# Whether any font has Chinese characters. Without fontconfig's tools the usual file names have to tell.
has_chinese_font() {
    if has_command fc-list; then
        [ -n "$(fc-list :lang=zh-cn file 2>/dev/null | head -n 1)" ]
    else
        [ -n "$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-}/.fonts" "${HOME:-}/.local/share/fonts" -type f \
            \( -iname '*CJK*' -o -iname 'wqy*' -o -iname '*SourceHan*' -o -iname 'simsun*' -o -iname 'msyh*' \
            -o -iname 'unifont*' -o -iname '*uming*' \) 2>/dev/null | head -n 1)" ]
    fi
}

install_system() {
    wanted=$(packages_missing)
    [ -z "$wanted" ] || apt_install "$wanted" || :
    wanted=$(packages_missing)
    [ -z "$wanted" ] || stop "缺少系统库：$wanted" "这里不能用 apt 安装。请管理员运行：apt-get install $wanted"
    has_chinese_font || apt_install fonts-noto-cjk || apt_install fonts-wqy-microhei || :
    has_chinese_font || stop "没有中文字体。" "这里不能用 apt 安装。请管理员运行：apt-get install fonts-noto-cjk"
}

# PyInstaller reads libraries with objdump and ships Python's shared library.
install_build_tools() {
    has_command objdump || apt_install binutils || :
    has_command objdump || stop "缺少 objdump。" "打包要用它。请管理员运行：apt-get install binutils"
    shared='import os, sys, sysconfig
v = sysconfig.get_config_var
sys.exit(bool(v("Py_ENABLE_SHARED")) and not os.path.exists(os.path.join(v("LIBDIR"), v("INSTSONAME"))))'
    library="libpython$($python -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
    $python -c "$shared" || apt_install "$library" || :
    $python -c "$shared" || stop "缺少 $library 共享库。" "打包要用它。请管理员运行：apt-get install $library"
}

install_system
make_venv
install_packages
[ "$extras" = test ] || install_build_tools
