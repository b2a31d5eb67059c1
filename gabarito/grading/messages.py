"""What this package says to a person; another language would replace this module.

Fields in braces are filled with ``str.format``.
"""

NO_SUBMISSIONS = "Não há entregas de {lab}: ponha cada uma em {place}/."
NO_SUCH_SUBMISSION = (
    "{student} não tem entrega de {lab} em {folder}: confira o nome da pasta (e "
    "c.CourseDirectory.student_id_exclude)."
)
CHANGED_MEANWHILE = (
    "Algum arquivo de que a nota de {lab} depende mudou durante a correção: rode o comando de "
    "novo, e todas as entregas desta vez são corrigidas outra vez."
)

# --- workers -------------------------------------------------------------------------

DIED = "O processo que a corrigia foi encerrado {times} vezes (falta de memória?): tente-a sozinha."
UNEXPECTED = "Erro inesperado ao corrigir ({kind}: {reason})."

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
