"""What this package says to a person; another language would replace this module.

Fields in braces are filled with ``str.format``.
"""

NO_SUBMISSIONS = "Não há entregas de {lab}: ponha cada uma em {place}/."
NO_SUCH_SUBMISSION = (
    "{student} não tem entrega de {lab} em {folder}: confira o nome da pasta (e "
    "c.CourseDirectory.student_id_exclude)."
)
CHANGED_MEANWHILE = (
    "Algum arquivo de que a nota de {lab} depende mudou durante a correção: rode o comando de "
    "novo, e todas as entregas desta vez são corrigidas outra vez."
)

# --- workers -------------------------------------------------------------------------

DIED = "O processo que a corrigia foi encerrado {times} vezes (falta de memória?): tente-a sozinha."
UNEXPECTED = "Erro inesperado ao corrigir ({kind}: {reason})."

# --- a cluster -----------------------------------------------------------------------

BAD_ADDRESS = (
    "{address} não é o endereço de um cluster: use tcp://MAQUINA:8786, tls://MAQUINA:8786 ou, para "
    "esta máquina, local:N."
)
OUTSIDE = (
    "{path} fica fora da pasta do curso ({root}), e só o que está nela vai para o cluster: mova-o "
    "para lá ou corrija sem --dask."
)
TOO_LARGE = "{path} tem mais de {most_mb} MB, e não vai ao cluster: corrija-a sem --dask."

UNREACHABLE = (
    "Nenhum agendador do Dask responde em {address} ({reason}): confira o endereço e se o "
    "`dask scheduler` está rodando (com tls://, também os certificados)."
)
NOT_STARTED = (
    "Os trabalhadores do Dask não iniciaram nesta máquina ({reason}): tente com menos (local:N) ou "
    "corrija sem --dask."
)
NO_CERTIFICATES = (
    "{address} pede certificados, e a configuração do Dask não diz quais são: defina "
    "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__TLS__CLIENT__CERT e …__TLS__CLIENT__KEY."
)
NO_WORKERS = (
    "O cluster em {address} não tem nenhum trabalhador: inicie um em cada núcleo com "
    "`dask worker {address} --nthreads 1`."
)
ALL_GONE = "o cluster ficou sem trabalhadores; a correção continua quando houver algum."
CUT = "a conexão com o cluster caiu e foi refeita; o que estava em andamento é pedido de novo."
LOST = (
    "A conexão com o cluster em {address} caiu e não voltou: o que já foi corrigido está gravado, "
    "e o próximo gabarito grade continua dali."
)

NOT_OURS = (
    "O trabalhador {worker} não responde como o Gabarito ({reason}): instale nele o mesmo Gabarito "
    "desta máquina, com o extra cluster."
)
THREADS = (
    "O trabalhador {worker} faria {threads} correções ao mesmo tempo no mesmo processo: inicie-o "
    "com --nthreads 1 (e --nworkers N, para usar N núcleos)."
)
OTHER_VERSIONS = (
    "O trabalhador {worker} não é igual a esta máquina, e daria outras notas ({differences}): "
    "instale o mesmo nos dois."
)
DIFFERENCE = "{name} {here} aqui e {there} lá"
MORE = "e mais {count}"
NONE = "nenhum"
OTHER_PACKAGE = "os arquivos do Gabarito"
NO_TIER = (
    "O trabalhador {worker} não isola código de alunos na camada {tier} (lá: {there}): veja "
    "`gabarito --help` ou escolha outra com --isolation."
)
OTHER_COURSE = (
    "Neste trabalhador o curso não fica igual ao desta máquina: a configuração depende da pasta em "
    "que está, ou há arquivos de configuração do Jupyter fora do curso em só uma das máquinas."
)
BROKEN = "O cluster não conseguiu corrigi-la ({kind}: {reason}): tente-a sem --dask."

# --- the instructor's own notebook ---------------------------------------------------

SOURCE_LOSES = (
    "O notebook do professor perde pontos na correção de {lab} ({where}), e ninguém foi corrigido: "
    "acerte a fonte ou o que falta nesta máquina, ou, se ela é assim mesmo, escreva "
    "c.Gabarito.{switch} = False em {file}."
)
QUESTION_LOSES = "a questão {name} fica com {score} de {most}"
CELL_FAILS = "; a célula {number} de {notebook}, `{line}`, dá {error}"
SOURCE_NEEDS = "; o que ele importa e não existe ali: {packages}"

# --- who may be graded ---------------------------------------------------------------

UNKNOWN_STUDENT = (
    "{student} não está no caderno de notas, e c.Autograde.create_student é False: cadastre com "
    "`nbgrader db student add {student}`."
)

# --- what was handed in, and where -----------------------------------------------------

WHOSE = "não diz de que aluno é: ponha em uma pasta com o nome dele."
IS_LINK = "é um atalho: ponha ali a pasta com a entrega."
ODD_NAME = "tem no nome um caractere que não se vê ou não se lê: dê outro nome à pasta."
ANOTHER = "não contou: vale {counts}; se for esta, deixe só uma."
SEVERAL = "Em {path} mais de uma coisa pode ser a entrega de {lab} ({files}): deixe só a que vale."
WHICH_LAB = "Em {path} nada diz de que lab é {files}: se for {lab}, ponha na pasta {lab}/."
SEVERAL_PLACES = "Há mais de uma entrega ({files}): deixe só a que vale."
SAME_STUDENT = (
    "As pastas {names} parecem ser do mesmo aluno: junte-as, ou cadastre cada um com "
    "`nbgrader db student add`."
)
COUNTS_AS_STUDENT = "a pasta {name} conta como a de {student}"
COUNTS_AS_LAB = "{name} conta como {lab}/"
COUNTS_AS_NOTEBOOK = "{file} conta como {name}.ipynb"
INSIDE = "contou o que está em {name}"
NO_NOTEBOOK = "Em {path} não há notebook (.ipynb): deixe ali um só, com o nome {lab}.ipynb."
MANY_NOTEBOOKS = "Em {path} há {count} notebooks: deixe ali um só, com o nome {lab}.ipynb."
DOUBTFUL = "Em {path} mais de um arquivo pode ser {lab}.ipynb ({files}): deixe só o que vale."
SEVERAL_INSIDE = "Em {path} mais de uma coisa pode ser a entrega ({files}): deixe só a que vale."
FOLDER_IS_LINK = "{path} é um atalho: entregue a pasta com o notebook."
LEFT_OUT = "de {name} ficou de fora: {files}"
AND_MORE = "e mais {count}"
BAD_ZIP = "{path} não pôde ser aberto ({reason}): abra o zip e deixe ali os notebooks."
OTHER_ARCHIVE = "{path} não é um zip: abra o pacote e deixe ali os notebooks."
STILL_HELD = "{reason} No caderno de notas continua a nota da entrega anterior."

# --- the gradebook -------------------------------------------------------------------

KEPT_FOR_LATER = (
    "{reason} Nada se perdeu: {count} correção(ões) desta vez estão em disco, e o próximo "
    "gabarito grade as grava no caderno sem corrigir de novo."
)

# --- the journal ---------------------------------------------------------------------

NOT_IN_JOURNAL = (
    "O diário das correções de {lab} não tem nada{student}: rode `gabarito grade {lab}` sem "
    "--from-journal."
)
NO_HISTORY = "O diário das correções não tem nada de {student}: confira o nome da pasta."
OF_STUDENT = " de {student}"
ANOTHER_LAB = (
    "{lab} ganhou ou perdeu células desde essa correção: rode `gabarito grade {lab}`, que a refaz."
)
NO_NOTEBOOKS = (
    "De {count} entrega(s) o diário tem a nota, e o notebook executado não está mais em disco: "
    "`gabarito grade {lab}` o refaz."
)
