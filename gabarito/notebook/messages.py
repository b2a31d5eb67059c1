"""What reading a lab's text or a student's file tells people: every sentence, with named fields."""

# --- a student's file ----------------------------------------------------------------

NO_FILE = "{path} não existe: confira o nome do arquivo."
NO_REGULAR_FILE = "{path} não é um arquivo comum: entregue o .ipynb, não um atalho."
TOO_LARGE = (
    "{path} tem {size_mb:.0f} MB, acima de {most_mb} MB: limpe as saídas e entregue de novo."
)
UNREADABLE = "{path} não pôde ser lido ({reason})."
EMPTY_FILE = "{path} está vazio: baixe o .ipynb de novo e reenvie."
NO_JSON = "{path} não é um notebook: o conteúdo não é JSON; baixe o .ipynb de novo e reenvie."
OTHER_JSON = "{path} é JSON, mas não um notebook do Jupyter: baixe o .ipynb de novo e reenvie."
UPGRADED = "formato {major}.{minor} atualizado para 4.5 (células sem id)"
OTHER_ENCODING = "texto em {encoding} lido como está; o Jupyter grava em UTF-8"
OUTPUTS_LEFT_OUT = "saídas da célula {number} deixadas de lado: grandes demais"
NO_CELL = "célula {number} deixada de lado: não é uma célula de notebook"
MORE_REPAIRS = "e mais {count} consertos de leitura"
FIRST_CELLS_ONLY = "só as primeiras {most} células contam"
TOO_MUCH_CODE = "célula {number} deixada de lado: código demais para um notebook"

TOO_MUCH_TEXT = "célula {number} cortada: texto demais para um notebook"

IMAGE_TAKEN_IN = "imagem {name}, que veio ao lado do notebook, posta na célula {number}"
IMAGE_LEFT_OUT = "imagem {name} da célula {number} deixada de lado: {why}"
NO_PICTURE = "não é PNG, JPEG, GIF ou WebP, ou é grande demais"
NOT_HANDED_IN = "não veio na entrega"
MORE_IMAGES = "e mais {count} imagens ou textos"
NOT_SHOWN = "*(imagem não mostrada: {name})*"

NOT_INSTALLED = (
    "{package} não está instalado onde a correção roda: só o que depende dele deixou de funcionar."
)
NO_MODULE = (
    "{package} não existe onde a correção roda (não é pacote instalado ali nem arquivo da "
    "entrega): só o que depende dele deixou de funcionar."
)

OUTPUTS_CUT = "[saídas cortadas: passaram do limite da correção]\n"

# --- a lab's text --------------------------------------------------------------------

THE_TEXT = "do texto"
OF_A_FILE = "de {path}"
NO_HEADER = "O cabeçalho {text} não traz `gabarito: lab: NOME`: acrescente-o."
BAD_HEADER = "O cabeçalho {text} não pôde ser lido (linha {line}: {reason}): corrija-o."
NO_LIST = "Em {key}, o cabeçalho {text} tem de trazer uma lista de arquivos, como [a.py, b.py]."
NAME_TWICE = "O nome {name} marca {count} células {text}: use um nome por célula."
UNPAIRED = (
    "A célula {name} {text} tem `### BEGIN SOLUTION` sem `### END SOLUTION`, ou o contrário: ponha "
    "os dois, cada um em sua linha."
)
CANNOT_WRITE = (
    "A célula {cell} não cabe no texto sem perda: tire dela linhas que começam "
    "com `# %%` ou metadados fora do comum; nada foi gravado."
)
