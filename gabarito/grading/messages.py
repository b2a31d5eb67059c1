"""What this package says to a person; another language would replace this module.

Fields in braces are filled with ``str.format``.
"""

# --- the instructor's own notebook ---------------------------------------------------

SOURCE_LOSES = (
    "O notebook do professor perde pontos na correção de {lab} ({where}), e ninguém foi corrigido: "
    "acerte a fonte ou o que falta nesta máquina, ou, se ela é assim mesmo, escreva "
    "c.Gabarito.{switch} = False em {file}."
)
QUESTION_LOSES = "a questão {name} fica com {score} de {most}"
CELL_FAILS = "; a célula {number} de {notebook}, `{line}`, dá {kind}: {said}"

# --- who may be graded ---------------------------------------------------------------

UNKNOWN_STUDENT = (
    "{student} não está no caderno de notas, e c.Autograde.create_student é False: cadastre com "
    "`nbgrader db student add {student}`."
)
