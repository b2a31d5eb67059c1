"""What this package says to a person, its templates aside; another language would replace both.

Fields in braces are filled with ``str.format``.
"""

# --- build ---------------------------------------------------------------------------

MADE_CELL_EDITED = (
    "O botão do Colab, a célula de preparo ou a da entrega foi editada em {notebook}: desfaça a "
    "mudança, porque a montagem escreve as três; nada foi gravado."
)
CHECK_CELL_EDITED = (
    "A célula de verificação de {question} foi editada em {notebook}: leve a mudança para "
    "{checks}, de onde ela vem; nada foi gravado."
)

BAD_QUESTIONS = "Não consegui ler {file}: {reason}; corrija o arquivo e rode `gabarito build`."
HALF_A_QUIZ_QUESTION = (
    "A pergunta {name} de {file} não está inteira: dê um texto a cada letra, pelo menos duas, e em "
    "`certa` diga qual delas é a certa."
)

# --- release -------------------------------------------------------------------------

NOT_WHAT_WAS_BUILT = (
    "Algum arquivo de {folder} não é o que foi montado: rode `gabarito build {lab}` antes; nada "
    "foi publicado."
)
LEAK = (
    "A entrega de {lab} mostraria {count} linha(s) de solução ou de verificação oculta; a primeira "
    "é `{line}` em {file}: tire-a dali; nada foi publicado."
)

ANSWERS_STAY = (
    "{text}: todo o texto de {names} é tido como resposta sua, e o aluno recebe no lugar a linha "
    "de c.ClearSolutions.text_stub. Se há enunciado ali, ponha-o em uma célula acima, ou a "
    "resposta entre `### BEGIN SOLUTION` e `### END SOLUTION`."
)

# --- Colab ---------------------------------------------------------------------------

PENDING_LINKS = (
    "os links do Colab ainda dizem {placeholder}: ponha o seu repositório em "
    "c.Gabarito.repository ({file}), rode `gabarito build` e publique de novo."
)
NOT_A_REPOSITORY = (
    "c.Gabarito.repository vale {value!r} em {file}: escreva "
    '"usuario/repositorio", como no endereço do GitHub.'
)
NO_REPOSITORY = (
    "{file} não diz onde o curso está no GitHub: acrescente "
    'c.Gabarito.repository = "usuario/repositorio" e rode `gabarito build`.'
)
BADGE = "Abrir no Colab"
SETUP_TITLE = "# @title Preparar o notebook: rode esta célula antes das outras"
SAVE_A_COPY = (
    "No Colab, comece por *Arquivo → Salvar uma cópia no Drive*: sem isso, o que você escrever "
    "se perde quando a página fecha."
)

PDF = "NomeSobrenome-{lab}.pdf"
HAND_IN = """\
### Para entregar

1. Reinicie o kernel, execute tudo e salve: o PDF mostra o que está salvo.
2. Faça o PDF, com o nome `{name}`:
   - no Colab, *Arquivo → Imprimir* e, como impressora, *Salvar como PDF*;
   - no computador, com o Gabarito e o Chromium, o Chrome ou o Edge instalados, escreva o seu nome
     na célula abaixo, salve de novo e rode só ela; sem eles, *Arquivo → Imprimir* (*File → Print*)
     no JupyterLab."""
PDF_TITLE = "# @title Fazer o PDF: escreva o seu nome, salve e rode só esta célula"
YOUR_NAME = 'NOME = ""  # @param {type: "string"}'

# --- the made-up class ---------------------------------------------------------------

UNKNOWN_MISTAKE = "turma.py pede o erro {name}, que mistakes.py não tem: os que há são {known}."
NO_CLASS = "{path} não define turma(material): escreva-a como em docs/primeiro-lab.md."
CLASS_FAILS = "{path} falhou na linha {line} ({reason}): corrija-a."
NOT_A_DEMO = "{folder} já existe e não é de uma demonstração: renomeie-a ou escolha outra com --em."

# --- a new course, a new lab ---------------------------------------------------------

NO_FOLDER = "{folder} não é uma pasta: escolha outro nome para o curso."
NOT_EMPTY = (
    "{folder} não está vazia (tem {name}, por exemplo): escolha outra pasta para o curso; nada foi "
    "gravado."
)
NO_LAB_NAME = (
    "{name!r} não serve de nome para um lab: use letras sem acento, números e _, começando por uma "
    "letra, como {example}."
)
LAB_EXISTS = "Já existe {name} em {root}: escolha outro nome; nada foi gravado."
REFERENCE = "referência"
