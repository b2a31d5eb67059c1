"""What this package says to a person; another language would replace this module.

Fields in braces are filled with ``str.format``.
"""

NOT_A_COURSE = "Não há {file} em {root}: rode o comando na pasta raiz do curso."
CONFIG_UNREADABLE = "{path} não pôde ser lido ({reason}): corrija o arquivo."
BAD_STRUCTURE = (
    "c.CourseDirectory.directory_structure = {structure!r} não serve: use só {{nbgrader_step}}, "
    "{{student_id}} e {{assignment_id}}."
)

# --- labs ----------------------------------------------------------------------------

FOREIGN_ASSIGNMENT = (
    "{name} é uma tarefa do nbgrader, sem texto em {text}: o gabarito só a corrige (grade e "
    "check); use o nbgrader para o resto, como `nbgrader generate_feedback {name}`."
)
NO_SUCH_LAB = "O lab {name} não existe em {folder}: os que há são {known}."
NO_LABS = "nenhum"
WRONG_HEADER = "O cabeçalho de {text} diz `lab: {named}`: troque por `lab: {name}`."
NOT_BUILT = "Falta {notebook}: rode `gabarito build {name}` antes."
MISSING_FILE = "O cabeçalho de {text} pede {file}, que não existe."
HALF_A_QUESTION = (
    '{text} tem `# %% {have}="{name}"` mas não `# %% {lack}="{name}"`: cada questão precisa das '
    "duas células."
)
OUT_OF_DATE = (
    "{built} não é o que o texto e as verificações montam agora: rode `gabarito build {lab}` "
    "antes (ou `gabarito build --from-notebook {lab}`, se a mudança foi feita no notebook)."
)
NOT_RELEASED = "O nbgrader não faz a versão do aluno de {lab} ({step}: {reason})."
NO_MODULE = "Falta {path}: escreva ali {what}."
CHECKS_OF_IT = "as verificações dessa questão"
WHAT_IT_HOLDS = "o que docs/primeiro-lab.md mostra, ou copie o de um lab novo (gabarito new-lab)"
NOT_UTF_8 = "{path} não está em UTF-8: salve-o de novo nessa codificação."
UNKNOWN_QUESTION = (
    "Em {path}, {name} é da questão {question}, que não há no lab: confira o nome, ou escreva "
    "{checks}."
)
NO_SENTENCE = (
    "A verificação {check} de {path} não tem docstring: escreva nela a frase que o aluno lê."
)
MODULE_DOES_NOT_RUN = "{path} não pôde ser carregado ({reason}): corrija-o."

# --- checks --------------------------------------------------------------------------

NO_VISIBLE_CHECK = "{path} não tem verificação visível: acrescente ao menos uma."
NO_HIDDEN_CHECK = "{path} não tem verificação oculta: acrescente ao menos uma."
CHECK_CELL_HEADING = (
    "# @title Verificação de {question}: rode esta célula depois de completar a anterior"
)
AMONG_SUBMISSIONS = (
    "{root} está entre as entregas do curso {course}: rode o comando na pasta raiz do curso, "
    "ou com --curso {course}."
)

# --- who is at work ------------------------------------------------------------------

GRADING_OF = "uma correção de {lab}"
