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

# --- CSV files -----------------------------------------------------------------------

CSV_UNREADABLE = "Não foi possível ler {path} ({reason}): confira o caminho e as permissões."
CSV_TOO_LARGE = "{path} passa de {most_mb} MB: não é a planilha de uma turma."
NO_CSV = (
    "{path} não é um CSV com texto: salve a planilha como CSV (UTF-8) e rode o comando de novo."
)

# --- the class list ------------------------------------------------------------------

NO_ROSTER_COLUMNS = (
    "{path} não tem coluna de e-mail nem de matrícula (as que há: {columns}): a primeira linha "
    "deve dar o nome das colunas, como em `nome;e-mail;matrícula`."
)
NO_STUDENTS = "{path} não tem nenhum aluno: confira se é mesmo a lista da turma."
SAME_ID = (
    "Em {path}, mais de uma linha teria o identificador {id} ({names}): ponha a matrícula de cada "
    "um em uma coluna, e ninguém toma o lugar de outro. Nada foi gravado."
)
ROSTER_LINE = "linha {number} ({who})"
NOT_A_STUDENT = "{line}: fora da lista, porque o papel é {role}."
NO_ID_NO_EMAIL = "{line}: fora da lista, porque não tem matrícula nem e-mail."

# --- grades that go to a platform ----------------------------------------------------

NOTHING_GRADED = "Não há nada corrigido de {lab}: rode `gabarito grade {lab}`."
BAD_RECORD = "{path} não é um registro que se leia; `gabarito grade {lab}` o faz de novo."
GRADE_COLUMNS = (
    "nome",
    "identificador",
    "e-mail",
    "nota",
    "máximo",
    "atraso",
    "desconto por atraso",
)
NO_WORKSHEET = (
    "{path} não é a planilha de notas do Moodle, que tem as colunas Identificador e Nota "
    "(Identifier, Grade): na tarefa, ative o tipo de feedback *Planilha de notas offline* e "
    "baixe-a em *Baixar planilha de notas*."
)
WORKSHEET_LOCKED = "{name}: o Moodle não deixa mudar a nota; a linha ficou como estava."
WORKSHEET_SCALE = "{name}: a nota máxima na planilha é {most}; a linha ficou como estava."
WORKSHEET_ABOVE = (
    "{name}: a nota passa do máximo da planilha ({most}), que o Moodle recusa; ficou o máximo."
)
WORKSHEET_COMMENTED = "{name}: já havia um comentário de outra pessoa, e ele ficou."
NOT_IN_WORKSHEET = "{name}: tem nota, mas nenhuma linha da planilha pode ser só sua."
WORKSHEET_STRANGER = "{name}: está na planilha, mas não no caderno de notas; a linha não mudou."
HANDED_IN_UNGRADED = "{name}: entregou, e não tem nota; `gabarito grade {lab}` diz por quê."
TEXT_UNGRADED = (
    "Falta quem corrija à mão {count} resposta(s) de {question}, que vão sem esses pontos: "
    "o Formgrader as mostra."
)
NO_PAGES = "Sem o zip das devolutivas, porque não há páginas: rode `gabarito feedback {lab}`."
COMMENT_MARK = "Correção do Gabarito"
COMMENT_GRADE = "{mark}: {score} de {most}."
COMMENT_LATE = "Atraso: {words}."
COMMENT_QUESTION = "{name}: {score} de {most}{why}"
COMMENT_WHY = ". Não passou: {message}"

# --- submissions that come from a platform -------------------------------------------

NOTHING_TO_COLLECT = "{path} não existe: dê o zip que a plataforma baixou, ou uma pasta."
SEVERAL_STUDENTS = "{name} pode ser mais de uma pessoa da lista ({ids})"
NO_SUCH_STUDENT = "ninguém da lista se chama assim ({name}): confira com `gabarito roster`"
FILE_TOO_LARGE = "passa de {most_mb} MB: se é mesmo a entrega, copie-a à mão para submitted/"
TWO_OF_ONE_NAME = "há outro arquivo com este nome na mesma entrega"
OF_ANOTHER_LAB = "é de outro lab ({lab})"
TYPED_TEXT = "é texto digitado no Moodle, não um notebook"
NOT_A_STUDENTS_FILE = "este nome é reservado: a data vem da plataforma, não do aluno"
NAMESAKES = (
    "mais de uma pessoa no Moodle tem o nome de {student}: ponha cada notebook em uma pasta com o "
    "identificador do dono e recolha as pastas"
)
LATER_ATTEMPT = "há uma tentativa mais nova"
TOO_MANY_FILES = "tem mais de {most} arquivos"
NO_NOTEBOOK = "não há notebook (.ipynb)"
WHICH_NOTEBOOK = "não se sabe qual é o notebook ({names}): peça um só, ou o nome {wanted}"
HOME_IS_LINK = "{path} é um atalho: nada se grava através dele"
NOT_LATER = "não é mais nova que a que está em {path}"
