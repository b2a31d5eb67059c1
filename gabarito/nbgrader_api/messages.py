"""What this package says to a person; another language would replace this module.

Fields in braces are filled with ``str.format``.
"""

CELLS_CHANGED = (
    "{lab} ganhou ou perdeu células depois de haver entregas no caderno de notas: "
    "desfaça a mudança ou comece um caderno novo (renomeie gradebook.db)."
)
NOT_GENERATED = "O nbgrader não gerou a versão do aluno de {lab}: {reason}."

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

# --- the student table ---------------------------------------------------------------

NO_STUDENT_TABLE = (
    "O caderno de notas não deixou ler ou gravar os alunos ({reason}): confira o endereço em "
    "--db ou em c.CourseDirectory.db_url, e se ninguém mais está gravando nele."
)
