"""What this package says to a person; another language would replace this module.

Fields in braces are filled with ``str.format``.
"""

NO_PERMISSION = "Sem permissão para escrever em {path}: confira o dono e as permissões da pasta."
NOT_WRITTEN = "Não foi possível escrever em {path} ({reason}): confira o disco e a pasta."
