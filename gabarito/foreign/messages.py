"""What grading another course's assignment tells people: every sentence, with named fields."""

# --- the course's configuration ------------------------------------------------------

BAD_OPTION = "O nbgrader não aceita um valor de {file} ({error}): corrija-o."
OUTDATED_OPTION = "c.{old}.{name} é o nome antigo de uma opção: em {file}, escreva c.{new}."
REFUSED_OPTION = (
    "Com o valor de {option}, as notas do gabarito não seriam as do nbgrader ({why}): tire a "
    "linha de {file} ou corrija esta tarefa com `nbgrader autograde`."
)

# --- what was handed in --------------------------------------------------------------

DOUBTFUL = "Em {path} mais de um arquivo pode ser {name}.ipynb ({files}): deixe só o que vale."

# --- the instructor's side -----------------------------------------------------------

NOT_SAVED = (
    "O nbgrader gerou {name} sem guardar as células no caderno de notas: deixe SaveCells em "
    "c.GenerateAssignment.preprocessors."
)
SKIPPED_TEST = (
    "A célula de teste {name} tem a etiqueta {tag}: no nbgrader, todos teriam os pontos dela; "
    "tire a etiqueta da fonte."
)
