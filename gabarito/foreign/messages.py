"""What grading another course's assignment tells people: every sentence, with named fields."""

# --- the course's configuration ------------------------------------------------------

BAD_OPTION = "O nbgrader não aceita um valor de {file} ({error}): corrija-o."
OUTDATED_OPTION = "c.{old}.{name} é o nome antigo de uma opção: em {file}, escreva c.{new}."
REFUSED_OPTION = (
    "Com o valor de {option}, as notas do gabarito não seriam as do nbgrader ({why}): tire a "
    "linha de {file} ou corrija esta tarefa com `nbgrader autograde`."
)

# --- the instructor's side -----------------------------------------------------------

OTHER_LANGUAGE = (
    "O notebook {name} é em {language}: o gabarito só executa Python; "
    "corrija este com `nbgrader autograde`."
)
NOT_SAVED = (
    "O nbgrader gerou {name} sem guardar as células no caderno de notas: deixe SaveCells em "
    "c.GenerateAssignment.preprocessors."
)
SKIPPED_TEST = (
    "A célula de teste {name} tem a etiqueta {tag}: no nbgrader, todos teriam os pontos dela; "
    "tire a etiqueta da fonte."
)

# --- what was handed in --------------------------------------------------------------

DOUBTFUL = "Em {path} mais de um arquivo pode ser {name}.ipynb ({files}): deixe só o que vale."
COUNTS_AS = "{file} conta como {name}.ipynb"
NO_NOTEBOOK_OF_IT = "Em {path} não há notebook desta tarefa: deixe ali {asked}."
FILES_TOO_LARGE = (
    "Os arquivos junto dos notebooks de {path} têm {size_mb:.0f} MB, acima de {most_mb} MB: "
    "deixe só os necessários."
)
REPEATED = "célula {name} repetida: vale a última"
PUT_BACK = "célula {name} faltava e foi recolocada"
PATH_MENDED = "caminho errado de um arquivo da tarefa corrigido"
NOT_INSTALLED = "`{line}` não instalou nada: a correção é sem internet"
IN_NOTEBOOK = "{notebook}: {note}"
IN_CELL = "célula {number}: {note}"

# --- what came of a cell -------------------------------------------------------------

NOTEBOOK_MISSING = "O notebook não foi entregue."
CELL_MISSING = "A célula não está na entrega."
TOO_LONG = "A célula passou do tempo limite."
DIED = "A célula encerrou o Python que a executava."
DEATHS = "Não executada: muitas células antes desta derrubaram o Python."
OVERTIME = "Não executada: o notebook passou do tempo total da correção."
FAILED = "A célula terminou com erro."
WROTE_TO_STDERR = "A célula escreveu em stderr, o que no nbgrader vale zero."
NO_POINTS = "O valor da célula não serve de nota: deveria ir de 0 aos pontos dela."
PARTIAL = "Ganhou {score} de {points}."

READABLE = (
    "Os testes desta tarefa rodaram no processo do aluno, como no nbgrader: "
    "os ocultos podiam ser lidos ali."
)
