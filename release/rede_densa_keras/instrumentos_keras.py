"""O que as verificações perguntam de um modelo; também escolhe o PyTorch por trás do Keras.

Importe este arquivo antes do keras: depois, a escolha já está feita. Todas as funções devolvem
números, textos e arrays, nunca o próprio modelo, fora as duas que criam uma rede de exemplo.
"""

import os

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import numpy as np
import torch

INSTRUMENTOS = (
    "apague",
    "descreva",
    "detalhe",
    "passos",
    "pesos",
    "pesos_pytorch",
    "ponha_pesos",
    "prediga",
    "rede_de_exemplo",
    "rede_pytorch",
)

# O que um diagnóstico pergunta de todo modelo, e como chama cada resposta
PERGUNTAS = ("detalhe", "pesos", "pesos_pytorch")
PALAVRAS = {
    "detalhe": {
        "normaliza": "a normalização da entrada",
        "entrada": "o formato da entrada",
        "ocultas": "as camadas ocultas",
        "ativacoes": "a ativação das ocultas",
        "saida": "o formato da saída",
        "ativacao_da_saida": "a ativação da saída",
        "perda": "a perda",
        "perda_recebe": "o que a perda recebe (logits ou probabilidades)",
        "otimizador": "o otimizador",
        "taxa": "a taxa de aprendizado",
        "passos": "os passos de treino",
    },
    "passos": "a perda de cada passo",
    "pesos": "os pesos",
    "pesos_pytorch": "os pesos",
    "prediga": "a saída do modelo",
}

__all__ = [*INSTRUMENTOS, "confira_o_ambiente"]


def confira_o_ambiente():
    """Mostra as versões, e avisa se o Keras não está sobre o PyTorch."""
    import platform

    print("Python ", platform.python_version())
    print("NumPy  ", np.__version__)
    print("Keras  ", keras.version())
    print("PyTorch", torch.__version__.partition("+")[0])
    print("GPU    ", "sim" if torch.cuda.is_available() else "não (e não faz falta aqui)")
    por_tras = keras.backend.backend()
    print("Por trás do Keras:", por_tras)
    if por_tras != "torch":
        print(
            "*** ATENÇÃO: o Keras foi importado antes, sobre outra biblioteca. Reinicie o kernel "
            "(ou a sessão do Colab) e rode as células na ordem. ***"
        )


def descreva(modelo):
    """Dicionário: parâmetros treináveis, formatos, se normaliza e como foi compilado."""
    treinaveis = sum(int(np.prod(w.shape)) for w in modelo.trainable_weights)
    otimizador = modelo.optimizer
    return {
        "normaliza": any(isinstance(c, keras.layers.Normalization) for c in modelo.layers),
        "otimizador": type(otimizador).__name__,
        "taxa": float(_numeros(otimizador.learning_rate)) if otimizador is not None else None,
        "parametros": treinaveis,
        "entrada": list(modelo.input_shape[1:]),
        "saida": list(modelo.output_shape[1:]),
    }


def detalhe(modelo):
    """Dicionário com o que um diagnóstico pode citar: as camadas, a compilação, quanto treinou."""
    densas = _densas(modelo)
    return {
        "normaliza": _normaliza(modelo),
        "entrada": list(modelo.input_shape[1:]),
        "ocultas": [neuronios for neuronios, _ in densas[:-1]],
        "ativacoes": sorted({ativacao for _, ativacao in densas[:-1]}),
        "saida": list(modelo.output_shape[1:]),
        "ativacao_da_saida": densas[-1][1] if densas else None,
        **_compilado(modelo),
    }


def _densas(modelo):
    """Neurônios e ativação de cada camada densa; uma camada de ativação conta com a anterior."""
    densas = []
    for camada in modelo.layers:
        nome = _ativacao(camada)
        if isinstance(camada, keras.layers.Dense):
            densas.append((camada.units, nome))
        elif nome and densas:
            neuronios, antes = densas[-1]
            densas[-1] = (neuronios, nome if antes == "linear" else f"{antes} e {nome}")
    return densas


def _ativacao(camada):
    funcao = getattr(camada, "activation", None)
    if callable(funcao):
        return getattr(funcao, "__name__", "outra")
    nomes = {"ReLU": "relu", "Softmax": "softmax", "LeakyReLU": "leaky_relu", "ELU": "elu"}
    return nomes.get(type(camada).__name__, "")


def _normaliza(modelo):
    """Se o que vem antes da primeira camada densa muda os números da entrada."""
    x = np.linspace(0, 255, 2 * int(np.prod(modelo.input_shape[1:])), dtype="float32")
    x = antes = x.reshape(2, *modelo.input_shape[1:])
    for camada in modelo.layers:
        if isinstance(camada, keras.layers.Dense):
            break
        if not isinstance(camada, keras.layers.InputLayer):
            x = camada(x)
    return not np.array_equal(np.ravel(_numeros(x)), np.ravel(antes))


def _compilado(modelo):
    otimizador, perda = (getattr(modelo, nome, None) for nome in ("optimizer", "loss"))
    if otimizador is None:
        vazio = dict.fromkeys(("perda", "otimizador", "taxa"))
        return {**vazio, "perda_recebe": "probabilidades", "passos": 0}
    return {
        "perda": _nome_da_perda(perda),
        "perda_recebe": _recebe(perda),
        "otimizador": type(otimizador).__name__,
        "taxa": float(_numeros(otimizador.learning_rate)),
        "passos": int(_numeros(otimizador.iterations)),
    }


def _nome_da_perda(perda):
    achada = keras.losses.get(perda)
    return str(getattr(achada, "name", None) or getattr(achada, "__name__", "outra"))


def _recebe(perda):
    config = perda.get_config() if isinstance(perda, keras.losses.Loss) else {}
    return "logits" if config.get("from_logits") else "probabilidades"


def pesos(modelo):
    """Os pesos e vieses treináveis, W1, b1, W2, b2, ..., em arrays de float64."""
    return [np.array(_numeros(w), dtype=float) for w in modelo.trainable_weights]


def ponha_pesos(modelo, valores):
    """Troca os pesos e vieses treináveis pelos valores dados."""
    for w, valor in zip(modelo.trainable_weights, valores, strict=True):
        w.assign(np.asarray(valor, dtype="float32"))


def prediga(modelo, X):
    """A saída do modelo para cada linha de X, em um array."""
    X = np.asarray(X)
    partes = [_numeros(modelo(X[i : i + 500], training=False)) for i in range(0, len(X), 500)]
    return np.concatenate(partes)


def passos(modelo, X, Y, quantos):
    """Dá passos de treino com o lote inteiro, como o modelo foi compilado; devolve as perdas."""
    X, Y = np.asarray(X), np.asarray(Y)
    perdas = []
    for _ in range(quantos):
        resultado = modelo.train_on_batch(X, Y)
        perdas.append(float(np.ravel(resultado)[0]))
    return perdas


def rede_de_exemplo(valores, ativacoes, taxa=1.0):
    """Um modelo denso compilado (SGD, mse) com os pesos W1, b1, W2, b2, ... dados."""
    camadas = [keras.Input((len(valores[0]),))]
    for W, ativacao in zip(valores[::2], ativacoes, strict=True):
        camadas.append(keras.layers.Dense(np.shape(W)[1], activation=ativacao))
    modelo = keras.Sequential(camadas)
    sgd = keras.optimizers.SGD(learning_rate=float(taxa))
    modelo.compile(loss="mse", optimizer=sgd)
    ponha_pesos(modelo, valores)
    return modelo


def rede_pytorch(valores):
    """A rede com oculta sigmoide e saída linear em PyTorch puro, com os pesos dados."""
    W1, b1, W2, b2 = (torch.tensor(np.asarray(v, "float32")) for v in valores)
    rede = torch.nn.Sequential(
        torch.nn.Linear(*W1.shape), torch.nn.Sigmoid(), torch.nn.Linear(*W2.shape)
    )
    with torch.no_grad():
        for camada, W, b in ((rede[0], W1, b1), (rede[2], W2, b2)):
            camada.weight.copy_(W.T)
            camada.bias.copy_(b)
    return rede


def pesos_pytorch(rede):
    """Os pesos de uma rede de rede_pytorch, na ordem e nos formatos do Keras."""
    if isinstance(rede, keras.Model):
        raise TypeError("É um modelo do Keras: peça os pesos dele com pesos(modelo).")
    return [np.array(_numeros(p.T if p.ndim == 2 else p), dtype=float) for p in rede.parameters()]


def apague(caminho):
    """Apaga da pasta do notebook um modelo .keras gravado por uma verificação."""
    na_pasta = os.path.basename(caminho) == caminho and caminho.endswith(".keras")
    if na_pasta and os.path.isfile(caminho):
        os.remove(caminho)


def _numeros(tensor):
    return keras.ops.convert_to_numpy(tensor)
