"""Uma frase no lugar do erro do Python, quando o que falta é completar um exercício.

`avise()`, chamada uma vez no começo do notebook, não muda nenhuma função e nenhum resultado: só
troca o que se lê quando uma célula para.
"""

import ast
import inspect
import linecache
import re
import sys
import textwrap
import traceback
import types

DE_NONE = (TypeError, ValueError, AttributeError, KeyError, IndexError)
"""O que o Python levanta quando um None chega aonde se esperava um número ou um array."""

POR_FAZER = re.compile(r"\bNone\b.*#\s*ToDo", re.IGNORECASE)
_TEM_SAIDA = re.compile(r"^\s*Saídas?:", re.MULTILINE)

FALTA = (
    "Falta completar `{nome}`: {motivo}. Complete o exercício, rode a célula dele e depois rode "
    "esta de novo."
)
LINHA = "ainda há um None na linha «{linha}»"
SEM_RETURN = "ela não devolve nada, falta um return"
VALE_NONE = (
    "`{nome}` ainda vale None: complete antes o exercício que calcula esse valor e rode as células "
    "de novo, na ordem."
)
NAO_E_FUNCAO = (
    "`{nome}` deveria ser uma função, mas agora guarda um valor ({tipo}): rode de novo a célula do "
    "exercício que a define."
)


AINDA_NAO = (
    "`{nome}` ainda não existe: é outra célula que o cria. Rode as células na ordem, desde o "
    "começo; se já rodou, confira se o nome está escrito assim."
)


class FaltaCompletar(RuntimeError):
    """A célula parou porque uma função do lab ainda não está completa."""

    def _render_traceback_(self):
        """Mostra só a frase no notebook (o IPython chama este método, se existir)."""
        return [str(self)]


def avise():
    """Troca por uma frase os erros de quem não completou um exercício; sem IPython, nada faz."""
    if "IPython" not in sys.modules:
        return
    shell = sys.modules["IPython"].get_ipython()
    if shell is None or FaltaCompletar in shell.custom_exceptions:
        return
    de_antes, como_antes = shell.custom_exceptions, shell.CustomTB

    def mostre(shell, tipo, erro, tb, tb_offset=None):
        frase = explique(erro, shell.user_ns)
        if frase:
            shell.showtraceback((FaltaCompletar, FaltaCompletar(frase), tb))
        elif issubclass(tipo, de_antes):
            como_antes(tipo, erro, tb, tb_offset)
        else:
            shell.showtraceback((tipo, erro, tb), tb_offset=tb_offset)

    shell.set_custom_exc((FaltaCompletar, NameError, *DE_NONE, *de_antes), mostre)


def explique(erro, nomes):
    """A frase que diz que exercício falta; None se o erro tem outra causa.

    Entradas:
    erro -- a exceção com que a célula parou
    nomes -- os nomes do notebook, um dicionário
    """
    if isinstance(erro, NameError):
        return None if _onde_parou(erro, nomes) else AINDA_NAO.format(nome=erro.name)
    if not isinstance(erro, DE_NONE):
        return None
    for nome in _por_ver(erro, nomes):
        if _e_do_notebook(nomes.get(nome), nomes):
            motivo = _o_que_falta(nomes[nome], com_marca="None" not in str(erro))
            if motivo:
                return FALTA.format(nome=nome, motivo=motivo)
    return _de_um_valor(erro, nomes)


def _por_ver(erro, nomes):
    """Os nomes em que procurar, dos mais perto do erro aos mais longe.

    Primeiro as funções em que a conta estava; depois o que cada uma delas usa; por fim, o que a
    célula usa. Os que uma função ou a célula usa vêm na ordem em que foram definidos.
    """
    parou = _onde_parou(erro, nomes)
    lidos = [no.id for no in ast.walk(_da_celula(erro, nomes)) if isinstance(no, ast.Name)]
    usados = [_usados(comeco, nomes) for comeco in (*([nome] for nome in parou), lidos)]
    return [*parou, *(nome for vistos in usados for nome in nomes if nome in vistos)]


def _de_um_valor(erro, nomes):
    """A frase sobre um nome da célula que vale None, ou que guarda um valor e foi chamado."""
    arvore = _da_celula(erro, nomes)
    for no in ast.walk(arvore):
        if isinstance(no, ast.Call) and isinstance(no.func, ast.Name):
            nome = no.func.id
            if nome in nomes and not callable(nomes[nome]) and "not callable" in str(erro):
                return NAO_E_FUNCAO.format(nome=nome, tipo=type(nomes[nome]).__name__)
    lidos = [no.id for no in ast.walk(arvore) if isinstance(no, ast.Name) and _le(no)]
    return next((VALE_NONE.format(nome=n) for n in lidos if nomes.get(n, 0) is None), None)


def _le(nome):
    return isinstance(nome.ctx, ast.Load)


def _onde_parou(erro, nomes):
    """As funções do notebook em que a conta estava, da mais funda à mais rasa."""
    quadros = [quadro for quadro, _ in traceback.walk_tb(erro.__traceback__)]
    dali = [q.f_code.co_name for q in reversed(quadros) if q.f_globals is nomes]
    return [nome for nome in dali if not nome.startswith("<")]  # nem a célula, nem uma lista dela


def _da_celula(erro, nomes):
    """O código da célula que parou, como árvore; vazio se não há."""
    for quadro, _ in traceback.walk_tb(erro.__traceback__):
        if quadro.f_globals is nomes:
            return _arvore("".join(linecache.getlines(quadro.f_code.co_filename, nomes)))
    return _arvore("")


def _arvore(fonte):
    try:
        return ast.parse(textwrap.dedent(fonte))
    except SyntaxError:
        return ast.parse("")


def _usados(comeco, nomes):
    """Os nomes dados, e os que as funções do notebook entre eles leem."""
    por_ver, vistos = list(comeco), set()
    while por_ver:
        nome = por_ver.pop()
        if nome in vistos:
            continue
        vistos.add(nome)
        funcao = nomes.get(nome)
        if _e_do_notebook(funcao, nomes):
            por_ver += _nomes_do_codigo(funcao.__code__)
    return vistos


def _e_do_notebook(valor, nomes):
    """É uma função definida em uma célula, e não importada?"""
    return isinstance(valor, types.FunctionType) and valor.__globals__ is nomes


def _nomes_do_codigo(codigo):
    """Os nomes globais de uma função, e das funções dentro dela."""
    dentro = [c for c in codigo.co_consts if isinstance(c, types.CodeType)]
    return [*codigo.co_names, *(nome for c in dentro for nome in _nomes_do_codigo(c))]


def _o_que_falta(funcao, com_marca):
    """Por que a função está incompleta, ou texto vazio; `com_marca`: só conta None com um ToDo."""
    try:
        fonte = textwrap.dedent(inspect.getsource(funcao))
    except (OSError, TypeError):
        return ""
    linhas, arvore = fonte.splitlines(), _arvore(fonte)
    for numero in _com_none(arvore):
        if not com_marca or POR_FAZER.search(linhas[numero - 1]):
            return LINHA.format(linha=linhas[numero - 1].strip())
    devolve = any(isinstance(no, ast.Return) and no.value for no in ast.walk(arvore))
    return "" if devolve or not _TEM_SAIDA.search(funcao.__doc__ or "") else SEM_RETURN


def _com_none(arvore):
    """As linhas em que um None é guardado e não é trocado adiante, no mesmo bloco."""
    for bloco in _blocos(arvore):
        for k, comando in enumerate(bloco):
            if isinstance(comando, ast.Assign) and _e_none(comando.value):
                depois = {alvo for outro in bloco[k + 1 :] for alvo in _alvos(outro)}
                if not depois.issuperset(_alvos(comando)):
                    yield comando.lineno


def _blocos(arvore):
    """Cada sequência de comandos da árvore."""
    for no in ast.walk(arvore):
        for campo in ("body", "orelse", "finalbody"):
            if isinstance(getattr(no, campo, None), list):
                yield getattr(no, campo)


def _e_none(valor):
    partes = valor.elts if isinstance(valor, ast.Tuple) else [valor]
    return all(isinstance(parte, ast.Constant) and parte.value is None for parte in partes)


def _alvos(comando):
    """O que um comando, ou um dentro dele, recebe: nomes e posições, como texto."""
    alvos = set()
    for no in ast.walk(comando):
        if isinstance(no, (ast.Name, ast.Subscript)) and isinstance(no.ctx, ast.Store):
            alvos.add(ast.unparse(no))
    return alvos
