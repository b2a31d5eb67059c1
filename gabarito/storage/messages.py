"""What this package says to a person; another language would replace this module.

Fields in braces are filled with ``str.format``.
"""

NO_PERMISSION = "Sem permissão para escrever em {path}: confira o dono e as permissões da pasta."
NOT_WRITTEN = "Não foi possível escrever em {path} ({reason}): confira o disco e a pasta."

# --- zips of others ------------------------------------------------------------------

ZIP_BROKEN = "não é um zip, ou veio estragado"
ZIP_LOCKED = "tem senha, ou foi feito de um jeito que não se lê aqui"
ZIP_TOO_LARGE = "o conteúdo passa de {most_mb} MB"
ZIP_TOO_MANY = "tem mais de {most} arquivos"
ZIP_LEADS_OUT = "um nome ali dentro leva para fora da pasta"
ZIP_TWICE = "dois arquivos ali dentro têm o mesmo nome"
