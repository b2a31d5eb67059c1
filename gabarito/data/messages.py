"""What this package says to a person; another language would replace this module.

Fields in braces are filled with ``str.format``.
"""

# --- the registry --------------------------------------------------------------------

NO_REGISTRY = "O registro de dados {path} não pôde ser lido: confira se {root} é a pasta do curso."
MALFORMED_REGISTRY = (
    "O registro de dados {path} está malformado ({reason}): cada [[file]] precisa de name, bytes, "
    "sha256, used_by e urls (ou converted_from e keys)."
)
NOT_REGISTERED = "O arquivo {name} não está no registro de dados: os registrados são {known}."

# --- files ---------------------------------------------------------------------------

UNREADABLE = "O arquivo {path} não pôde ser lido: {reason}."
CHANGED = "O arquivo {path} mudou depois de baixado: rode o comando de novo."
FOLDER_NOT_WRITABLE = "A pasta {folder} não aceita gravação: libere-a e tente de novo."
OTHER_CONVERSION = (
    "A conversão de {source} para {name} deu outro arquivo ({difference}): nada foi gravado; "
    "confira o registro de dados."
)
NOT_PLAIN_ARRAYS = (
    "O arquivo {name} não é uma lista de {count} arrays de números: ele foi recusado sem ser "
    "executado; confira o registro de dados."
)

# --- downloads -----------------------------------------------------------------------

NOT_FETCHED = (
    "Não foi possível baixar {name} de {failures}: tente mais tarde ou ponha o arquivo, de sha256 "
    "{sha256}, em {path}."
)
NEXT_MIRROR = "; nem de "
WRONG_BYTES = "sha256 esperado {expected}, recebido {received}"
INVALID_URL = "endereço inválido"
SERVER_ANSWERED = "o servidor respondeu {status}"
DISK_ERROR = "erro ao gravar: {reason}"
NO_CONNECTION = "sem conexão com o servidor"
