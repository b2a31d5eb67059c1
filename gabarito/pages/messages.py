"""What this package says to a person, its templates aside; another language would replace both.

Fields in braces are filled with ``str.format``.
"""

NOTHING_GRADED = "Não há nada corrigido de {lab}: rode `gabarito grade {lab}`."
NOT_GRADED = "Não há correção de {student} em {lab}: confira o nome, ou corrija primeiro."
TOO_LONG = "a página passou de {seconds} s de processador"
NOT_GENERATED = "O nbgrader não gerou a devolutiva de {student} em {lab}: {reason}."
NO_RECORD = "Falta {path}: corrija com `gabarito grade {lab} --force` antes da devolutiva."
