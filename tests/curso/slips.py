"""Typical slips: what students type in the place of a line of a lab's answer, and its cause.

Each is one change of the reference answer, made in the student's own notebook. The last part is
what the visible check has to say of it, as a pattern.
"""

from __future__ import annotations

from typing import NamedTuple


class Slip(NamedTuple):
    """One slip.

    Attributes:
        lab, question: where it is made.
        right, typed: what the answer says, and what is typed instead.
        cause: what the check must say, a regular expression.
    """

    lab: str
    question: str
    right: str
    typed: str
    cause: str


DENSE, CNN, MANY, REG = "lab3_rede_densa", "cnn_passo_a_passo", "lab3_multiclasse", "regularizacao"
DEBUG = "depuracao_rede_densa"
KERAS = "rede_densa_keras"
CORNERS = """\
                    vert_start = h * stride
                    vert_end = vert_start + f
                    horiz_start = w * stride
"""
WITHOUT_STRIDE = CORNERS.replace(" * stride", "")
SOFTMAX = """\
    deslocados = X - np.max(X, axis=-1, keepdims=True)
    exponenciais = np.exp(deslocados)
    P = exponenciais / np.sum(exponenciais, axis=-1, keepdims=True)
"""

SLIPS = [
    # --- dense network
    Slip(
        DENSE,
        "initialize_parametros",
        "np.zeros((camadas_dims[l], 1))",
        "np.zeros((1, camadas_dims[l]))",
        r"b1 é a transposta|vies.* linha|formato",
    ),
    Slip(
        DENSE,
        "initialize_parametros",
        "np.zeros((camadas_dims[l], 1))",
        "np.zeros(camadas_dims[l])",
        r"uma dimensão só",
    ),
    Slip(
        DENSE,
        "initialize_parametros",
        "np.zeros((camadas_dims[l], 1))",
        "np.ones((camadas_dims[l], 1))",
        r"[Vv]ieses começaram em 1",
    ),
    Slip(DENSE, "initialize_parametros", " * 0.01", "", r"cem vezes|escala"),
    Slip(DENSE, "initialize_parametros", " * 0.01", " * 0.1", r"10 vezes"),
    Slip(DENSE, "initialize_parametros", "np.random.randn", "np.random.rand", r"rand"),
    Slip(DENSE, "linear_forward", "np.dot(W, A) + b", "W * A + b", r"formatos que não se encaixam"),
    Slip(
        DENSE,
        "linear_forward",
        "np.dot(W, A) + b",
        "np.dot(A, W) + b",
        r"formato|ordem do produto|não se encaixa|colunas",
    ),
    Slip(DENSE, "linear_forward", "np.dot(W, A) + b", "np.dot(W, A)", r"viés"),
    Slip(DENSE, "linear_forward", "np.dot(W, A) + b", "np.dot(W, A) - b", r"viés|sinal de b"),
    Slip(
        DENSE, "linear_forward", "np.dot(W, A) + b", "np.dot(W.T, A) + b", r"colunas, e o segundo"
    ),
    Slip(DENSE, "custo", "-np.sum(", "np.sum(", r"negativo"),
    Slip(DENSE, "custo", ") / m", ")", r"\bm\b|média|Y"),
    Slip(DENSE, "custo", "(1 - Y) * np.log(1 - AL)", "(1 - Y) * np.log(AL)", r"1 - AL|1 − AL|log"),
    Slip(DENSE, "custo", " + (1 - Y) * np.log(1 - AL)", "", r"parcela|1 - Y|1 − Y|zero|0"),
    Slip(
        DENSE,
        "linear_backward",
        "np.dot(dZ, A_prev.T) / m",
        "np.dot(dZ, A_prev.T)",
        r"média|colunas",
    ),
    Slip(
        DENSE,
        "linear_backward",
        "axis=1, keepdims=True) / m",
        "axis=1, keepdims=True)",
        r"média|colunas",
    ),
    Slip(DENSE, "linear_backward", "axis=1, keepdims=True", "axis=0, keepdims=True", r"eixo|axis"),
    Slip(DENSE, "linear_backward", "axis=1, keepdims=True", "axis=1", r"keepdims|formato"),
    Slip(DENSE, "linear_backward", "np.dot(W.T, dZ)", "np.dot(W.T, dZ) / m", r"\bm\b|dividido"),
    Slip(DENSE, "linear_backward", "np.dot(W.T, dZ)", "np.dot(W, dZ)", r"W.*transpos|linhas"),
    Slip(
        DENSE,
        "linear_backward",
        "return dA_prev, dW, db",
        "return dW, db, dA_prev",
        r"ordem|trocad",
    ),
    Slip(DENSE, "L_modelo_backward", "dAL = -(", "dAL = (", r"sinal"),
    Slip(
        DENSE,
        "L_modelo_backward",
        'caches[l - 1], "relu"',
        'caches[l - 1], "sigmoid"',
        r"sigm|ReLU|relu",
    ),
    Slip(DENSE, "L_modelo_forward", '"sigmoid"', '"relu"', r"sigm|última"),
    Slip(
        DENSE,
        "atualize_parametros",
        "- learning_rate * grads",
        "+ learning_rate * grads",
        r"contra o gradiente",
    ),
    Slip(DENSE, "atualize_parametros", "learning_rate * grads", "grads", r"taxa|learning_rate"),
    Slip(DENSE, "vetorize_imagens", " / 255", "", r"escala original"),
    Slip(
        DENSE,
        "vetorize_imagens",
        "reshape(imagens.shape[0], -1).T",
        "reshape(-1, imagens.shape[0])",
        r"embaralh|ordem|mistur",
    ),
    Slip(
        DENSE,
        "vetorize_imagens",
        ".reshape(imagens.shape[0], -1).T",
        ".reshape(imagens.shape[0], -1)",
        r"transpost|linha",
    ),
    # --- convolution
    Slip(
        CNN,
        "zero_pad",
        "((0, 0), (pad, pad), (pad, pad), (0, 0))",
        "((pad, pad), (pad, pad), (pad, pad), (pad, pad))",
        r"eixo|canais|exemplos|dimens",
    ),
    Slip(
        CNN,
        "zero_pad",
        "((0, 0), (pad, pad), (pad, pad), (0, 0))",
        "((pad, pad), (pad, pad), (0, 0), (0, 0))",
        r"eixo|altura|largura",
    ),
    Slip(CNN, "zero_pad", "(pad, pad), (pad, pad)", "(0, pad), (0, pad)", r"valor de pad"),
    Slip(CNN, "conv_single_step", " + b.item()", "", r"viés"),
    Slip(
        CNN, "conv_single_step", "np.sum(produtos) + b.item()", "np.sum(produtos + b)", r"viés|b "
    ),
    Slip(
        CNN,
        "conv_single_step",
        "a_slice_prev * W",
        "np.dot(a_slice_prev, W)",
        r"elemento|colunas|produto|@",
    ),
    Slip(CNN, "conv_forward", "horiz_start = w * stride", "horiz_start = w", r"stride|passo"),
    Slip(CNN, "conv_forward", "(n_H_prev + 2 * pad - f)", "(n_H_prev + pad - f)", r"pad|2"),
    Slip(
        CNN, "conv_forward", "2 * pad - f) // stride + 1", "2 * pad - f) / stride + 1", r"inteir|//"
    ),
    Slip(
        CNN,
        "conv_forward",
        "2 * pad - f) // stride + 1",
        "2 * pad - f) // stride",
        r"1 a menos",
    ),
    Slip(CNN, "conv_forward", "W[:, :, :, c]", "W[:, :, :, 0]", r"filtro"),
    Slip(CNN, "conv_forward", "b[:, :, :, c])", "b)", r"viés|vieses|b"),
    Slip(
        CNN, "pool_forward", "np.mean(a_prev_slice)", "np.sum(a_prev_slice)", r"soma|média|f|vezes"
    ),
    Slip(
        CNN,
        "pool_forward",
        "resumo = np.max(a_prev_slice)",
        "resumo = np.mean(a_prev_slice)",
        r"máximo|média|max",
    ),
    Slip(CNN, "pool_forward", CORNERS, WITHOUT_STRIDE, r"stride|de um em um"),
    Slip(CNN, "create_mask_from_window", "np.max(x)", "np.min(x)", r"menor|mínimo"),
    Slip(
        CNN, "create_mask_from_window", "x == np.max(x)", "x != np.max(x)", r"contrário|avesso|=="
    ),
    Slip(CNN, "distribute_value", "dz / (n_H * n_W)", "dz", r"divi|repart|vezes"),
    Slip(CNN, "conv_backward", "dW[:, :, :, c] += ", "dW[:, :, :, c] = ", r"última janela"),
    Slip(CNN, "conv_backward", "db[:, :, :, c] += ", "db[:, :, :, c] = ", r"última"),
    Slip(CNN, "pool_backward", "c] += parcela", "c] = parcela", r"\+=|acumul|soma|sobre"),
    Slip(CNN, "aprenda_filtros", "2 * (Z - alvo)", "(Z - alvo)", r"\b2\b|dois|metade"),
    Slip(CNN, "aprenda_filtros", "W - learning_rate", "W + learning_rate", r"sinal|sobe|gradiente"),
    Slip(CNN, "conv_vetorizada", "[:, ::stride, ::stride]", "", r"stride"),
    Slip(CNN, "conv_vetorizada", "n_C) + b", "n_C)", r"viés|\bb\b"),
    Slip(CNN, "conv_vetorizada", 'zero_pad(A_prev, hparameters["pad"])', "A_prev", r"borda|pad"),
    # --- several classes
    Slip(
        MANY, "softmax", SOFTMAX, SOFTMAX.replace(", axis=-1, keepdims=True", ""), r"lote inteiro"
    ),
    Slip(
        MANY,
        "softmax",
        SOFTMAX,
        SOFTMAX.replace("axis=-1", "axis=0"),
        r"linha|coluna|eixo",
    ),
    Slip(
        MANY,
        "softmax",
        SOFTMAX,
        "    P = np.exp(X) / np.sum(np.exp(X), axis=-1, keepdims=True)\n",
        r"não cabe em um float",
    ),
    Slip(MANY, "cross_entropy", "-np.sum(", "np.sum(", r"negativo"),
    Slip(MANY, "cross_entropy", "np.mean(perdas)", "np.sum(perdas)", r"média|linhas"),
    Slip(MANY, "cross_entropy", "P + EPSILON", "P", r"EPSILON|épsilon|zero|nan"),
    Slip(MANY, "custo_dos_logits", "maiores[:, 0] + np.log", "np.log", r"maior|logit"),
    Slip(MANY, "custo_dos_logits", " - certos", "", r"classe certa|rótulo"),
    Slip(MANY, "custo_dos_logits", "log_da_soma - certos", "certos - log_da_soma", r"sinal"),
    Slip(MANY, "gradiente_softmax", "softmax(Z) - Y", "Y - softmax(Z)", r"sinal"),
    Slip(MANY, "gradiente_softmax", "softmax(Z) - Y", "(softmax(Z) - Y) / len(Y)", r"\bm\b|linhas"),
    Slip(
        MANY,
        "one_hot",
        "np.eye(n_classes)[np.asarray(y)]",
        "np.eye(n_classes)[np.asarray(y)].T",
        r"transpost|linha",
    ),
    Slip(MANY, "treine_softmax", "np.dot(X.T, dZ) / m", "np.dot(X.T, dZ)", r"\bm\b|1/m|média"),
    Slip(MANY, "preencha_faltantes", '"mean"', '"median"', r"mediana|média"),
    Slip(
        MANY,
        "preencha_faltantes",
        "X_cheio = X.copy()",
        "X_cheio = X",
        r"cópia|X foi alterado|copy",
    ),
    # --- regularization
    Slip(REG, "compute_cost_with_regularization", "lambd / (2 * m)", "lambd / m", r"dobro"),
    Slip(
        REG,
        "compute_cost_with_regularization",
        "lambd / (2 * m)",
        "lambd / 2",
        r"número de exemplos",
    ),
    Slip(
        REG,
        "compute_cost_with_regularization",
        "range(1, L + 1)",
        "range(1, L)",
        r"camada",
    ),
    Slip(
        REG,
        "compute_cost_with_regularization",
        'np.sum(np.square(parameters["W" + str(l)]))',
        'np.sum(parameters["W" + str(l)])',
        r"quadrado",
    ),
    Slip(
        REG,
        "backward_propagation_with_regularization",
        "lambd / m * W3",
        "lambd * W3",
        r"número de exemplos",
    ),
    Slip(
        REG,
        "backward_propagation_with_regularization",
        "+ lambd / m * W3",
        "- lambd / m * W3",
        r"sinal|subtra|menos",
    ),
    Slip(
        REG,
        "backward_propagation_with_regularization",
        "lambd / m * W1",
        "lambd / m * W1 / 2",
        r"2|metade",
    ),
    Slip(
        REG,
        "forward_propagation_with_dropout",
        "A1_antes.shape) < keep_prob",
        "A1_antes.shape) > keep_prob",
        r"contrário|menor|invert|avesso",
    ),
    Slip(REG, "forward_propagation_with_dropout", " / keep_prob\n", "\n", r"keep_prob|escala"),
    Slip(
        REG,
        "forward_propagation_with_dropout",
        " * D1 / keep_prob",
        " / keep_prob",
        r"máscara|apaga|D1",
    ),
    Slip(
        REG,
        "backward_propagation_with_dropout",
        "dA2_depois * D2 / keep_prob",
        "dA2_depois * D2",
        r"keep_prob",
    ),
    Slip(
        REG,
        "backward_propagation_with_dropout",
        "dA1_depois * D1 / keep_prob",
        "dA1_depois / keep_prob",
        r"máscara",
    ),
    Slip(REG, "dropout", "< keep_prob", "> keep_prob", r"invertida"),
    Slip(REG, "dropout", " * D / keep_prob", " * D", r"escala|keep_prob"),
    Slip(REG, "dropout", " * D / keep_prob", " * D / (1 - keep_prob)", r"apagar"),
    Slip(REG, "dropout", "return A_dropout, D", "return D, A_dropout", r"trocad|ordem"),
    # --- another twenty, as typed at midnight
    Slip(
        DENSE,
        "initialize_parametros",
        "camadas_dims[l], camadas_dims[l - 1])",
        "camadas_dims[l - 1], camadas_dims[l])",
        r"dimensões de W",
    ),
    Slip(
        DENSE,
        "linear_ativacao_forward",
        "A, ativacao_cache = sigmoid(Z)",
        "A, ativacao_cache = relu(Z)",
        r"ativações estão trocadas",
    ),
    Slip(
        DENSE,
        "L_modelo_forward",
        "            A_prev, parametros",
        "            X, parametros",
        r"produto de",
    ),
    Slip(
        DENSE,
        "linear_backward",
        "np.dot(dZ, A_prev.T) / m",
        "np.dot(A_prev, dZ.T) / m",
        r"dW é a transposta",
    ),
    Slip(
        DENSE,
        "linear_backward",
        "np.dot(dZ, A_prev.T) / m",
        "dZ * A_prev.T / m",
        r"elemento a elemento",
    ),
    Slip(
        DENSE,
        "L_layer_modelo",
        "grads, learning_rate)",
        "grads, 0.0075)",
        r"taxa de aprendizado recebida",
    ),
    Slip(
        DENSE,
        "vetorize_imagens",
        "imagens.shape[0], -1).T",
        "imagens.shape[0], -1)",
        r"em uma linha",
    ),
    Slip(
        CNN,
        "conv_single_step",
        "np.sum(produtos) + b.item()",
        "np.sum(produtos + b.item())",
        r"viés foi somado a cada",
    ),
    Slip(CNN, "conv_forward", "cache = (A_prev, W, b", "cache = (A_prev_pad, W, b", r"com a borda"),
    Slip(
        CNN,
        "conv_forward",
        "A_prev_pad = zero_pad(A_prev, pad)",
        "A_prev_pad = A_prev",
        r"formatos que não se encaixam: \(2,0,3\) \(2,2,3\)\.$",
    ),
    Slip(CNN, "pool_forward", "horiz_end, c]", "horiz_end, :]", r"todos os canais"),
    Slip(
        CNN,
        "create_mask_from_window",
        "np.max(x)",
        "np.argmax(x)",
        r"só tem zeros: nenhuma posição foi marcada",
    ),
    Slip(
        CNN,
        "pool_backward",
        "create_mask_from_window(a_prev_slice) * dA[i, h, w, c]",
        "create_mask_from_window(a_prev_slice) * a_prev_slice",
        r"a própria fatia",
    ),
    Slip(MANY, "one_hot", "np.asarray(y)]", "np.asarray(y) - 1]", r"a partir de 0"),
    Slip(MANY, "cross_entropy", "np.log(P", "np.log2(P", r"natural"),
    Slip(
        MANY,
        "preencha_faltantes",
        "X_cheio[:, 1:3] = numericas",
        "X_cheio = numericas",
        r"falta a do país",
    ),
    Slip(REG, "compute_cost_with_regularization", "np.square(", "np.abs(", r"a L1"),
    Slip(
        REG,
        "backward_propagation_with_regularization",
        "A1.T) / m + lambd / m * W2",
        "A1.T) / m + lambd / m * W3",
        r"formatos que não se encaixam: \(3,2\) \(1,3\)\.$",
    ),
    Slip(
        REG,
        "backward_propagation_with_dropout",
        "dA1_depois * D1 / keep_prob",
        "dA1_depois * D1",
        r"só foi corrigida na camada 2",
    ),
    Slip(
        REG,
        "backward_propagation_with_dropout",
        "dA2_depois * D2 / keep_prob",
        "dA2_depois / keep_prob",
        r"Falta a máscara",
    ),
    # --- what the texts warn of
    Slip(DENSE, "linear_forward", "cache = (A, W, b)", "cache = (W, A, b)", r"ordem"),
    Slip(DENSE, "linear_forward", "np.dot(W, A) + b", "np.dot(W, A) + b.T", r"deitado"),
    Slip(
        DENSE,
        "atualize_parametros",
        """\
        W = parametros["W" + str(l)] - learning_rate * grads["dW" + str(l)]
""",
        """\
        grads["dW" + str(l)] *= learning_rate
        W = parametros["W" + str(l)] - grads["dW" + str(l)]
""",
        r"grads foi alterado dentro",
    ),
    Slip(
        CNN,
        "conv_single_step",
        "produtos = a_slice_prev * W",
        "produtos = a_slice_prev\n    produtos *= W",
        r"a_slice_prev foi alterado dentro",
    ),
    Slip(CNN, "conv_forward", "horiz_start + f", "horiz_start + stride", r"o lado dela é sempre f"),
    Slip(CNN, "conv_forward", "n_W = (n_W_prev", "n_W = (n_H_prev", r"largura da saída"),
    Slip(CNN, "pool_forward", "n_W = (n_W_prev", "n_W = (n_H_prev", r"largura da saída"),
    Slip(
        CNN,
        "conv_backward",
        "    dA_prev = dA_prev_pad",
        "    dW, db = dW / m, db / m\n    dA_prev = dA_prev_pad",
        r"média|exemplos",
    ),
    Slip(
        CNN,
        "conv_backward",
        "        dA_prev_pad[i, vert_start:vert_end",
        "        dA_prev_pad[:, vert_start:vert_end",
        r"cada exemplo recebe só",
    ),
    Slip(
        CNN,
        "conv_backward",
        "db = np.zeros((1, 1, 1, n_C))",
        "db = b\n    db[...] = 0",
        r"cache foi alterado dentro",
    ),
    Slip(
        CNN,
        "create_mask_from_window",
        "x == np.max(x)",
        "np.arange(x.size).reshape(x.shape) == np.argmax(x)",
        r"empate",
    ),
    Slip(CNN, "distribute_value", "dz / (n_H * n_W)", "dz / n_H**2", r"quadrada"),
    Slip(CNN, "pool_backward", CORNERS, WITHOUT_STRIDE, r"de um em um"),
    Slip(CNN, "aprenda_filtros", "        b = b - learning_rate * db\n", "", r"viés nunca muda"),
    Slip(CNN, "conv_vetorizada", "::stride, ::stride", "::f, ::f", r"de f em f"),
    Slip(
        DEBUG,
        "relu",
        "    A = np.maximum(Z, 0)",
        "    A = Z\n    A[A < 0] = 0",
        r"Z foi alterado dentro",
    ),
    Slip(DEBUG, "relu_backward", "dZ = np.array(dA)", "dZ = dA", r"dA foi alterado dentro"),
    Slip(
        DEBUG,
        "linear_backward",
        "db = np.sum(dZ, axis=1, keepdims=True) / m",
        "db = b\n    db[:] = np.sum(dZ, axis=1, keepdims=True) / m",
        r"cache foi alterado dentro",
    ),
    Slip(MANY, "one_hot", "np.asarray(y)]", "np.atleast_1d(y)]", r"um inteiro sai um vetor"),
    Slip(MANY, "one_hot", "np.eye(n_classes)", "np.eye(np.max(y) + 1)", r"maior rótulo"),
    Slip(MANY, "softmax", "np.max(X, axis=-1, keepdims=True)", "np.max(X)", r"o do lote inteiro"),
    Slip(
        MANY,
        "softmax",
        "X - np.max(X, axis=-1, keepdims=True)",
        "np.clip(X, -500, 500)",
        r"Cortar os logits",
    ),
    Slip(
        MANY,
        "softmax",
        "    deslocados = X - np.max(X, axis=-1, keepdims=True)\n",
        "    X -= np.max(X, axis=-1, keepdims=True)\n    deslocados = X\n",
        r"não faz cópia|foi alterado dentro",
    ),
    Slip(
        MANY,
        "cross_entropy",
        "    perdas = -np.sum(Y * np.log(P + EPSILON), axis=1)",
        "    P += EPSILON\n    perdas = -np.sum(Y * np.log(P), axis=1)",
        r"criar um array novo|foi alterado dentro",
    ),
    Slip(
        MANY,
        "custo_dos_logits",
        "np.max(Z, axis=1, keepdims=True)",
        "np.max(Z, keepdims=True)",
        r"o do lote inteiro",
    ),
    Slip(MANY, "custo_dos_logits", "np.mean(log_da", "np.sum(log_da", r"perdas foram somadas"),
    Slip(
        MANY,
        "custo_dos_logits",
        "    log_da_soma = maiores[:, 0] + np.log(np.sum(np.exp(Z - maiores), axis=1))\n"
        "    certos = np.sum(Y_true * Z, axis=1)\n",
        "    certos = np.sum(Y_true * Z, axis=1)\n    Z -= maiores\n"
        "    log_da_soma = maiores[:, 0] + np.log(np.sum(np.exp(Z), axis=1))\n",
        r"foi alterado dentro",
    ),
    Slip(
        MANY,
        "gradiente_softmax",
        "dZ = softmax(Z) - Y",
        "Z[:] = softmax(Z) - Y\n    dZ = Z",
        r"por cima de Z|foi alterado dentro",
    ),
    Slip(
        MANY,
        "separe_X_y",
        "    X = dataset.iloc[:, :-1].to_numpy()\n    y = dataset.iloc[:, -1].to_numpy()",
        "    X = dataset.iloc[:, :3].to_numpy()\n    y = dataset.iloc[:, 3].to_numpy()",
        r"só serve para quatro colunas",
    ),
    Slip(MANY, "separe_X_y", "X = data", "dataset = dataset.dropna()\n    X = data", r"sumiram"),
    Slip(MANY, "codifique_pais", "sparse_output=False", "", r"com muitos a scikit-learn"),
    Slip(MANY, "divida_e_escale", ":, -2:]", ":, 3:]", r"contada a partir do começo"),
    Slip(
        REG,
        "compute_cost_with_regularization",
        "L = len(parameters) // 2",
        "L = 3",
        r"três primeiras camadas",
    ),
    Slip(
        REG,
        "compute_cost_with_regularization",
        '        quadrados += np.sum(np.square(parameters["W" + str(l)]))',
        '        W = parameters["W" + str(l)]\n        W *= W\n        quadrados += np.sum(W)',
        r"\*= escreve|foi alterado dentro",
    ),
    Slip(
        REG,
        "backward_propagation_with_regularization",
        "    dW1 = np.dot(dZ1, X.T) / m + lambd / m * W1",
        "    W1 *= lambd / m\n    dW1 = np.dot(dZ1, X.T) / m + W1",
        r"\*= escreveu|foi alterado dentro",
    ),
    Slip(
        REG,
        "dropout",
        "A_dropout = A * D / keep_prob",
        "A *= D\n    A_dropout = A / keep_prob",
        r"alteradas dentro da função|foi alterado dentro",
    ),
    Slip(KERAS, "padronize", "    desvio[desvio == 0] = 1\n", "", r"divisão por zero"),
    Slip(
        KERAS,
        "entropia_de_logits",
        "c = z.max(axis=1)",
        "c = np.full(len(z), z.max())",
        r"logaritmo de zero",
    ),
    Slip(
        KERAS,
        "entropia_de_logits",
        """\
    c = z.max(axis=1)
    log_soma = c + np.log(np.exp(z - c[:, None]).sum(axis=1))
""",
        "    log_soma = np.log(np.exp(z).sum(axis=1))\n",
        r"exponencial de um número grande",
    ),
    Slip(KERAS, "entropia_binaria", "np.clip(p, 1e-7, 1 - 1e-7)", "p", r"logaritmo de zero"),
    Slip(KERAS, "entropia_binaria", "-np.mean(", "-np.sum(", r"número de elementos de p"),
]
