"""What grading another course's assignment tells people: every sentence, with named fields."""

# --- the course's configuration ------------------------------------------------------

BAD_OPTION = "O nbgrader não aceita um valor de {file} ({error}): corrija-o."
OUTDATED_OPTION = "c.{old}.{name} é o nome antigo de uma opção: em {file}, escreva c.{new}."
REFUSED_OPTION = (
    "Com o valor de {option}, as notas do gabarito não seriam as do nbgrader ({why}): tire a "
    "linha de {file} ou corrija esta tarefa com `nbgrader autograde`."
)
