"""Procura dos arquivos de dados de um lab: primeiro os originais, depois os sintéticos.

Os dados originais não podem ser distribuídos com os labs. Quem não os tem trabalha com dados
sintéticos do mesmo formato, que vêm na pasta do lab, e é avisado disso.
"""

from pathlib import Path

__all__ = ["diga_a_origem", "e_sintetica", "escolha_a_pasta"]

AQUI = Path(__file__).resolve().parent
# Na pasta entregue aos alunos, os sintéticos estão ao lado deste arquivo; no repositório do
# curso, onde este arquivo mora em utils/, estão em datasets/synthetic.
PASTAS_SINTETICAS = (AQUI / "dados_sinteticos", AQUI.parent / "datasets" / "synthetic")

AVISO_SINTETICO = """\
*** ATENÇÃO: dados SINTÉTICOS ***
{o_que}, lidos da pasta {pasta}.
Os seus números serão diferentes dos que o texto cita para os dados originais.
Para usar os originais, ponha {arquivos} na pasta do notebook
(ou, no repositório do curso, rode: gabarito data fetch) e execute esta célula de novo."""


def escolha_a_pasta(nomes, pasta=None):
    """A pasta em que estão todos os arquivos pedidos.

    Entradas:
    nomes -- nomes dos arquivos
    pasta -- onde procurar; sem ela, procura os originais perto do notebook e, se não os achar,
             os sintéticos

    Saída:
    Path da pasta

    Erro:
    FileNotFoundError -- falta algum dos arquivos
    """
    if pasta is not None:
        return _confira_a_pasta(nomes, Path(pasta).expanduser())
    for candidata in _pastas_do_notebook():
        faltam = _faltam(nomes, candidata)
        if not faltam:
            return candidata
        if len(faltam) < len(nomes):
            # Completar com um sintético misturaria dados de origens diferentes.
            print(f"Aviso: a pasta {candidata} foi ignorada porque nela falta {faltam[0]}.")
    for candidata in PASTAS_SINTETICAS:
        if not _faltam(nomes, candidata):
            return candidata
    raise FileNotFoundError(
        f"Não encontrei {_lista(nomes)} na pasta do notebook ({Path.cwd()}), nem os dados "
        f"sintéticos em {PASTAS_SINTETICAS[0]}: copie para junto do notebook tudo o que veio "
        "na pasta do laboratório."
    )


def e_sintetica(pasta):
    """A pasta é uma das que guardam os dados sintéticos?"""
    return Path(pasta).resolve() in {candidata.resolve() for candidata in PASTAS_SINTETICAS}


def diga_a_origem(nomes, pasta, sintetico, o_que="São números inventados para o lab"):
    """Mostra de que pasta os dados vieram e avisa se são sintéticos.

    Entradas:
    nomes -- nomes dos arquivos lidos
    pasta -- Path da pasta em que estavam
    sintetico -- True se são os sintéticos
    o_que -- começo de frase que diz o que são os sintéticos
    """
    if sintetico:
        print(AVISO_SINTETICO.format(o_que=o_que, pasta=_nome(pasta), arquivos=_lista(nomes)))
    else:
        print(f"Dados lidos da pasta {_nome(pasta)}.")


def _pastas_do_notebook():
    """Onde os originais podem estar, da pasta mais próxima para a mais distante."""
    notebook = Path.cwd()
    acima = [notebook, *notebook.parents[:3]]
    pastas = [notebook, notebook / "datasets", AQUI, *(p / "datasets" / "real" for p in acima)]
    return list(dict.fromkeys(pastas))  # sem repetir: AQUI costuma ser a pasta do notebook


def _confira_a_pasta(nomes, pasta):
    """A pasta que o aluno indicou, se ela tem todos os arquivos."""
    faltam = _faltam(nomes, pasta)
    if faltam:
        raise FileNotFoundError(
            f"Não encontrei {' nem '.join(faltam)} em {pasta.absolute()}: corrija o caminho ou "
            "não indique a pasta, para usar os dados sintéticos."
        )
    return pasta


def _faltam(nomes, pasta):
    """Nomes dos arquivos que não estão na pasta."""
    return [nome for nome in nomes if not (pasta / nome).is_file()]


def _lista(nomes):
    """['a', 'b', 'c'] vira 'a, b e c'."""
    *primeiros, ultimo = nomes
    return f"{', '.join(primeiros)} e {ultimo}" if primeiros else ultimo


def _nome(pasta):
    """A pasta como o aluno a vê: a partir do notebook, se está dentro da pasta dele."""
    pasta, notebook = pasta.absolute(), Path.cwd()
    if pasta == notebook:
        return "do notebook"
    return pasta.relative_to(notebook) if pasta.is_relative_to(notebook) else pasta
