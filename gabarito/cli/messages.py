"""What this package says to a person; another language would replace this module.

The help of commands and options is beside them, where click looks for it. Fields in braces are
filled with ``str.format``.
"""

COMPLAINT = "gabarito: {message}"
"""How whatever goes to stderr is introduced."""

INTERRUPTED = "Interrompido: o que já estava pronto ficou gravado."

# --- wrong use -----------------------------------------------------------------------

ONE_LAB_AT_A_TIME = "Com --from-notebook, diga o LAB: um notebook por vez."
NO_TARGET = "Falta dizer para onde: --target colab, otter ou gradescope."
NOTHING_TO_WRITE = "--engine e --em não servem com --target colab, que nada grava."
NOTHING_IS_JUDGED = (
    "Com --from-journal nada é corrigido: --workers, --dask, --isolation, --force e --dry-run não "
    "servem."
)
WORKERS_OR_CLUSTER = "--workers e --dask não vão juntos: no cluster, quantos são é dele (local:N)."
ENGINE_IS_FOR_GRADESCOPE = "--engine {engine} só serve com --target gradescope."
NO_SUCH_COMMAND = "O comando {name} não existe: os que há são {known}."
NO_SUCH_OPTION = "A opção {option} não existe: veja as que há com --help."
MISSING = "Falta {parameter}: veja o uso com --help."
BAD_VALUE = "O valor dado em {parameter} não serve: veja o uso com --help."
NO_VALUE = "A opção {option} está sem o seu valor: veja o uso com --help."
SOME_ARGUMENT = "um argumento"

# --- click's own words ---------------------------------------------------------------

USAGE = "Uso: "
USAGE_WORDS = {"[OPTIONS]": "[OPÇÕES]", "COMMAND [ARGS]...": "COMANDO [ARGUMENTOS]..."}
HEADINGS = {"Options": "Opções", "Commands": "Comandos"}
HELP = "Mostra esta ajuda."

# --- a course, a lab -----------------------------------------------------------------

COURSE_MADE = "Curso criado em {folder}, com o lab {lab}."
ENTER = "Entre na pasta: cd {folder}"
TRY_DEMO = "Para ver o caminho inteiro com uma turma inventada: gabarito demo"
EDIT_THEN_BUILD = "Troque o que é do exemplo e monte o notebook: gabarito build {lab}"

JUPYTER_OPTIONS = "[-- OPÇÕES DO JUPYTER...]"

# --- what was done -------------------------------------------------------------------

PAGES = "{count} página(s) em {folder}/ALUNO/{lab}.html"
CLASS_PAGE = "{folder}/{lab}.html e {folder}/{lab}.csv"
NO_LAB_GRADED = "Nenhum lab tem correção: rode antes `gabarito grade LAB`."
DEMO_LEFT_OUT = "{lab} fica de fora: não há {packages} nesta máquina."
DEMO_PAGES = "Devolutivas: {folder}/ALUNO/{lab}.html"
DEMO_CLASS_PAGE = "Página da turma: {folder}/{lab}.html"
DEMO_RELEASE = "Versão do aluno: {folder}"
DATA_STATES = {"ok": "ok", "absent": "ausente", "different": "diferente"}

# --- progress ------------------------------------------------------------------------

GRADING = "corrigindo"
NOT_GRADED = "{count} sem correção"
WRITING_PAGES = "devolutivas"
AUDITING = "auditando {lab}"
DIAGNOSING = "diagnosticando {lab}"

# --- tables --------------------------------------------------------------------------

STATES = {
    "passed": "certa",
    "partial": "em parte",
    "failed": "errada",
    "missing": "não respondida",
    "broken": "não executada",
    "manual": "correção manual",
}
QUESTION = "{name}: {state}, {points}{note}"
INHERITED = " (erro herdado)"
OF_STUDENT = "{student}: {words}"
OF_QUESTION = "{student}, {question}: {words}"
POINTS = "{score} de {max_score}"
HINT = "Dica: {hint}"
REPAIR = "conserto: {repair}"
WARNING = "aviso: {warning}"
READING = "Lendo {path} ({size_mb:.0f} MB)…"
WATCHING = "{now:%H:%M:%S} À espera de que {path} seja gravado; Ctrl-C termina."
GRADE = "Nota: {points}"
STUDENT_COLUMN = "aluno"
NAMESAKE = "{name} ({id})"
GRADE_COLUMN = "nota"
COULD_NOT_GRADE = "Não corrigida: {student}. {reason}"
COULD_NOT_WRITE = "Sem página: {student}. {reason}"
NOT_UNDERSTOOD = "Sem dono ou sem uso: {place} {reason}"
NO_GRADE = "não corrigida"
ABSENT = "não entregou"
MISSING_PACKAGE = (
    "{package} não está instalado onde a correção roda: {count} entrega(s). "
    "Para instalar: {command}"
)
MISSING_MODULE = (
    "{package} não existe onde a correção roda: {count} entrega(s). É um arquivo que não veio, ou "
    "um pacote: veja o que é antes de instalar."
)
UNCHANGED = "{count} entrega(s) sem mudança desde a última correção."

# --- what grading changed, or would --------------------------------------------------

HISTORY_COLUMNS = ("quando", "lab", "por", "versão", "pontos", "o que mudou")
PREVIEW_COLUMNS = ("aluno", "pontos", "o que mudaria")
NONE = "nada"
FROM_TO = "{before} → {after}"
QUESTION_CHANGED = "{question}: {points}"
NOTHING_WRITTEN = (
    "Nada foi gravado: {judged} entrega(s) seriam corrigidas, {unchanged} ficariam como estão."
)

# --- in Gradescope's container -------------------------------------------------------

REFERENCE_DOES_NOT_PASS = (
    "No contêiner, a resposta do professor em {lab} não passa em {questions}: monte o pacote de "
    "novo a partir de um lab que passe."
)
REHEARSED = "a resposta do professor tira {total}, na camada {tier}."

# --- class list, submissions, grades -------------------------------------------------

NAME_COLUMN = "nome"
ID_COLUMN = "identificador"
EMAIL_COLUMN = "e-mail"
ADDED = "novo"
CHANGED = "mudou"
AS_BEFORE = "já estava"
ENROLLED = "{total} aluno(s): {added} novo(s), {changed} com mudança."
NO_FORMAT = "Falta dizer em que formato: --format csv, moodle, gradescope ou classroom."
WORKSHEET_IS_FOR_MOODLE = (
    "--format moodle pede --worksheet ARQUIVO, a planilha de notas baixada da tarefa; os outros "
    "formatos não a usam."
)
FILE_COLUMN = "arquivo"
WHAT_COLUMN = "o que foi feito"
COLLECTED = {
    "taken": "recolhida",
    "renamed": "recolhida com o nome do lab",
    "replaced": "no lugar da anterior",
    "unchanged": "já estava",
    "older": "ficou de fora",
    "refused": "recusado",
}
NOT_HANDED_IN = "Sem entrega ({count}): {names}."
