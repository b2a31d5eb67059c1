"""What judging tells students and professors: every sentence of it, with named fields."""

# --- which cell is which -------------------------------------------------------------

OTHER_LAB = (
    "{path} não é deste lab ({lab}): nenhuma célula das questões está nele; "
    "confira se o arquivo é o certo."
)
IS_IT_THIS_LAB = (
    "é o notebook certo? Só {found} das {asked} funções pedidas neste lab estão nele; o que não "
    "está ficou sem pontos."
)
KNOWN_BY_PLACE = "célula {cell} reconhecida pelo lugar em que está"
KNOWN_BY_ID = "célula {cell} reconhecida pelo id da célula"
KNOWN_BY_CHECKS = "célula {cell} reconhecida pelas verificações que tem"
KNOWN_BY_FIRST_LINE = "célula {cell} reconhecida pela primeira linha"
KNOWN_BY_FUNCTION = "célula {cell} reconhecida pela função que define"
PUT_BACK = "célula {cell} faltava e foi recolocada"

# --- the course ----------------------------------------------------------------------

EXECUTE = (
    'c.Gabarito.execute vale {mode!r} na configuração do curso: escreva "needed" (roda o que a '
    'nota precisa) ou "all" (roda tudo, menos as demonstrações).'
)

# --- what was repaired ---------------------------------------------------------------

COUNTS_AS = "{other} conta como {name}"
DEFINED_AGAIN = (
    "{name} está definida {count} vezes: conta a última resposta, na célula {number}, e não o "
    "enunciado copiado depois dela"
)
DEFINED_TWICE = "{name} está definida {count} vezes: conta a última, na célula {number}"
NAME_REUSED = "o nome {name} foi dado a um valor; conta a última função com esse nome"
PATH_MENDED = "caminho errado do arquivo {name} corrigido"

# --- cells that did not run to their end ---------------------------------------------

THIS_CELL = {
    "TOO_LONG": "Esta célula passou do tempo limite e foi deixada de lado.",
    "DIED": "Esta célula encerrou o Python que a executava e foi deixada de lado.",
}
"""In the cell's own output."""
CELL = {
    "TOO_LONG": "A célula {number} passou do tempo limite e foi deixada de lado.",
    "DIED": "A célula {number} encerrou o Python que a executava e foi deixada de lado.",
    "INTERRUPTED": "A célula {number} passou do tempo limite e foi interrompida: "
    "o que vinha depois nela não rodou.",
}
OWN_CELL = {
    "TOO_LONG": "A célula que define {name} passou do tempo limite e foi deixada de lado.",
    "DIED": "A célula que define {name} encerrou o Python que a executava e foi deixada de lado.",
    "INTERRUPTED": "A célula que define {name} passou do tempo limite e foi interrompida antes.",
}
"""Where the function that a check asks for is not there."""
OUTDATED = "Conta uma definição anterior de {name}. {problem}"
STOPPED = {
    "DEATHS": "Muitas células derrubaram o Python: o resto do notebook não foi executado.",
    "OVERTIME": "O notebook passou do tempo total da correção: o resto não foi executado.",
}

# --- checks that did not run ---------------------------------------------------------

NO_INSTRUMENT = (
    "Não deu para conferir: {name}, de {module}.py, não está disponível onde a correção roda. "
    "Não é culpa da sua resposta: avise o professor."
)
NOT_IMPORTED = (
    "Não importado antes de executar o notebook: {modules}. Cada notebook tentou de novo, o que "
    "leva mais tempo; se algo que depende disso não rodou, a falha é desta máquina."
)
UNRUN = "O notebook não pôde ser executado até aqui."
ENDLESS_BELOW = "Não executada: depende de {name}, que passou do tempo."
STILL_WRONG = "Também com a versão certa de {names}, não confere."
AND_OF = " e de "
"""Between the names."""
OTHERS_TIMED_OUT = "Não executada: outras verificações desta questão já passaram do tempo."
KILLED = (
    "o Python que a executava foi encerrado (os._exit, memória ou semelhante), "
    "ou o que ele respondeu não pôde ser lido"
)
"""What an exception that nobody raised says."""
