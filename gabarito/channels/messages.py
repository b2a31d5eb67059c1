"""What this package says to a person, its templates aside; another language would replace both.

``otter/cases.py`` says one sentence of its own: it is shipped alone, beside a student's notebook.
Fields in braces are filled with ``str.format``.
"""

# --- packages: what a professor does with each ---------------------------------------

HAND_OUT_THE_ZIP = (
    "Entregue o zip aos alunos: o notebook, as verificações visíveis e os arquivos do lab. "
    "Quem corrige é o zip de --target gradescope."
)
UPLOAD_OTTERS_GRADER = (
    "No Gradescope: Configure Autograder → Zip file upload. Aqui: otter run -a {path} "
    "entrega.ipynb. Não o mostre a alunos: ele traz as verificações ocultas."
)
UPLOAD_OUR_GRADER = (
    "No Gradescope: Configure Autograder → Zip file upload. Não o mostre a alunos: ele traz as "
    "verificações ocultas."
)

# --- otter ---------------------------------------------------------------------------

NOT_RELEASED = "Falta {notebook}: rode `gabarito release {lab}` antes."
OTTER_FILE = "Verificações de {question}, para o otter-grader."
OTTER_HOW_TO_HAND_IN = (
    "## Entrega\n\nSalve o notebook e rode a célula abaixo: ela gera o zip que você entrega. No "
    "Colab, em vez disso, baixe o notebook por *Arquivo → Fazer download* e entregue o `.ipynb`."
)

# --- Gradescope: the package ---------------------------------------------------------

CONFIG_TITLE = "O que a correção usa da configuração do curso."
WRONG_TIME = (
    "c.Gabarito.gradescope_hidden vale {value!r} na configuração do curso: troque por {known}."
)
OR = " ou "

# --- Gradescope: a result ------------------------------------------------------------

LAB = "Lab {lab}."
GRADE = "Nota: {total}."
POINTS = "{score} de {max_score}"
AFTER_DUE_DATE = "A nota e as verificações ocultas aparecem depois do prazo."
AFTER_PUBLISHED = "A nota e as verificações ocultas aparecem quando as notas forem publicadas."
REPAIR = "Conserto na entrega: {repair}."
WARNING = "Aviso: {warning}"

STATES = {
    "passed": "Certa.",
    "partial": "Em parte.",
    "failed": "Errada.",
    "missing": "Não respondida.",
    "broken": "Não executada.",
    "manual": "Correção manual.",
}
BY_HAND = "Vale {points} ponto(s), que o professor dá depois de ler."
INHERITED = (
    "Erro herdado: uma função anterior estava errada; esta foi julgada com a versão correta dela."
)
ONLY_VISIBLE = "Nenhuma verificação oculta passou; sem isso, os pontos das visíveis não contam."
CHECK_POINTS = "{points}: {title}"
HINT = "Dica: {hint}"

FOR_THE_PROFESSOR = "Para o professor"
TIER = "Corrigida na camada de isolamento {tier}."
UNISOLATED = (
    "ATENÇÃO: este contêiner não permite isolar o código dos alunos; só há limites de tempo e de "
    "memória. Veja docs/gradescope.md."
)
NOT_THE_STUDENTS_FAULT = (
    "A correção falhou por um problema que não é da sua entrega: avise o professor. "
    "Esta nota ainda não vale."
)
