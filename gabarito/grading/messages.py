"""What this package says to a person; another language would replace this module.

Fields in braces are filled with ``str.format``.
"""

NO_SUBMISSIONS = "Não há entregas de {lab}: ponha cada uma em {folder}/ALUNO/{lab}/."
NO_SUCH_SUBMISSION = "{student} não tem entrega de {lab} em {folder}: confira o nome da pasta."
CHANGED_MEANWHILE = (
    "Algum arquivo de que a nota de {lab} depende mudou durante a correção: rode o comando de "
    "novo, e todas as entregas desta vez são corrigidas outra vez."
)

# --- workers -------------------------------------------------------------------------

DIED = "O processo que a corrigia foi encerrado {times} vezes (falta de memória?): tente-a sozinha."
UNEXPECTED = "Erro inesperado ao corrigir ({kind}: {reason})."
