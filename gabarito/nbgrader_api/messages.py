"""What this package says to a person; another language would replace this module.

Fields in braces are filled with ``str.format``.
"""

NOT_GENERATED = "O nbgrader não gerou a versão do aluno de {lab}: {reason}."

# --- the gradebook's file ------------------------------------------------------------

WAITING = (
    "O caderno de notas {path} está em uso por outro programa (o Formgrader aberto?): esperando "
    "até {seconds} s..."
)
STILL_BUSY = (
    "O caderno de notas {path} continua em uso por outro programa (o Formgrader aberto?): feche-o "
    "e rode o comando de novo."
)
NO_GRADEBOOK = (
    "{path} não é um caderno de notas, ou está danificado: ponha no lugar uma cópia boa; se não "
    "houver, tire-o dali e rode gabarito grade, que escreve outro com as notas automáticas (as "
    "dadas à mão só estavam nele)."
)
READ_ONLY = (
    "O caderno de notas {path} não pode ser escrito: confira o dono e as permissões do arquivo e "
    "da pasta."
)
DISK_FULL = (
    "O caderno de notas {path} não pôde ser gravado até o fim: confira o espaço no disco e rode o "
    "comando de novo."
)
BAD_URL = "{url} não é o endereço de um caderno de notas que se possa abrir: confira --db."
NO_DRIVER = "Falta o driver {driver}, de que o caderno de notas {url} precisa: rode `{command}`."
NO_ANSWER = "O caderno de notas {path} não responde ({reason}): confira o endereço e o servidor."
NEWER = (
    "O caderno de notas {path} é de um nbgrader mais novo que o desta máquina: atualize o "
    "nbgrader, ou use o da máquina em que ele foi feito."
)
MIGRATED = (
    "O caderno de notas {path} é de um nbgrader mais antigo e foi atualizado; como era, ficou em "
    "{kept}."
)
MIGRATED_WITHOUT_COPY = "O caderno de notas {path} é de um nbgrader mais antigo e foi atualizado."
NOT_MIGRATED = (
    "O caderno de notas {path} é de um nbgrader mais antigo, e a atualização falhou ({reason}): "
    "ele ficou como era; tente `nbgrader db upgrade`."
)
NOT_COPIED = (
    "Não foi possível guardar uma cópia de {path} antes de mudá-lo ({reason}): nada foi mudado."
)

# --- cells that came or went after submissions -----------------------------------------

CELLS_MOVED = (
    "{lab} ganhou ou perdeu células depois de haver entregas: o caderno de notas {path} foi "
    "ajustado, e como era ficou em {kept}."
)
CELLS_WITH_WORK = (
    "{lab} perdeu células em que alguém já deu nota ou comentário à mão ({cells}), e o caderno de "
    "notas {path} os perderia: desfaça a mudança; ou, se não fazem falta, renomeie o arquivo (nele "
    "ficam guardados) e rode o comando de novo, que faz outro com as notas automáticas."
)

# --- what the gradebook adds to a record ---------------------------------------------

NO_PENALTY_PLUGIN = (
    "O desconto por atraso que {file} configura não pôde ser carregado ({reason}): corrija "
    "c.AssignLatePenalties.plugin_class ou c.Autograde.autograde_preprocessors."
)
PENALTY_FAILED = (
    "O plugin de atraso {plugin} não calculou o desconto de {student} ({reason}): corrija o "
    "plugin e rode o comando de novo."
)
UNREADABLE_TIMESTAMP = (
    "O timestamp.txt da entrega não traz uma data que se leia: vale a que já estava no caderno "
    "de notas, se havia."
)
LATE = "entregue com atraso de {how_long}"
PENALTY = "desconto de {points}"
NO_PENALTY = "sem desconto"
SENTENCE = "{words}."
SEPARATOR = ", "
GIVEN_SCORE = "nota dada à mão: {points}"
EXTRA_CREDIT = "ponto extra: {points}"
GIVEN_BEFORE = "{question}: a nota dada à mão ({points}) {to_check}"
TO_CHECK = (
    "é de antes da última correção, em que a resposta ou os pontos dela mudaram: vale até que "
    "alguém a confira no Formgrader."
)
POINTS = "{score} de {max_score}"
PLUS = "{points} + {extra}"
COMMENT = "comentário: {comment}"


DURATIONS = (
    (86_400, "1 dia", "{count} dias"),
    (3_600, "1 hora", "{count} horas"),
    (60, "1 minuto", "{count} minutos"),
    (1, "1 segundo", "{count} segundos"),
)
"""Seconds in a unit of time, one of it, several of it."""

AND = "{first} e {second}"
