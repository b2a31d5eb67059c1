"""What this package says to a person; another language would replace this module.

Fields in braces are filled with ``str.format``.
"""

NO_PERMISSION = "Sem permissão para escrever em {path}: confira o dono e as permissões da pasta."
NOT_WRITTEN = "Não foi possível escrever em {path} ({reason}): confira o disco e a pasta."

# --- one program at a time -----------------------------------------------------------

BUSY = "Já há {what} em andamento ({who}): espere que termine, ou encerre o processo."
HOLDER = "processo {pid}, de {who}, desde {when}"
NOBODY_KNOWN = "não se sabe de quem"

# --- zips of others ------------------------------------------------------------------

NOT_A_ZIP = "não é um zip, ou veio incompleto"
TOO_MANY_MEMBERS = "tem mais de {most} arquivos"
TOO_MUCH_INSIDE = "o zip abre em mais de {most_mb} MB, e daqui em diante nada se lê dele"
TWICE = "há outro com o mesmo nome no zip"
MEMBER_BROKEN = "está estragado no zip"
MEMBER_LOCKED = "tem senha, ou uma compressão que não se abre aqui"
MEMBER_TOO_LARGE = "passa de {most_mb} MB"
IS_LINK = "é um atalho para outro arquivo"
NO_COMMON_FILE = "não é um arquivo comum"
LEADS_OUT = "o nome leva para fora da pasta da entrega"
BAD_NAME = "o nome não serve para um arquivo"
NESTED = "é um arquivo compactado dentro da entrega: peça o notebook solto"
