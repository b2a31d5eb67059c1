#!/usr/bin/env bash
# Prepara a imagem do Gradescope, uma vez: Python, bibliotecas, gabarito. Pode ser rodado de novo.
set -euo pipefail
umask 022  # o código dos alunos roda como outro usuário, e lê as bibliotecas

source="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
base="$(dirname "$source")"
uv="$base/uv"
venv="$base/venv"
cd "$base"  # nada da pasta em que o script foi chamado é importado
export PYTHONSAFEPATH=1 UV_NO_CONFIG=1
export UV_PYTHON_INSTALL_DIR="$base/python" UV_CACHE_DIR="$base/uv/cache" UV_LINK_MODE=copy

desista() {
    echo "gabarito: $1" >&2
    exit 1
}
trap 'desista "a preparação parou na linha $LINENO de setup.sh; o motivo está acima."' ERR

# Serve um Python 3.11 ou mais novo, em pastas que todos os usuários podem ler.
serve() {
    "$1" -I - <<'FIM' 2>/dev/null
import os, sys
pasta, aberta = sys.base_prefix, True
while pasta != "/":
    aberta = aberta and bool(os.stat(pasta).st_mode & 0o001)
    pasta = os.path.dirname(pasta)
sys.exit(not aberta or sys.version_info < (3, 11))
FIM
}

echo "gabarito: procurando um Python 3.11 ou mais novo"
escolhido=3.12
for python in $(type -aP python3.13 python3.12 python3.11 python3 || true); do
    if serve "$python"; then
        escolhido="$python"
        break
    fi
done

echo "gabarito: instalando o uv"
if ! python3 -I -m pip --version >/dev/null 2>&1; then
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -qy python3-pip
fi
PIP_ROOT_USER_ACTION=ignore python3 -I -m pip install --quiet --upgrade --target "$uv" "uv>=0.9,<1"

echo "gabarito: criando o ambiente com o Python $escolhido"
"$uv/bin/uv" venv --quiet --allow-existing --python "$escolhido" "$venv"

instale() {
    "$uv/bin/uv" pip install --quiet --python "$venv/bin/python" \
        --reinstall-package gabarito "$@" "$source/programa"
}

echo "gabarito: instalando o gabarito e as bibliotecas"
# Um lab de PyTorch fica com a versão de CPU: a do PyPI traz gigabytes que só uma GPU usa.
instale --torch-backend cpu || {
    echo "gabarito: não deu; de novo, só pelo PyPI"
    instale
}
rm -rf "$UV_CACHE_DIR"

echo "gabarito: ensaio com a resposta do professor"
"$venv/bin/python" -I -m gabarito.cli.in_gradescope --ensaio "$base"
