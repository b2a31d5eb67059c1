"""What this package says to a person; another language would replace this module.

Fields in braces are filled with ``str.format``.
"""

# --- before anything is sent -----------------------------------------------------------

BAD_ADDRESS = (
    "{address} não é o endereço de um cluster: use tcp://MAQUINA:8786, tls://MAQUINA:8786 ou, para "
    "esta máquina, local:N."
)
OUTSIDE = (
    "{path} fica fora da pasta do curso ({root}), e só o que está nela vai para o cluster: mova-o "
    "para lá ou corrija sem --dask."
)
TOO_LARGE = "{path} tem mais de {most_mb} MB, e não vai ao cluster: corrija-a sem --dask."

# --- the connection ----------------------------------------------------------------------

UNREACHABLE = (
    "Nenhum agendador do Dask responde em {address} ({reason}): confira o endereço e se o "
    "`dask scheduler` está rodando (com tls://, também os certificados)."
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

# --- what a worker is --------------------------------------------------------------------

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
