class FaltamArquivos(Exception):
    """Os arquivos que acompanham o lab não puderam ser postos ao lado do notebook."""

    def _render_traceback_(self):
        return [str(self)]  # no notebook, só a frase


def prepare_o_lab(arquivos, endereco, sha256):
    """Deixa ao lado do notebook os arquivos do lab; só baixa quando falta algum."""
    import hashlib
    import io
    import shutil
    import sys
    import tempfile
    import urllib.request
    import zipfile
    from http.client import HTTPException
    from pathlib import Path
    from urllib.error import HTTPError
    from urllib.parse import urlsplit

    def faltam(pasta):
        return [nome for nome in arquivos if not Path(pasta, nome).is_file()]

    def baixe():
        try:
            with urllib.request.urlopen(endereco, timeout=30) as resposta:
                return resposta.read()
        except HTTPError as erro:
            motivo = (
                f"O servidor respondeu {erro.code} para {endereco}: avise o professor. Enquanto "
                "isso, ponha você os arquivos do lab ao lado do notebook"
            )
        except (OSError, HTTPException):
            motivo = f"Sem conexão com {urlsplit(endereco).hostname}: confira a internet"
        raise FaltamArquivos(f"{motivo} e rode esta célula de novo.")

    def confira(conteudo):
        if hashlib.sha256(conteudo).hexdigest() == sha256:
            return
        if zipfile.is_zipfile(io.BytesIO(conteudo)):
            raise FaltamArquivos(
                f"Este notebook é de uma versão do lab, e os arquivos em {endereco} são de outra. "
                "Se o lab acabou de mudar, espere cinco minutos e rode esta célula de novo; senão, "
                "abra o lab pelo link do curso e copie para lá as suas respostas."
            )
        raise FaltamArquivos(
            f"O que chegou de {endereco} não são os arquivos do lab, e nada foi gravado: a rede "
            "pode ter respondido com uma página dela (de login, por exemplo). Rode esta célula "
            "de novo em outra rede ou avise o professor."
        )

    def grave(conteudo):
        # Primeiro em uma pasta à parte: um arquivo pela metade passaria por pronto.
        try:
            with tempfile.TemporaryDirectory(dir=".") as parte:
                zipfile.ZipFile(io.BytesIO(conteudo)).extractall(parte)
                shutil.copytree(parte, ".", dirs_exist_ok=True, copy_function=shutil.move)
        except OSError as erro:
            raise FaltamArquivos(
                f"Os arquivos do lab não puderam ser gravados em {Path.cwd()} ({erro.strerror}): "
                "libere espaço e rode esta célula de novo."
            ) from None

    em_falta = min((faltam(pasta) for pasta in ["", *sys.path]), key=len)
    if not em_falta:
        return
    if not endereco:
        raise FaltamArquivos(
            f"Não encontrei {em_falta[0]}: ponha ao lado do notebook tudo o que veio na pasta do "
            "lab e rode esta célula de novo."
        )
    conteudo = baixe()
    confira(conteudo)
    grave(conteudo)
    print(f"Arquivos do lab baixados ({len(conteudo) / 1e6:.1f} MB).".replace(".", ",", 1))
