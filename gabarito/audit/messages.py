"""What an audit tells the professor: every sentence, with named fields."""

COLUMNS = (
    "questão", "pontos", "mutantes", "equivalentes", "vivos", "pegos", "erros", "certas", "margem",
)  # fmt: skip
MARKDOWN_HEAD = (
    "| lab | mutantes | equivalentes | pegos | erros pegos | respostas certas aceitas |",
    "|:--|--:|--:|--:|--:|--:|",
)
MARKDOWN_ROW = (
    "| `{lab}` | {tried} | {equivalent} | {caught} % | {mistakes_caught} de {mistakes} "
    "| {right_taken} de {right} |"
)
UNCAUGHT = "{question}: o erro {mistake} passa em tudo."
NARROW = (
    "{question}: a tolerância de {check} não tem folga (certas até {right:.1e}, "
    "erros a partir de {wrong:.1e})."
)
REFUSED = "{question}: a resposta certa {alternative} é recusada."
SURVIVORS = "{question}: mudanças que nenhuma verificação percebe:"
AND_MORE = "    e mais {count} (veja --json)"
BAD_EQUIVALENTS = (
    "{path} não serve ({error}): cada questão é uma lista de tabelas com change e reason."
)

DIAGNOSED_HEAD = (
    "| lab | erros | com diagnóstico | certo | compatível | errado | não lido | só a exceção "
    "| nada | certas com diagnóstico | CPU, ms |",
    "|:--|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
)
DIAGNOSED_ROW = (
    "| `{lab}` | {mistakes} | {told} ({share} %) | {rightly} | {compatible} | {wrong} | {unread} "
    "| {raises} | {nothing} | {right} | {cpu} |"
)
DIAGNOSED = "{question} · {name}: {diagnosis}"
SAID = "    → {name}: {sentence} [{verdict}]"
SAID_NOTHING = "    → {verdict}"
VERDICTS = {
    "certo": "certo",
    "compativel": "compatível",
    "errado": "errado",
    "nao_lido": "não lido",
    "nada": "nada",
    "para": "nada: para em toda chamada, e a verificação diz onde",
}
BAD_READINGS = (
    "{path} não serve ({error}): para cada erro, uma tabela com told (a frase que se leu) e "
    "verdict (certo, compativel ou errado)."
)
RIGHT_TOLD = "{question}: a resposta certa {name} recebe um diagnóstico: {sentence}"
