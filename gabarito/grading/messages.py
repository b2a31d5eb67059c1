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
CELL_FAILS = "; a célula {number} de {notebook}, `{line}`, dá {error}"
SOURCE_NEEDS = "; o que ele importa e não existe ali: {packages}"

# --- who may be graded ---------------------------------------------------------------

UNKNOWN_STUDENT = (
    "{student} não está no caderno de notas, e c.Autograde.create_student é False: cadastre com "
    "`nbgrader db student add {student}`."
)

# --- what was handed in, and where -----------------------------------------------------

WHOSE = "não diz de que aluno é: ponha em uma pasta com o nome dele."
IS_LINK = "é um atalho: ponha ali a pasta com a entrega."
ODD_NAME = "tem no nome um caractere que não se vê ou não se lê: dê outro nome à pasta."
ANOTHER = "não contou: vale {counts}; se for esta, deixe só uma."
SEVERAL = "Em {path} mais de uma coisa pode ser a entrega de {lab} ({files}): deixe só a que vale."
WHICH_LAB = "Em {path} nada diz de que lab é {files}: se for {lab}, ponha na pasta {lab}/."
SEVERAL_PLACES = "Há mais de uma entrega ({files}): deixe só a que vale."
SAME_STUDENT = (
    "As pastas {names} parecem ser do mesmo aluno: junte-as, ou cadastre cada um com "
    "`nbgrader db student add`."
)
COUNTS_AS_STUDENT = "a pasta {name} conta como a de {student}"
COUNTS_AS_LAB = "{name} conta como {lab}/"
COUNTS_AS_NOTEBOOK = "{file} conta como {name}.ipynb"
INSIDE = "contou o que está em {name}"
NO_NOTEBOOK = "Em {path} não há notebook (.ipynb): deixe ali um só, com o nome {lab}.ipynb."
MANY_NOTEBOOKS = "Em {path} há {count} notebooks: deixe ali um só, com o nome {lab}.ipynb."
DOUBTFUL = "Em {path} mais de um arquivo pode ser {lab}.ipynb ({files}): deixe só o que vale."
SEVERAL_INSIDE = "Em {path} mais de uma coisa pode ser a entrega ({files}): deixe só a que vale."
FOLDER_IS_LINK = "{path} é um atalho: entregue a pasta com o notebook."
LEFT_OUT = "de {name} ficou de fora: {files}"
AND_MORE = "e mais {count}"
BAD_ZIP = "{path} não pôde ser aberto ({reason}): abra o zip e deixe ali os notebooks."
OTHER_ARCHIVE = "{path} não é um zip: abra o pacote e deixe ali os notebooks."
STILL_HELD = "{reason} No caderno de notas continua a nota da entrega anterior."

# --- the gradebook -------------------------------------------------------------------

KEPT_FOR_LATER = (
    "{reason} Nada se perdeu: {count} correção(ões) desta vez estão em disco, e o próximo "
    "gabarito grade as grava no caderno sem corrigir de novo."
)

# --- the journal ---------------------------------------------------------------------

GRADING_OF = "uma correção de {lab}"
NOT_IN_JOURNAL = (
    "O diário das correções de {lab} não tem nada{student}: rode `gabarito grade {lab}` sem "
    "--from-journal."
)
NO_HISTORY = "O diário das correções não tem nada de {student}: confira o nome da pasta."
OF_STUDENT = " de {student}"
ANOTHER_LAB = (
    "{lab} ganhou ou perdeu células desde essa correção: rode `gabarito grade {lab}`, que a refaz."
)
NO_NOTEBOOKS = (
    "De {count} entrega(s) o diário tem a nota, e o notebook executado não está mais em disco: "
    "`gabarito grade {lab}` o refaz."
)
