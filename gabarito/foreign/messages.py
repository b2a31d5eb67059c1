"""What grading another course's assignment tells people: every sentence, with named fields."""

# --- the instructor's side -----------------------------------------------------------

OTHER_LANGUAGE = (
    "O notebook {name} é em {language}: o gabarito só executa Python; "
    "corrija este com `nbgrader autograde`."
)

# --- what was handed in --------------------------------------------------------------

COUNTS_AS = "{file} conta como {name}.ipynb"
NO_NOTEBOOK_OF_IT = "Em {path} não há notebook desta tarefa: deixe ali {asked}."
FILES_TOO_LARGE = (
    "Os arquivos junto dos notebooks de {path} têm {size_mb:.0f} MB, acima de {most_mb} MB: "
    "deixe só os necessários."
)
REPEATED = "célula {name} repetida: vale a última"
PUT_BACK = "célula {name} faltava e foi recolocada"
PATH_MENDED = "caminho errado de um arquivo da tarefa corrigido"
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
