"""What judging tells students and professors: every sentence of it, with named fields."""

# --- which cell is which -------------------------------------------------------------

OTHER_LAB = (
    "{path} não é deste lab ({lab}): nenhuma célula das questões está nele; "
    "confira se o arquivo é o certo."
)
IS_IT_THIS_LAB = (
    "é o notebook certo? Só {found} das {asked} funções pedidas neste lab estão nele; o que não "
    "está ficou sem pontos."
)
KNOWN_BY_PLACE = "célula {cell} reconhecida pelo lugar em que está"
KNOWN_BY_ID = "célula {cell} reconhecida pelo id da célula"
KNOWN_BY_CHECKS = "célula {cell} reconhecida pelas verificações que tem"
KNOWN_BY_FIRST_LINE = "célula {cell} reconhecida pela primeira linha"
KNOWN_BY_FUNCTION = "célula {cell} reconhecida pela função que define"
PUT_BACK = "célula {cell} faltava e foi recolocada"

# --- the course ----------------------------------------------------------------------

EXECUTE = (
    'c.Gabarito.execute vale {mode!r} na configuração do curso: escreva "needed" (roda o que a '
    'nota precisa) ou "all" (roda tudo, menos as demonstrações).'
)

BAD_MUTANTS = (
    "{path} não serve ({error}): escreva-o de novo com gabarito audit --diagnosis, ou apague-o."
)

# --- what was repaired ---------------------------------------------------------------

COUNTS_AS = "{other} conta como {name}"
DEFINED_AGAIN = (
    "{name} está definida {count} vezes: conta a última resposta, na célula {number}, e não o "
    "enunciado copiado depois dela"
)
DEFINED_TWICE = "{name} está definida {count} vezes: conta a última, na célula {number}"
NAME_REUSED = "o nome {name} foi dado a um valor; conta a última função com esse nome"
PATH_MENDED = "caminho errado do arquivo {name} corrigido"

# --- cells that did not run to their end ---------------------------------------------

THIS_CELL = {
    "TOO_LONG": "Esta célula passou do tempo limite e foi deixada de lado.",
    "DIED": "Esta célula encerrou o Python que a executava e foi deixada de lado.",
}
"""In the cell's own output."""
CELL = {
    "TOO_LONG": "A célula {number} passou do tempo limite e foi deixada de lado.",
    "DIED": "A célula {number} encerrou o Python que a executava e foi deixada de lado.",
    "INTERRUPTED": "A célula {number} passou do tempo limite e foi interrompida: "
    "o que vinha depois nela não rodou.",
}
OWN_CELL = {
    "TOO_LONG": "A célula que define {name} passou do tempo limite e foi deixada de lado.",
    "DIED": "A célula que define {name} encerrou o Python que a executava e foi deixada de lado.",
    "INTERRUPTED": "A célula que define {name} passou do tempo limite e foi interrompida antes.",
}
"""Where the function that a check asks for is not there."""
OUTDATED = "Conta uma definição anterior de {name}. {problem}"
STOPPED = {
    "DEATHS": "Muitas células derrubaram o Python: o resto do notebook não foi executado.",
    "OVERTIME": "O notebook passou do tempo total da correção: o resto não foi executado.",
}

# --- what the mistake is --------------------------------------------------------------

KNOWN_MISTAKE = "É um erro conhecido. {diagnosis}"
TWO_MISTAKES = (
    "São dois erros conhecidos, em {wrong} chamadas que não conferem. "
    "Um aparece em {in_first} delas. {first} O outro aparece em {in_second}. {second}"
)
UNDIAGNOSED = (
    "Ficou sem diagnóstico o erro de {question}: {kind} ao procurá-lo, em {place}. É uma falha do "
    "Gabarito, que não muda a nota."
)
AS_IF = "A sua função se comporta como se {clause}."
TOLD = {
    "sem_retorno": "não tivesse return: não devolve nada",
    "caminho_sem_retorno": "um dos caminhos não tivesse return: às vezes não devolve nada",
    "para_em_alguns_casos": "só alguns casos fossem previstos: nos outros ela para com {kind}",
    "para_com": "só não contasse com {argument} igual a {value}: aí ela para com {kind}",
    "partes_trocadas": "a ordem do que devolve fosse outra: há partes trocadas {in_parts}",
    "nomes_que_faltam": "faltasse guardar {names} no que devolve",
    "nomes_faltando": "faltasse guardar algum nome no que devolve",
    "outro_tipo": "o tipo não importasse: os números conferem {in_parts}, mas o tipo é outro",
    "transposto": "linhas fossem colunas: os valores conferem {in_parts}, mas transpostos",
    "outro_eixo": "um eixo sobrasse ou faltasse: os valores conferem {in_parts}, o formato não",
    "outro_formato": "o formato fosse outro: os valores conferem {in_parts}, mas em outro arranjo",
    "zeros": "a conta nunca fosse feita: só saem zeros {in_parts}",
    "sinal": "o sinal fosse o contrário {in_parts}",
    "vezes": "houvesse um fator a mais {in_parts}: {quantity}",
    "dividido": "faltasse um fator {in_parts}: {quantity}",
    "fator": "um fator constante sobrasse ou faltasse {in_parts}",
    "fator_da_chamada": "um fator sobrasse ou faltasse {in_parts}: o mesmo para cada número de uma "
    "chamada, e outro em outra",
    "outro_tamanho": "um tamanho estivesse no lugar de outro {in_parts}: {quantity}",
    "somado": "{argument} fosse somado ao que se pede {in_parts}",
    "tirado": "{argument} fosse subtraído do que se pede {in_parts}",
    "multiplicado": "{argument} multiplicasse o que se pede {in_parts}",
    "moldura": "sobrasse uma borda {in_parts}: o que se pede está lá dentro",
    "recorte": "faltasse uma borda {in_parts}: o que está lá confere",
    "cortado_em_zero": "números negativos não pudessem sair {in_parts}: no lugar deles sai zero",
    "cortado_em_inteiros": "só pudessem sair números inteiros {in_parts}",
    "adiantado": "a série {in_parts} começasse uma posição adiante",
    "atrasado": "a série {in_parts} começasse uma posição atrás",
    "escala_por_coluna": "a escala de cada coluna fosse outra {in_parts}: cada uma vezes uma "
    "constante sua, mais outra",
    "um_so_numero": "um mesmo número servisse para {what} {in_parts}",
    "outra_soma": "{what} não precisasse dar {value} {in_parts}",
    "numero_em_array": "se pedisse um array: o valor confere {in_parts}, mas devia ser um número, "
    "sem eixos",
    "ao_acaso": "pudesse sortear à vontade: duas chamadas iguais dão respostas diferentes",
    "como_menos": "{argument} entrasse na conta com o sinal contrário {in_parts}",
    "como_dobro": "{argument} entrasse na conta com o dobro do valor {in_parts}",
    "como_metade": "{argument} entrasse na conta com a metade do valor {in_parts}",
    "como_textos": "os casos de {argument} estivessem trocados um pelo outro {in_parts}",
    "como_ate_um": "{argument} nunca passasse de 1 {in_parts}",
    "como_sem_sinal": "{argument} entrasse na conta em valor absoluto {in_parts}",
    "como_positivos": "os números negativos de {argument} entrassem na conta como zero {in_parts}",
    "como_transposta": "{argument} entrasse na conta com linhas no lugar de colunas {in_parts}",
    "como_virada": "{argument} entrasse na conta de trás para a frente {in_parts}",
    "como_quadrado": "{argument} entrasse na conta ao quadrado {in_parts}",
    "como_soma": "cada número de {argument} fosse a soma de todos {in_parts}",
    "como_media": "cada número de {argument} fosse a média de todos {in_parts}",
    "como_primeira_linha": "só a primeira posição do primeiro eixo de {argument} contasse, "
    "repetida {in_parts}",
    "como_primeira_coluna": "só a primeira posição do segundo eixo de {argument} contasse, "
    "repetida {in_parts}",
    "como_primeiro_canal": "só a primeira posição do último eixo de {argument} contasse, "
    "repetida {in_parts}",
    "como_trocados": "{argument} entrassem na conta um no lugar do outro {in_parts}",
    "como_vezes": "{argument} entrasse na conta com um fator a mais {in_parts}: {quantity}",
    "como_dividido": "{argument} entrasse na conta dividido por um fator a mais {in_parts}: "
    "{quantity}",
    "constante": "uma mesma constante fosse somada a cada número {in_parts}",
    "o_proprio_argumento": "não houvesse o que fazer: o que veio em {argument} sai {in_parts}",
    "so_o_primeiro": "só {place} contasse {in_parts}: o resto não confere",
    "valor_fixo": "{argument} valesse sempre {value} {in_parts}",
    "um_a_mais": "{argument} fosse um a mais {in_parts}",
    "um_a_menos": "{argument} fosse um a menos {in_parts}",
    "nao_depende": "o valor de {argument} não importasse: muda, e nada muda {in_parts}",
    "nao_depende_de_nada": "nenhum argumento importasse: eles mudam, e nada muda {in_parts}",
    "so_o_exemplo": "só conhecesse o exemplo do enunciado: com outros números, não confere",
    "depende_demais": "{argument} importasse: muda, e algo muda {in_parts} que não deveria mudar",
    "dependem_demais": "{argument} importassem: mudam, e muda algo {in_parts} que não deveria",
    "so_quando": "o erro só estivesse no que depende de {argument}: com {value}, confere",
    "alguns_valores": "nem todo caso de {argument} fosse previsto: acerta uns e erra os outros",
    "um_caso": "o erro só estivesse em um dos casos de {argument}: nos outros, confere",
    "nao_finito": "toda conta tivesse resultado: há nan ou inf {in_parts}",
    "nao_finito_nos_grandes": "só houvesse números pequenos: com grandes, há nan ou inf {in_parts}",
    "so_onde": "só errasse {in_parts} onde {place}: no resto, confere",
    "falta_juntar": "faltasse juntar os números {in_parts}: {how} deles dá o que se pede",
    "juntou": "números que ficam separados fossem juntados {in_parts}: sai {how} deles",
    "sobra": "sobrassem {what} {in_parts}: as pedidas estão lá, com outras no meio ou no fim",
    "falta": "faltassem {what} {in_parts}: o que está lá confere",
    "ordem": "a ordem de {what} fosse livre {in_parts}: os números conferem, em outra ordem",
    "fator_por_linha": "{what} fosse multiplicada por um número só seu {in_parts}",
    "eixo_a_mais": "um eixo a mais fosse pedido {in_parts}",
    "eixo_a_menos": "um eixo a menos fosse pedido {in_parts}",
    "eixos_a_mais": "{count} eixos a mais fossem pedidos {in_parts}",
    "eixos_a_menos": "{count} eixos a menos fossem pedidos {in_parts}",
    "outra_coisa": "não se pedisse um array do NumPy {in_parts}: sai outro tipo de objeto",
    "as_vezes_outra_coisa": "nem sempre se pedisse um array do NumPy {in_parts}: às vezes "
    "sai outro tipo de objeto",
    "sem_argumento": "não contasse com {argument}: sem esse argumento, confere",
    "tamanho_do_exemplo": "{quantity} fosse sempre o do exemplo: com outro, não confere",
    "so_um": "{quantity} fosse sempre 1: com 1, confere",
    "so_pequenos": "só houvesse números pequenos em {argument}: com grandes, não confere",
    "so_iguais": "{quantity} fossem sempre iguais: quando não são, não confere",
    "so_com": "não contasse com {argument} diferente de {value}: com {value}, confere",
    "so_erra_com": "só não contasse com {argument} igual a {value}: no resto, confere",
    "nunca_tem": "{argument} nunca tivesse {what}: quando não tem, confere",
    "fora_do_lugar": "o lugar de cada número não importasse {in_parts}: estão lá, fora do lugar",
    "outra_escala": "a escala fosse outra {in_parts}: cada número vezes uma constante, mais outra",
    "marca_a_mais": "mais posições devessem ser marcadas {in_parts}: as pedidas estão lá",
    "marca_a_menos": "menos posições devessem ser marcadas {in_parts}: faltam algumas das pedidas",
    "so_em_partes": "só errasse {in_parts}: o resto do que devolve confere",
    "so_no_argumento": "só errasse no que deixa em {argument}: o que devolve confere",
    "escreve_no_argumento": "{argument} fosse só dela: escreve nele, e quem a chamou o perde",
}
"""By name of the relation, what comes after "como se": how the function behaves, and never the
corrected expression."""

TOLD_OF_OBJECTS = {
    "o_proprio_objeto": "não houvesse o que fazer: o próprio objeto que veio em {argument} sai no "
    "resultado",
    "nao_muda": "não fosse preciso mudar {argument}: depois da chamada, está como veio",
    "nao_o_que_veio": "qualquer escolha servisse para {what}, e não só o que veio em {argument}",
    "nada_disso": "fosse possível ficar sem {what}",
    "outra_escolha": "qualquer escolha servisse para {what}, e não só a pedida",
    "outra_especie": "não se pedisse {thing} {in_parts}: sai outra coisa",
    "numeros_por_textos": "fossem pedidos números {in_parts}, e não textos",
    "so_o_ultimo_numero": "só o último número fosse pedido {in_parts}, e não a lista",
    "so_o_primeiro_numero": "só o primeiro número fosse pedido {in_parts}, e não a lista",
    "so_o_comeco": "só o começo importasse {in_parts}: os primeiros números conferem, e os "
    "seguintes não",
    "vezes_no_comeco": "houvesse um fator a mais já no primeiro número {in_parts}: {quantity}",
    "dividido_no_comeco": "faltasse um fator já no primeiro número {in_parts}: {quantity}",
    "outro_tamanho_no_comeco": "um tamanho estivesse no lugar de outro já no primeiro número "
    "{in_parts}: {quantity}",
    "uma_so_resposta": "uma mesma resposta servisse para vários casos {in_parts}: onde erra, sai "
    "sempre ela",
    "mesmo_comprimento": "o número de posições fosse sempre o mesmo {in_parts}: ele devia mudar "
    "com os argumentos",
    "outro_comprimento": "o número de posições não importasse {in_parts}: saem mais, ou menos, que "
    "as pedidas",
}
"""The same of functions that make objects or change them, and of lists that they return."""

THINGS = {
    "lista": "uma lista",
    "array": "um array",
    "texto": "um texto",
    "numero": "um número",
    "objeto": "um objeto como o do enunciado",
}
AS_GOOD = {"lista": ("array",), "array": ("lista",)}
THE_RESULT = "o resultado"
OF_ARGUMENT = " de {argument}"
CONTRACTED = {"o": "no", "a": "na", "os": "nos", "as": "nas"}

MUTANT = "houvesse {kind}{where}"
MUTANT_AT = "a conta de {targets} fosse outra que não a pedida"
AT = " na conta de {targets}"
KINDS = {
    "operador": "um operador diferente do pedido",
    "comparacao": "uma comparação diferente da pedida",
    "condicao": "uma condição diferente da pedida",
    "numero": "um número diferente do pedido",
    "eixo": "um eixo diferente do pedido",
    "formato": "um eixo a menos que os pedidos",
    "transposta": "uma transposta a mais ou a menos",
    "produto": "um produto diferente do pedido",
    "parcela": "um termo ou um fator a menos",
    "no_lugar": "uma escrita no próprio array que veio de fora",
    "copia": "o próprio array onde se pede uma cópia",
    "funcao": "uma função no lugar de outra",
    "limite": "um limite diferente do pedido",
    "camada": "o índice de outra camada",
    "ordem": "duas coisas uma no lugar da outra",
    "falta": "uma linha a menos",
    "passo": "um stride ou um pad que não conta",
    "inteiros": "um array que só guarda inteiros",
    "argumento": "um argumento a menos em uma chamada",
    "texto": "um texto no lugar de outro",
    "variavel": "uma variável no lugar de outra",
    "resultado": "outra coisa no return",
    "laco": "um laço que não faz as suas voltas",
}
"""What a change of the reference is, by name of its kind; never what was changed to what."""

EXPECTED = "o pedido"
PLACES = {
    "zero": "{what} é zero",
    "negativo": "{what} é negativo",
    "nan": "falta um número em {what}",
    "outro": "{what} não é zero",
    "borda": "o resultado toca as bordas",
}
HAS = {"negativos": "números negativos", "zeros": "zeros", "repetidos": "números repetidos"}
DRAWN_TOGETHER = {"sum": "a soma", "mean": "a média", "max": "o maior"}
SUM_OF = {"linha": "a soma de cada linha", "coluna": "a soma de cada coluna"}
ONE_FOR = {"tudo": "tudo", "linha": "toda a linha", "coluna": "toda a coluna"}
PART_OF = "parte de {whole}"
PLACES_OF_IT = "posições"
EACH = {"linha": "cada linha", "coluna": "cada coluna"}
ELEMENTS = "o número de elementos de {argument}"
POSITIONS_OF = "o número de posições que {argument} descreve"
EQUAL = "{one} e {other}"
OTHERS = "outros"
IN_RESULT = "no resultado"
IN_SOME = "em parte do resultado"
IN_PARTS = "em {parts}"
AND = " e "
COMMA = ", "
AN_EXCEPTION = "uma exceção"
TWO = "2"
SIZE = "o número de {what} de {argument}"
PLURAL = {"linha": "linhas", "coluna": "colunas", "canal": "canais", "exemplo": "exemplos"}
POSITIONS = "posições no eixo {axis}"
FIRST = {
    "linha": "a primeira linha",
    "coluna": "a primeira coluna",
    "canal": "o primeiro canal",
    "exemplo": "o primeiro exemplo",
    "": "a primeira posição",
}
AXES = {
    1: ("",),
    2: ("linha", "coluna"),
    3: ("linha", "coluna", "canal"),
    4: ("exemplo", "linha", "coluna", "canal"),
}
"""What the axes of an array are, by how many it has."""

# --- checks that did not run ---------------------------------------------------------

NO_INSTRUMENT = (
    "Não deu para conferir: {name}, de {module}.py, não está disponível onde a correção roda. "
    "Não é culpa da sua resposta: avise o professor."
)
NOT_IMPORTED = (
    "Não importado antes de executar o notebook: {modules}. Cada notebook tentou de novo, o que "
    "leva mais tempo; se algo que depende disso não rodou, a falha é desta máquina."
)
UNRUN = "O notebook não pôde ser executado até aqui."
ENDLESS_BELOW = "Não executada: depende de {name}, que passou do tempo."
STILL_WRONG = "Também com a versão certa de {names}, não confere."
AND_OF = " e de "
"""Between the names."""
OTHERS_TIMED_OUT = "Não executada: outras verificações desta questão já passaram do tempo."
KILLED = (
    "o Python que a executava foi encerrado (os._exit, memória ou semelhante), "
    "ou o que ele respondeu não pôde ser lido"
)
"""What an exception that nobody raised says."""
