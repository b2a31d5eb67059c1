"""What this package says to a person, its templates aside; another language would replace both.

Fields in braces are filled with ``str.format``.
"""

NOTHING_GRADED = "Não há nada corrigido de {lab}: rode `gabarito grade {lab}`."
NOT_GRADED = "Não há correção de {student} em {lab}: confira o nome, ou corrija primeiro."
TOO_LONG = "a página passou de {seconds} s de processador"
NOT_GENERATED = "O nbgrader não gerou a devolutiva de {student} em {lab}: {reason}."
PROCESS_DIED = (
    "O processo que fazia a página de {student} morreu: rode o comando de novo e, se acontecer "
    "outra vez, veja se falta memória."
)
UNEXPECTED = "Um erro inesperado ({kind}: {reason})."
UNREADABLE = "{path} falta ou não se lê; `gabarito grade {lab}` o faz de novo"

# --- a notebook on paper -------------------------------------------------------------

NO_BROWSER = (
    "Para fazer o PDF falta o Chromium, o Chrome ou o Edge: instale um (no Debian e no Ubuntu, "
    "apt install chromium), ou abra o notebook no navegador e use Arquivo → Imprimir → Salvar como "
    "PDF (no Colab também)."
)
NOT_PRINTED = "{browser} não fez o PDF: {reason}."
PRINTING_TOO_LONG = "passou de {seconds} s"
WITHOUT_A_WORD = "ele não disse por quê"
NOT_RUN = "Nenhuma célula de {path} tem saída: execute tudo, salve e faça o PDF de novo."
NO_NAME = "{name!r} não tem letra nenhuma: diga o seu nome e sobrenome."

# --- on a page -----------------------------------------------------------------------

SOME_IMAGE = "Imagem sem descrição"

# --- whom to look at first -----------------------------------------------------------

HANDED_IN_NOT_GRADED = "entregou e não foi corrigida"
ABSENT = "não entregou"
ZERO = "nota zero"
SUDDEN_ZERO = "nota zero, e {share} % em média nos outros labs"
BROKEN = "questão que não pôde ser executada"
WARNED = ("1 aviso", "{count} avisos")
REPAIRED = ("1 conserto na entrega", "{count} consertos na entrega")
"""One, and several."""
LATE = "entregou com atraso"
TO_READ = "resposta escrita por ler"

# --- small pictures ------------------------------------------------------------------

OBTAINED = "obtido"
EXPECTED = "esperado"
OFF = "diferença"
READ = "entrada"
TIMES = "filtro"
READ_BY = "o que {place} lê, linhas {rows} e colunas {columns}"
MATRIX = "{name}, {title}, linha por linha: {rows}"
CURVES = (
    "{name}: curva obtida e curva esperada, {count} pontos; {wrong} diferem, o primeiro é o "
    "{first}: obtido {got}, esperado {want}"
)

# --- asking for a second look --------------------------------------------------------

WRONG_REGRADE_URL = (
    "c.Gabarito.regrade_url vale {value!r} na configuração do curso: escreva um endereço mailto: "
    "ou https:, com os campos {{lab}}, {{question}} e {{key}} onde devam entrar."
)
SUBJECT = "Revisão de {lab}: {question}"
LETTER = (
    "Questão: {question}\r\nLab: {lab}\r\nCorreção: {key}\r\n\r\nO que peço que olhem de novo: "
)
