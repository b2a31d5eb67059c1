"""Erros conhecidos do laboratório da CNN, com o diagnóstico que um professor daria.

Cada função é o que um estudante escreveria no lugar da que a questão pede. As demais
funções do laboratório são as do notebook em que ela é posta.
"""
# ruff: noqa: F821, RUF059

import numpy as np

from gabarito.checks import mistake

# --- zero_pad --------------------------------------------------------------------------


@mistake(
    "zero_pad",
    diagnosis="A borda cercou também os exemplos e os canais: o lote ganhou imagens e cores "
    "inventadas. Dê um par a cada eixo.",
)
def borda_em_todos_os_eixos(X, pad):
    return np.pad(X, pad)


@mistake(
    "zero_pad",
    diagnosis="A borda ficou só antes da imagem. Cada par tem dois números, e a borda aparece "
    "dos dois lados.",
)
def borda_so_antes(X, pad):
    return np.pad(X, ((0, 0), (pad, 0), (pad, 0), (0, 0)))


@mistake(
    "zero_pad",
    diagnosis="A borda está nos eixos errados: em um lote, o primeiro eixo é o dos exemplos, e "
    "a altura e a largura vêm depois.",
)
def borda_nos_primeiros_eixos(X, pad):
    return np.pad(X, ((pad, pad), (pad, pad), (0, 0), (0, 0)))


@mistake(
    "zero_pad",
    diagnosis="A borda repete os pixels da beirada em vez de pôr zeros: veja o modo pedido a "
    "np.pad.",
)
def borda_que_repete(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)), mode="edge")


@mistake(
    "zero_pad",
    diagnosis="A largura da borda é sempre 2, a do exemplo. O argumento pad diz qual usar.",
)
def borda_sempre_dois(X, pad):
    return np.pad(X, ((0, 0), (2, 2), (2, 2), (0, 0)))


@mistake(
    "zero_pad",
    diagnosis="A borda cresceu só na altura. A largura também precisa dela.",
)
def borda_so_na_altura(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (0, 0), (0, 0)))


@mistake(
    "zero_pad",
    diagnosis="A fatia que recebe a imagem vai de pad a menos pad, e com pad zero ela fica vazia: "
    "a imagem não cabe nela.",
)
def miolo_com_pad_negativo(X, pad):
    m, n_H, n_W, n_C = X.shape
    X_pad = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    X_pad[:, pad:-pad, pad:-pad, :] = X
    return X_pad


@mistake(
    "zero_pad",
    diagnosis="A borda foi para a largura e os canais, como se os canais viessem antes: confira a "
    "ordem dos quatro eixos na seção Notação.",
)
def borda_nos_ultimos_eixos(X, pad):
    return np.pad(X, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


# --- conv_single_step ------------------------------------------------------------------


@mistake(
    "conv_single_step",
    diagnosis="O viés é um array (1, 1, 1), e somado a ele o número vira um array também. Tire o "
    "número de dentro do viés antes de somar.",
)
def passo_com_tres_eixos(a_slice_prev, W, b):
    s = np.multiply(a_slice_prev, W)
    Z = np.sum(s)
    Z = Z + b
    return Z


@mistake(
    "conv_single_step",
    diagnosis="float() não aceita um array com eixos: o NumPy 2.4 e os seguintes param nessa "
    "linha, e os anteriores só avisam. Tire o número do viés com b.item() ou np.squeeze(b).",
)
def passo_com_float_do_vies(a_slice_prev, W, b):
    s = a_slice_prev * W
    Z = np.sum(s)
    Z = Z + float(b)
    return Z


@mistake(
    "conv_single_step",
    diagnosis="O viés foi somado a cada produto e por isso entrou tantas vezes quantos são os "
    "pesos. Ele entra uma vez, depois da soma.",
)
def vies_em_cada_produto(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W + b)


@mistake(
    "conv_single_step",
    diagnosis="O viés ficou de fora: onde a janela é toda zero, a resposta deveria ser ele.",
)
def passo_sem_vies(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W)


@mistake(
    "conv_single_step",
    diagnosis="A soma deixou um eixo de pé: há uma resposta por canal, e o filtro dá uma só.",
)
def passo_por_canal(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W, axis=(0, 1)) + np.squeeze(b)


@mistake(
    "conv_single_step",
    diagnosis="Foi tirada a média dos produtos. A convolução soma todos eles.",
)
def passo_com_media(a_slice_prev, W, b):
    return np.mean(a_slice_prev * W) + b.item()


@mistake(
    "conv_single_step",
    diagnosis="np.dot multiplica matrizes, e aqui cada número da janela só encontra o peso que "
    "está sobre ele.",
)
def passo_com_produto_de_matrizes(a_slice_prev, W, b):
    return np.sum(np.dot(a_slice_prev[:, :, 0], W[:, :, 0])) + b.item()


@mistake(
    "conv_single_step",
    diagnosis="O produto foi escrito dentro da própria janela, que é um pedaço da imagem: a "
    "próxima janela já lê números estragados.",
)
def passo_no_lugar(a_slice_prev, W, b):
    a_slice_prev *= W
    return np.sum(a_slice_prev) + b.item()


@mistake(
    "conv_single_step",
    diagnosis="Os números da janela e os pesos foram somados antes de se encontrarem. Primeiro "
    "cada par vira um produto, e só depois tudo se soma.",
)
def passo_produto_das_somas(a_slice_prev, W, b):
    return np.sum(a_slice_prev) * np.sum(W) + b.item()


@mistake(
    "conv_single_step",
    diagnosis="As respostas negativas viraram zero: isso é a ReLU, que vem depois da convolução e "
    "não faz parte deste passo.",
)
def passo_com_relu(a_slice_prev, W, b):
    return max(0.0, np.sum(a_slice_prev * W) + b.item())


# --- conv_forward ----------------------------------------------------------------------


@mistake(
    "conv_forward",
    diagnosis="h e w contam janelas, e não pixels: com stride diferente de 1, a janela está "
    "começando no lugar errado. Compare com a tabela da seção 5.1.",
)
def conv_forward_ignora_stride(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, n_C_prev = A_prev.shape
    f, f, n_C_prev, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = int((n_H_prev - f + 2 * pad) / stride + 1)
    n_W = int((n_W_prev - f + 2 * pad) / stride + 1)
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i in range(m):
        a_prev_pad = A_prev_pad[i]
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    a_slice_prev = a_prev_pad[h : h + f, w : w + f, :]
                    Z[i, h, w, c] = conv_single_step(a_slice_prev, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


@mistake(
    "conv_forward",
    diagnosis="O stride só vale nas linhas: as janelas também andam de stride em stride nas "
    "colunas.",
)
def conv_forward_stride_so_nas_linhas(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev - f + 2 * pad) // stride + 1
    n_W = (n_W_prev - f + 2 * pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i in range(m):
        for h in range(n_H):
            vert_start = h * stride
            for w in range(n_W):
                for c in range(n_C):
                    a_slice_prev = A_prev_pad[i, vert_start : vert_start + f, w : w + f]
                    Z[i, h, w, c] = conv_single_step(a_slice_prev, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


@mistake(
    "conv_forward",
    diagnosis="O viés não chega à saída: cada filtro tem o seu, e ele deve ir junto na chamada a "
    "conv_single_step.",
)
def conv_forward_sem_vies(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev - f + 2 * pad) // stride + 1
    n_W = (n_W_prev - f + 2 * pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i, h, w, c in np.ndindex(Z.shape):
        y, x = h * stride, w * stride
        Z[i, h, w, c] = np.sum(A_prev_pad[i, y : y + f, x : x + f] * W[..., c])
    return Z, (A_prev, W, b, hparameters)


@mistake(
    "conv_forward",
    diagnosis="Todos os canais da saída usam o viés do primeiro filtro. Cada filtro tem o seu.",
)
def conv_forward_um_vies_para_todos(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev - f + 2 * pad) // stride + 1
    n_W = (n_W_prev - f + 2 * pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i, h, w, c in np.ndindex(Z.shape):
        y, x = h * stride, w * stride
        janela = A_prev_pad[i, y : y + f, x : x + f]
        Z[i, h, w, c] = conv_single_step(janela, W[..., c], b[..., 0])
    return Z, (A_prev, W, b, hparameters)


@mistake(
    "conv_forward",
    diagnosis="As fatias saem da imagem sem borda. O tamanho da saída conta com a borda, e as "
    "últimas janelas ficam cortadas.",
)
def conv_forward_sem_borda(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev - f + 2 * pad) // stride + 1
    n_W = (n_W_prev - f + 2 * pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    for i, h, w, c in np.ndindex(Z.shape):
        y, x = h * stride, w * stride
        janela = A_prev[i, y : y + f, x : x + f]
        Z[i, h, w, c] = conv_single_step(janela, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


@mistake(
    "conv_forward",
    diagnosis="A borda entrou uma vez na fórmula do tamanho, mas ela aparece dos dois lados da "
    "imagem.",
)
def conv_forward_um_pad_so(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev - f + pad) // stride + 1
    n_W = (n_W_prev - f + pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i, h, w, c in np.ndindex(Z.shape):
        y, x = h * stride, w * stride
        janela = A_prev_pad[i, y : y + f, x : x + f]
        Z[i, h, w, c] = conv_single_step(janela, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


@mistake(
    "conv_forward",
    diagnosis="A largura da saída foi tirada da altura da entrada: em uma imagem quadrada não se "
    "nota, mas as duas contas são separadas.",
)
def conv_forward_so_quadradas(A_prev, W, b, hparameters):
    m, n_H_prev, _, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n = (n_H_prev - f + 2 * pad) // stride + 1
    Z = np.zeros((m, n, n, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i, h, w, c in np.ndindex(Z.shape):
        y, x = h * stride, w * stride
        janela = A_prev_pad[i, y : y + f, x : x + f]
        Z[i, h, w, c] = conv_single_step(janela, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


@mistake(
    "conv_forward",
    diagnosis="A divisão pelo stride foi arredondada para cima: um passo que não cabe inteiro não "
    "acontece.",
)
def conv_forward_arredonda_para_cima(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = int(np.ceil((n_H_prev - f + 2 * pad) / stride)) + 1
    n_W = int(np.ceil((n_W_prev - f + 2 * pad) / stride)) + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i, h, w, c in np.ndindex(Z.shape):
        y, x = h * stride, w * stride
        janela = A_prev_pad[i, y : y + f, x : x + f]
        Z[i, h, w, c] = conv_single_step(janela, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


@mistake(
    "conv_forward",
    diagnosis="O cache guardou a imagem já com a borda. A retropropagação vai pôr outra por cima, "
    "e os formatos deixam de combinar.",
)
def conv_forward_cache_com_borda(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev - f + 2 * pad) // stride + 1
    n_W = (n_W_prev - f + 2 * pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev = zero_pad(A_prev, pad)
    for i, h, w, c in np.ndindex(Z.shape):
        y, x = h * stride, w * stride
        Z[i, h, w, c] = conv_single_step(A_prev[i, y : y + f, x : x + f], W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


@mistake(
    "conv_forward",
    diagnosis="O return está dentro do laço: só o primeiro exemplo do lote foi calculado, e os "
    "outros ficaram em zero.",
)
def conv_forward_retorna_no_laco(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev - f + 2 * pad) // stride + 1
    n_W = (n_W_prev - f + 2 * pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i in range(m):
        for h, w, c in np.ndindex(n_H, n_W, n_C):
            y, x = h * stride, w * stride
            janela = A_prev_pad[i, y : y + f, x : x + f]
            Z[i, h, w, c] = conv_single_step(janela, W[..., c], b[..., c])
        return Z, (A_prev, W, b, hparameters)


@mistake(
    "conv_forward",
    diagnosis="Os cantos trocaram de lugar: h anda pelas linhas e dá os cantos verticais, w anda "
    "pelas colunas e dá os horizontais.",
)
def conv_forward_cantos_trocados(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev - f + 2 * pad) // stride + 1
    n_W = (n_W_prev - f + 2 * pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i, h, w, c in np.ndindex(Z.shape):
        y, x = w * stride, h * stride
        janela = A_prev_pad[i, y : y + f, x : x + f]
        Z[i, h, w, c] = conv_single_step(janela, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


@mistake(
    "conv_forward",
    diagnosis="O fim da janela também foi multiplicado pelo stride: a janela cresceu em vez de "
    "andar. Todas as janelas têm o mesmo lado.",
)
def conv_forward_janela_que_cresce(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev - f + 2 * pad) // stride + 1
    n_W = (n_W_prev - f + 2 * pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i, h, w, c in np.ndindex(Z.shape):
        vert_start, vert_end = h * stride, (h + f) * stride
        horiz_start, horiz_end = w * stride, (w + f) * stride
        janela = A_prev_pad[i, vert_start:vert_end, horiz_start:horiz_end, :]
        Z[i, h, w, c] = conv_single_step(janela, W[:, :, :, c], b[:, :, :, c])
    return Z, (A_prev, W, b, hparameters)


@mistake(
    "conv_forward",
    diagnosis="O filtro foi virado antes de ser aplicado, como na convolução dos livros de sinais. "
    "Neste lab cada peso multiplica o número que está sob ele.",
)
def conv_forward_filtro_virado(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev - f + 2 * pad) // stride + 1
    n_W = (n_W_prev - f + 2 * pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i, h, w, c in np.ndindex(Z.shape):
        y, x = h * stride, w * stride
        janela = A_prev_pad[i, y : y + f, x : x + f]
        Z[i, h, w, c] = conv_single_step(janela, W[::-1, ::-1, :, c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


@mistake(
    "conv_forward",
    diagnosis="O cache tem os elementos certos na ordem errada. A retropropagação os recebe pela "
    "posição, na ordem da docstring.",
)
def conv_forward_cache_fora_de_ordem(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev - f + 2 * pad) // stride + 1
    n_W = (n_W_prev - f + 2 * pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i, h, w, c in np.ndindex(Z.shape):
        y, x = h * stride, w * stride
        janela = A_prev_pad[i, y : y + f, x : x + f]
        Z[i, h, w, c] = conv_single_step(janela, W[..., c], b[..., c])
    return Z, (W, b, A_prev, hparameters)


@mistake(
    "conv_forward",
    diagnosis="A janela termina stride posições depois de onde começa. O stride diz onde ela "
    "começa; o lado dela é sempre f, e os dois só coincidem quando as janelas não se sobrepõem.",
)
def conv_forward_fim_pelo_stride(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev - f + 2 * pad) // stride + 1
    n_W = (n_W_prev - f + 2 * pad) // stride + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i, h, w, c in np.ndindex(Z.shape):
        y, x = h * stride, w * stride
        janela = A_prev_pad[i, y : y + f, x : x + stride]
        Z[i, h, w, c] = conv_single_step(janela, W[..., c], b[..., c])
    return Z, (A_prev, W, b, hparameters)


# --- pool_forward ----------------------------------------------------------------------


@mistake(
    "pool_forward",
    diagnosis="A janela anda sempre de um em um. h e w contam janelas: multiplique-os pelo que "
    "falta para chegar aos pixels.",
)
def pool_forward_ignora_stride(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    n_H = int(1 + (n_H_prev - f) / stride)
    n_W = int(1 + (n_W_prev - f) / stride)
    A = np.zeros((m, n_H, n_W, n_C))
    for i, h, w, c in np.ndindex(A.shape):
        fatia = A_prev[i, h : h + f, w : w + f, c]
        A[i, h, w, c] = np.max(fatia) if mode == "max" else np.mean(fatia)
    return A, (A_prev, hparameters)


@mistake(
    "pool_forward",
    diagnosis="A fatia levou todos os canais, e todos receberam o mesmo resumo. Cada canal é "
    "resumido sozinho.",
)
def pool_forward_mistura_canais(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    A = np.zeros((m, (n_H_prev - f) // stride + 1, (n_W_prev - f) // stride + 1, n_C))
    for i, h, w, c in np.ndindex(A.shape):
        fatia = A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f]
        A[i, h, w, c] = np.max(fatia) if mode == "max" else np.mean(fatia)
    return A, (A_prev, hparameters)


@mistake(
    "pool_forward",
    diagnosis="O argumento mode não é lido: os dois modos calculam o máximo.",
)
def pool_forward_sempre_max(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    A = np.zeros((m, (n_H_prev - f) // stride + 1, (n_W_prev - f) // stride + 1, n_C))
    for i, h, w, c in np.ndindex(A.shape):
        A[i, h, w, c] = np.max(
            A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
        )
    return A, (A_prev, hparameters)


@mistake(
    "pool_forward",
    diagnosis="Os dois modos calculam a média: no max, o resumo é o maior valor da janela.",
)
def pool_forward_sempre_media(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    A = np.zeros((m, (n_H_prev - f) // stride + 1, (n_W_prev - f) // stride + 1, n_C))
    for i, h, w, c in np.ndindex(A.shape):
        A[i, h, w, c] = np.mean(
            A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
        )
    return A, (A_prev, hparameters)


@mistake(
    "pool_forward",
    diagnosis="O máximo começou em zero, e nenhum valor negativo consegue ganhar dele. Compare só "
    "os valores da própria janela.",
)
def pool_forward_max_desde_zero(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    A = np.zeros((m, (n_H_prev - f) // stride + 1, (n_W_prev - f) // stride + 1, n_C))
    for i, h, w, c in np.ndindex(A.shape):
        fatia = A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
        A[i, h, w, c] = max(0, np.max(fatia)) if mode == "max" else np.mean(fatia)
    return A, (A_prev, hparameters)


@mistake(
    "pool_forward",
    diagnosis="O stride foi suposto igual ao lado da janela. É comum, mas os dois são argumentos "
    "independentes.",
)
def pool_forward_stride_igual_a_f(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f = hparameters["f"]
    A = np.zeros((m, n_H_prev // f, n_W_prev // f, n_C))
    for i, h, w, c in np.ndindex(A.shape):
        fatia = A_prev[i, h * f : h * f + f, w * f : w * f + f, c]
        A[i, h, w, c] = np.max(fatia) if mode == "max" else np.mean(fatia)
    return A, (A_prev, hparameters)


@mistake(
    "pool_forward",
    diagnosis="O cache guardou a saída do pooling, e a retropropagação precisa da entrada: é nela "
    "que se procura o máximo.",
)
def pool_forward_cache_com_saida(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    A = np.zeros((m, (n_H_prev - f) // stride + 1, (n_W_prev - f) // stride + 1, n_C))
    for i, h, w, c in np.ndindex(A.shape):
        fatia = A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
        A[i, h, w, c] = np.max(fatia) if mode == "max" else np.mean(fatia)
    return A, (A, hparameters)


@mistake(
    "pool_forward",
    diagnosis="A fórmula do tamanho esqueceu uma janela: a primeira não gasta passo nenhum, e ela "
    "também conta.",
)
def pool_forward_sem_a_primeira_janela(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    A = np.zeros((m, (n_H_prev - f) // stride, (n_W_prev - f) // stride, n_C))
    for i, h, w, c in np.ndindex(A.shape):
        fatia = A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
        A[i, h, w, c] = np.max(fatia) if mode == "max" else np.mean(fatia)
    return A, (A_prev, hparameters)


@mistake(
    "pool_forward",
    diagnosis="A largura da saída foi tirada da altura da entrada. As imagens podem não ser "
    "quadradas: são duas contas.",
)
def pool_forward_so_quadradas(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    n = (n_H_prev - f) // stride + 1
    A = np.zeros((m, n, n, n_C))
    for i, h, w, c in np.ndindex(A.shape):
        fatia = A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
        A[i, h, w, c] = np.max(fatia) if mode == "max" else np.mean(fatia)
    return A, (A_prev, hparameters)


@mistake(
    "pool_forward",
    diagnosis="No modo average saiu a soma da janela. A média ainda se divide pelo número de "
    "valores que há nela.",
)
def pool_forward_soma_em_vez_de_media(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    A = np.zeros((m, (n_H_prev - f) // stride + 1, (n_W_prev - f) // stride + 1, n_C))
    for i, h, w, c in np.ndindex(A.shape):
        fatia = A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
        A[i, h, w, c] = np.max(fatia) if mode == "max" else np.sum(fatia)
    return A, (A_prev, hparameters)


@mistake(
    "pool_forward",
    diagnosis="A divisão pelo stride foi arredondada para cima, e a última janela não cabe inteira "
    "na imagem: o passo que não cabe não acontece.",
)
def pool_forward_arredonda_para_cima(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    n_H = int(np.ceil((n_H_prev - f) / stride)) + 1
    n_W = int(np.ceil((n_W_prev - f) / stride)) + 1
    A = np.zeros((m, n_H, n_W, n_C))
    for i, h, w, c in np.ndindex(A.shape):
        fatia = A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
        A[i, h, w, c] = np.max(fatia) if mode == "max" else np.mean(fatia)
    return A, (A_prev, hparameters)


@mistake(
    "pool_forward",
    diagnosis="O return está dentro do laço dos exemplos: só o primeiro foi resumido, e os outros "
    "ficaram em zero.",
)
def pool_forward_retorna_no_laco(A_prev, hparameters, mode="max"):
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    A = np.zeros((m, (n_H_prev - f) // stride + 1, (n_W_prev - f) // stride + 1, n_C))
    for i in range(m):
        for h, w, c in np.ndindex(A.shape[1:]):
            fatia = A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
            A[i, h, w, c] = np.max(fatia) if mode == "max" else np.mean(fatia)
        return A, (A_prev, hparameters)


# --- conv_backward ---------------------------------------------------------------------


@mistake(
    "conv_backward",
    diagnosis="As janelas da volta não são as da ida: falta o stride nos cantos. O gradiente vai "
    "parar em pixels que não produziram aquela saída.",
)
def conv_backward_ignora_stride(dZ, cache):
    A_prev, W, b, hparameters = cache
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    pad = hparameters["pad"]
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW, db = np.zeros(A_prev_pad.shape), np.zeros(W.shape), np.zeros((1, 1, 1, n_C))
    for i, h, w, c in np.ndindex(dZ.shape):
        dA_prev_pad[i, h : h + f, w : w + f] += W[..., c] * dZ[i, h, w, c]
        dW[..., c] += A_prev_pad[i, h : h + f, w : w + f] * dZ[i, h, w, c]
        db[..., c] += dZ[i, h, w, c]
    return dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev], dW, db


@mistake(
    "conv_backward",
    diagnosis="A fatia de pad a menos pad fica vazia quando pad é zero, e dA_prev perde todos os "
    "pixels. Conte o fim da fatia a partir do tamanho original.",
)
def conv_backward_pad_menos_pad(dZ, cache):
    A_prev, W, b, hparameters = cache
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW, db = np.zeros(A_prev_pad.shape), np.zeros(W.shape), np.zeros((1, 1, 1, n_C))
    for i, h, w, c in np.ndindex(dZ.shape):
        y, x = h * stride, w * stride
        dA_prev_pad[i, y : y + f, x : x + f] += W[..., c] * dZ[i, h, w, c]
        dW[..., c] += A_prev_pad[i, y : y + f, x : x + f] * dZ[i, h, w, c]
        db[..., c] += dZ[i, h, w, c]
    return dA_prev_pad[:, pad:-pad, pad:-pad, :], dW, db


@mistake(
    "conv_backward",
    diagnosis="A fatia de pad a menos pad fica vazia quando pad é zero, e não cabe no lugar do "
    "exemplo. Conte o fim da fatia a partir do tamanho original.",
)
def conv_backward_fatia_de_cada_exemplo(dZ, cache):
    A_prev, W, b, hparameters = cache
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    m, n_H, n_W, _ = dZ.shape
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev, dW, db = np.zeros(A_prev.shape), np.zeros(W.shape), np.zeros((1, 1, 1, n_C))
    for i in range(m):
        a_prev_pad = A_prev_pad[i]
        da_prev_pad = np.zeros(a_prev_pad.shape)
        for h, w, c in np.ndindex(n_H, n_W, n_C):
            y, x = h * stride, w * stride
            da_prev_pad[y : y + f, x : x + f] += W[..., c] * dZ[i, h, w, c]
            dW[..., c] += a_prev_pad[y : y + f, x : x + f] * dZ[i, h, w, c]
            db[..., c] += dZ[i, h, w, c]
        dA_prev[i, :, :, :] = da_prev_pad[pad:-pad, pad:-pad, :]
    return dA_prev, dW, db


@mistake(
    "conv_backward",
    diagnosis="dA_prev saiu com a borda. Ela foi acrescentada na ida e não pertence à camada "
    "anterior.",
)
def conv_backward_com_borda(dZ, cache):
    A_prev, W, b, hparameters = cache
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW, db = np.zeros(A_prev_pad.shape), np.zeros(W.shape), np.zeros((1, 1, 1, n_C))
    for i, h, w, c in np.ndindex(dZ.shape):
        y, x = h * stride, w * stride
        dA_prev_pad[i, y : y + f, x : x + f] += W[..., c] * dZ[i, h, w, c]
        dW[..., c] += A_prev_pad[i, y : y + f, x : x + f] * dZ[i, h, w, c]
        db[..., c] += dZ[i, h, w, c]
    return dA_prev_pad, dW, db


@mistake(
    "conv_backward",
    diagnosis="O gradiente das janelas foi escrito por cima em vez de somado: onde duas janelas se "
    "encontram, só a última conta.",
)
def conv_backward_sem_acumular(dZ, cache):
    A_prev, W, b, hparameters = cache
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW, db = np.zeros(A_prev_pad.shape), np.zeros(W.shape), np.zeros((1, 1, 1, n_C))
    for i, h, w, c in np.ndindex(dZ.shape):
        y, x = h * stride, w * stride
        dA_prev_pad[i, y : y + f, x : x + f] = W[..., c] * dZ[i, h, w, c]
        dW[..., c] += A_prev_pad[i, y : y + f, x : x + f] * dZ[i, h, w, c]
        db[..., c] += dZ[i, h, w, c]
    return dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev], dW, db


@mistake(
    "conv_backward",
    diagnosis="Os gradientes foram divididos pelo número de exemplos. Aqui a média, se houver, já "
    "vem em dZ: as fórmulas são só somas.",
)
def conv_backward_com_media(dZ, cache):
    A_prev, W, b, hparameters = cache
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW, db = np.zeros(A_prev_pad.shape), np.zeros(W.shape), np.zeros((1, 1, 1, n_C))
    for i, h, w, c in np.ndindex(dZ.shape):
        y, x = h * stride, w * stride
        dA_prev_pad[i, y : y + f, x : x + f] += W[..., c] * dZ[i, h, w, c]
        dW[..., c] += A_prev_pad[i, y : y + f, x : x + f] * dZ[i, h, w, c] / m
        db[..., c] += dZ[i, h, w, c] / m
    return dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev], dW, db


@mistake(
    "conv_backward",
    diagnosis="Os papéis se trocaram: quem multiplica dZ em dW é a janela da imagem, e em dA_prev "
    "é o filtro.",
)
def conv_backward_papeis_trocados(dZ, cache):
    A_prev, W, b, hparameters = cache
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW, db = np.zeros(A_prev_pad.shape), np.zeros(W.shape), np.zeros((1, 1, 1, n_C))
    for i, h, w, c in np.ndindex(dZ.shape):
        y, x = h * stride, w * stride
        dA_prev_pad[i, y : y + f, x : x + f] += A_prev_pad[i, y : y + f, x : x + f] * dZ[i, h, w, c]
        dW[..., c] += W[..., c] * dZ[i, h, w, c]
        db[..., c] += dZ[i, h, w, c]
    return dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev], dW, db


@mistake(
    "conv_backward",
    diagnosis="db = b não copia: os dois nomes são o mesmo array, e zerar db para acumular apaga o "
    "viés da rede, guardado no cache. Crie um array novo.",
)
def conv_backward_sobre_o_vies(dZ, cache):
    A_prev, W, b, hparameters = cache
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW = np.zeros(A_prev_pad.shape), np.zeros(W.shape)
    db = b
    db[...] = 0
    for i, h, w, c in np.ndindex(dZ.shape):
        y, x = h * stride, w * stride
        dA_prev_pad[i, y : y + f, x : x + f] += W[..., c] * dZ[i, h, w, c]
        dW[..., c] += A_prev_pad[i, y : y + f, x : x + f] * dZ[i, h, w, c]
        db[..., c] += dZ[i, h, w, c]
    return dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev], dW, db


@mistake(
    "conv_backward",
    diagnosis="db perdeu os eixos de tamanho 1: um gradiente tem o formato do que ele atualiza.",
)
def conv_backward_db_achatado(dZ, cache):
    A_prev, W, b, hparameters = cache
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f = W.shape[0]
    stride, pad = hparameters["stride"], hparameters["pad"]
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW = np.zeros(A_prev_pad.shape), np.zeros(W.shape)
    for i, h, w, c in np.ndindex(dZ.shape):
        y, x = h * stride, w * stride
        dA_prev_pad[i, y : y + f, x : x + f] += W[..., c] * dZ[i, h, w, c]
        dW[..., c] += A_prev_pad[i, y : y + f, x : x + f] * dZ[i, h, w, c]
    db = np.sum(dZ, axis=(0, 1, 2))
    return dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev], dW, db


@mistake(
    "conv_backward",
    diagnosis="dW ficou só com a última janela. O mesmo filtro passou por todas elas, e cada uma "
    "dá a sua parcela.",
)
def conv_backward_dW_sem_acumular(dZ, cache):
    A_prev, W, b, hparameters = cache
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW, db = np.zeros(A_prev_pad.shape), np.zeros(W.shape), np.zeros((1, 1, 1, n_C))
    for i, h, w, c in np.ndindex(dZ.shape):
        y, x = h * stride, w * stride
        dA_prev_pad[i, y : y + f, x : x + f] += W[..., c] * dZ[i, h, w, c]
        dW[..., c] = A_prev_pad[i, y : y + f, x : x + f] * dZ[i, h, w, c]
        db[..., c] += dZ[i, h, w, c]
    return dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev], dW, db


@mistake(
    "conv_backward",
    diagnosis="A borda foi tirada só do fim, e dA_prev ficou deslocado. A parte de dentro começa "
    "depois da borda de cima e da esquerda.",
)
def conv_backward_tira_do_fim(dZ, cache):
    A_prev, W, b, hparameters = cache
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW, db = np.zeros(A_prev_pad.shape), np.zeros(W.shape), np.zeros((1, 1, 1, n_C))
    for i, h, w, c in np.ndindex(dZ.shape):
        y, x = h * stride, w * stride
        dA_prev_pad[i, y : y + f, x : x + f] += W[..., c] * dZ[i, h, w, c]
        dW[..., c] += A_prev_pad[i, y : y + f, x : x + f] * dZ[i, h, w, c]
        db[..., c] += dZ[i, h, w, c]
    return dA_prev_pad[:, :n_H_prev, :n_W_prev], dW, db


@mistake(
    "conv_backward",
    diagnosis="Os três gradientes saíram em outra ordem. Compare o return com a docstring.",
)
def conv_backward_fora_de_ordem(dZ, cache):
    A_prev, W, b, hparameters = cache
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW, db = np.zeros(A_prev_pad.shape), np.zeros(W.shape), np.zeros((1, 1, 1, n_C))
    for i, h, w, c in np.ndindex(dZ.shape):
        y, x = h * stride, w * stride
        dA_prev_pad[i, y : y + f, x : x + f] += W[..., c] * dZ[i, h, w, c]
        dW[..., c] += A_prev_pad[i, y : y + f, x : x + f] * dZ[i, h, w, c]
        db[..., c] += dZ[i, h, w, c]
    return dW, db, dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev]


@mistake(
    "conv_backward",
    diagnosis="dW usa sempre as janelas do primeiro exemplo do lote. Cada dZ pertence à imagem do "
    "seu próprio exemplo.",
)
def conv_backward_um_exemplo_so(dZ, cache):
    A_prev, W, b, hparameters = cache
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f, _, _, n_C = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW, db = np.zeros(A_prev_pad.shape), np.zeros(W.shape), np.zeros((1, 1, 1, n_C))
    for i, h, w, c in np.ndindex(dZ.shape):
        y, x = h * stride, w * stride
        dA_prev_pad[i, y : y + f, x : x + f] += W[..., c] * dZ[i, h, w, c]
        dW[..., c] += A_prev_pad[0, y : y + f, x : x + f] * dZ[i, h, w, c]
        db[..., c] += dZ[i, h, w, c]
    return dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev], dW, db


@mistake(
    "conv_backward",
    diagnosis="O que a janela de um exemplo manda foi somado às imagens de todos: cada exemplo "
    "recebe só o que as janelas dele mandam.",
)
def conv_backward_mistura_exemplos(dZ, cache):
    A_prev, W, b, hparameters = cache
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    f = W.shape[0]
    stride, pad = hparameters["stride"], hparameters["pad"]
    A_prev_pad = zero_pad(A_prev, pad)
    dA_prev_pad, dW, db = np.zeros(A_prev_pad.shape), np.zeros(W.shape), np.zeros(b.shape)
    for i, h, w, c in np.ndindex(dZ.shape):
        y, x = h * stride, w * stride
        dA_prev_pad[:, y : y + f, x : x + f] += W[..., c] * dZ[i, h, w, c]
        dW[..., c] += A_prev_pad[i, y : y + f, x : x + f] * dZ[i, h, w, c]
        db[..., c] += dZ[i, h, w, c]
    return dA_prev_pad[:, pad : pad + n_H_prev, pad : pad + n_W_prev], dW, db


# --- create_mask_from_window -----------------------------------------------------------


@mistake(
    "create_mask_from_window",
    diagnosis="Em um empate, só a primeira posição foi marcada. O enunciado pede todas as que têm "
    "o maior valor.",
)
def mascara_so_do_primeiro(x):
    mask = np.zeros(x.shape, dtype=bool)
    mask[np.unravel_index(np.argmax(x), x.shape)] = True
    return mask


@mistake(
    "create_mask_from_window",
    diagnosis="A máscara marca o maior de cada coluna. O máximo é um só para a janela inteira.",
)
def mascara_por_coluna(x):
    return x == np.max(x, axis=0)


@mistake(
    "create_mask_from_window",
    diagnosis="A máscara guarda o próprio máximo em vez de verdadeiro ou 1: multiplicada pelo "
    "gradiente, ela o aumentaria.",
)
def mascara_com_o_valor(x):
    return np.where(x == np.max(x), x, 0)


@mistake(
    "create_mask_from_window",
    diagnosis="A máscara marca o maior valor absoluto, que em uma janela de negativos é o mínimo.",
)
def mascara_do_modulo(x):
    return np.abs(x) == np.max(np.abs(x))


@mistake(
    "create_mask_from_window",
    diagnosis="A máscara foi escrita por cima da própria janela, que é um pedaço da imagem.",
)
def mascara_no_lugar(x):
    x[...] = x == np.max(x)
    return x


@mistake(
    "create_mask_from_window",
    diagnosis="A máscara marca o menor valor da janela, e o pooling guarda o maior.",
)
def mascara_do_minimo(x):
    return x == np.min(x)


@mistake(
    "create_mask_from_window",
    diagnosis="Saiu a posição do máximo, e não uma máscara: a resposta tem o formato da janela.",
)
def mascara_so_a_posicao(x):
    return np.argmax(x)


@mistake(
    "create_mask_from_window",
    diagnosis="A máscara marca o maior de cada linha. O máximo é um só para a janela inteira.",
)
def mascara_por_linha(x):
    return x == np.max(x, axis=1, keepdims=True)


@mistake(
    "create_mask_from_window",
    diagnosis="A máscara marca todos os valores positivos. É o maior deles que interessa, e ele "
    "pode até ser negativo.",
)
def mascara_dos_positivos(x):
    return x > 0


# --- distribute_value ------------------------------------------------------------------


@mistake(
    "distribute_value",
    diagnosis="Cada posição recebeu o número inteiro. Ele precisa ser dividido: a soma das partes "
    "é que vale dz.",
)
def valor_sem_dividir(dz, shape):
    return np.ones(shape) * dz


@mistake(
    "distribute_value",
    diagnosis="A divisão usou só um dos lados da matriz. Quantas posições há ao todo?",
)
def valor_dividido_pela_altura(dz, shape):
    n_H, n_W = shape
    return np.ones(shape) * dz / n_H


@mistake(
    "distribute_value",
    diagnosis="A divisão usou a soma dos lados, que só coincide com o número de posições na "
    "matriz de 2 por 2.",
)
def valor_dividido_pela_soma(dz, shape):
    n_H, n_W = shape
    return np.ones(shape) * dz / (n_H + n_W)


@mistake(
    "distribute_value",
    diagnosis="A matriz saiu deitada: altura e largura foram trocadas.",
)
def valor_transposto(dz, shape):
    n_H, n_W = shape
    return np.full((n_W, n_H), dz / (n_H * n_W))


@mistake(
    "distribute_value",
    diagnosis="O lado da janela foi suposto igual a 2. O formato vem no argumento.",
)
def valor_sempre_por_quatro(dz, shape):
    return np.full(shape, dz / 4)


@mistake(
    "distribute_value",
    diagnosis="Saiu só o valor de uma parte, sem a matriz que a repete em todas as posições.",
)
def valor_sem_matriz(dz, shape):
    n_H, n_W = shape
    return dz / (n_H * n_W)


@mistake(
    "distribute_value",
    diagnosis="A divisão inteira joga fora o resto: as partes podem ter casas decimais.",
)
def valor_com_divisao_inteira(dz, shape):
    n_H, n_W = shape
    return np.full(shape, dz // (n_H * n_W))


@mistake(
    "distribute_value",
    diagnosis="A matriz foi suposta quadrada: o número de posições não é o quadrado da altura.",
)
def valor_dividido_pelo_quadrado(dz, shape):
    n_H, n_W = shape
    return np.full(shape, dz / n_H**2)


# --- pool_backward ---------------------------------------------------------------------


@mistake(
    "pool_backward",
    diagnosis="As janelas da volta andam de um em um, e as da ida andaram de stride em stride. Use "
    "os mesmos cantos.",
)
def pool_backward_ignora_stride(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f = hparameters["f"]
    dA_prev = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        if mode == "max":
            mask = create_mask_from_window(A_prev[i, h : h + f, w : w + f, c])
            dA_prev[i, h : h + f, w : w + f, c] += mask * dA[i, h, w, c]
        elif mode == "average":
            parte = distribute_value(dA[i, h, w, c], (f, f))
            dA_prev[i, h : h + f, w : w + f, c] += parte
    return dA_prev


@mistake(
    "pool_backward",
    diagnosis="As contribuições foram escritas por cima umas das outras: quando as janelas se "
    "sobrepõem, elas se somam.",
)
def pool_backward_sem_acumular(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        onde = (i, slice(h * stride, h * stride + f), slice(w * stride, w * stride + f), c)
        if mode == "max":
            dA_prev[onde] = create_mask_from_window(A_prev[onde]) * dA[i, h, w, c]
        elif mode == "average":
            dA_prev[onde] = distribute_value(dA[i, h, w, c], (f, f))
    return dA_prev


@mistake(
    "pool_backward",
    diagnosis="Os dois modos seguem o caminho do máximo: o argumento mode não é lido.",
)
def pool_backward_sempre_max(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        onde = (i, slice(h * stride, h * stride + f), slice(w * stride, w * stride + f), c)
        dA_prev[onde] += create_mask_from_window(A_prev[onde]) * dA[i, h, w, c]
    return dA_prev


@mistake(
    "pool_backward",
    diagnosis="A máscara foi somada sem ser multiplicada pelo gradiente: dA só diz quanto vale "
    "cada posição.",
)
def pool_backward_so_a_mascara(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        onde = (i, slice(h * stride, h * stride + f), slice(w * stride, w * stride + f), c)
        if mode == "max":
            dA_prev[onde] += create_mask_from_window(A_prev[onde])
        elif mode == "average":
            dA_prev[onde] += distribute_value(dA[i, h, w, c], (f, f))
    return dA_prev


@mistake(
    "pool_backward",
    diagnosis="A janela levou todos os canais, e o gradiente de um canal se espalhou pelos outros.",
)
def pool_backward_mistura_canais(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        onde = (i, slice(h * stride, h * stride + f), slice(w * stride, w * stride + f))
        if mode == "max":
            dA_prev[onde] += create_mask_from_window(A_prev[onde]) * dA[i, h, w, c]
        elif mode == "average":
            dA_prev[onde] += distribute_value(dA[i, h, w, c], (f, f))[:, :, np.newaxis]
    return dA_prev


@mistake(
    "pool_backward",
    diagnosis="O gradiente inteiro foi dado a cada posição da janela da média: a soma das partes "
    "é que deve dar o gradiente.",
)
def pool_backward_media_sem_repartir(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        onde = (i, slice(h * stride, h * stride + f), slice(w * stride, w * stride + f), c)
        if mode == "max":
            dA_prev[onde] += create_mask_from_window(A_prev[onde]) * dA[i, h, w, c]
        elif mode == "average":
            dA_prev[onde] += dA[i, h, w, c]
    return dA_prev


@mistake(
    "pool_backward",
    diagnosis="dA_prev é outro nome para o A_prev do cache: os gradientes foram somados às "
    "ativações da rede. Comece de zeros.",
)
def pool_backward_sobre_a_entrada(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    dA_prev = A_prev
    for i, h, w, c in np.ndindex(dA.shape):
        onde = (i, slice(h * stride, h * stride + f), slice(w * stride, w * stride + f), c)
        if mode == "max":
            dA_prev[onde] += create_mask_from_window(A_prev[onde]) * dA[i, h, w, c]
        elif mode == "average":
            dA_prev[onde] += distribute_value(dA[i, h, w, c], (f, f))
    return dA_prev


@mistake(
    "pool_backward",
    diagnosis="O gradiente se repartiu pelo tamanho da saída do pooling. Quem o divide são as "
    "posições de uma janela.",
)
def pool_backward_reparte_pela_saida(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    m, n_H, n_W, n_C = dA.shape
    dA_prev = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        onde = (i, slice(h * stride, h * stride + f), slice(w * stride, w * stride + f), c)
        if mode == "max":
            dA_prev[onde] += create_mask_from_window(A_prev[onde]) * dA[i, h, w, c]
        elif mode == "average":
            dA_prev[onde] += np.ones((f, f)) * dA[i, h, w, c] / (n_H * n_W)
    return dA_prev


@mistake(
    "pool_backward",
    diagnosis="dA_prev saiu no formato da saída do pooling, e deveria ter o da entrada: é dela o "
    "gradiente.",
)
def pool_backward_formato_da_saida(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(dA.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        onde = (i, slice(h * stride, h * stride + f), slice(w * stride, w * stride + f), c)
        if mode == "max":
            dA_prev[onde] += create_mask_from_window(A_prev[onde]) * dA[i, h, w, c]
        elif mode == "average":
            dA_prev[onde] += distribute_value(dA[i, h, w, c], (f, f))
    return dA_prev


@mistake(
    "pool_backward",
    diagnosis="A máscara multiplica a própria fatia, e não o gradiente: o que volta é o máximo da "
    "ida.",
)
def pool_backward_devolve_o_maximo(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, stride = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        onde = (i, slice(h * stride, h * stride + f), slice(w * stride, w * stride + f), c)
        if mode == "max":
            dA_prev[onde] += create_mask_from_window(A_prev[onde]) * A_prev[onde]
        elif mode == "average":
            dA_prev[onde] += distribute_value(dA[i, h, w, c], (f, f))
    return dA_prev


# --- aprenda_filtros -------------------------------------------------------------------


@mistake(
    "aprenda_filtros",
    diagnosis="O passo vai no sentido do gradiente, e o custo sobe. Para descer, subtraia.",
)
def filtro_que_sobe(X, alvo, f, hparameters, learning_rate, num_iter):
    n_C = alvo.shape[3]
    W, b, custos = np.zeros((f, f, X.shape[3], n_C)), np.zeros((1, 1, 1, n_C)), []
    for _ in range(num_iter):
        Z, cache = conv_forward(X, W, b, hparameters)
        custos.append(np.mean((Z - alvo) ** 2))
        _, dW, db = conv_backward(2 * (Z - alvo) / Z.size, cache)
        W, b = W + learning_rate * dW, b + learning_rate * db
    return W, b, custos


@mistake(
    "aprenda_filtros",
    diagnosis="Faltou o 2 em dZ: a derivada do quadrado de uma diferença é duas vezes a diferença.",
)
def filtro_sem_o_dois(X, alvo, f, hparameters, learning_rate, num_iter):
    n_C = alvo.shape[3]
    W, b, custos = np.zeros((f, f, X.shape[3], n_C)), np.zeros((1, 1, 1, n_C)), []
    for _ in range(num_iter):
        Z, cache = conv_forward(X, W, b, hparameters)
        custos.append(np.mean((Z - alvo) ** 2))
        _, dW, db = conv_backward((Z - alvo) / Z.size, cache)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, custos


@mistake(
    "aprenda_filtros",
    diagnosis="Faltou dividir dZ pela quantidade de números de Z: o custo é uma média, e sem essa "
    "divisão os passos são grandes demais.",
)
def filtro_sem_a_media(X, alvo, f, hparameters, learning_rate, num_iter):
    n_C = alvo.shape[3]
    W, b, custos = np.zeros((f, f, X.shape[3], n_C)), np.zeros((1, 1, 1, n_C)), []
    for _ in range(num_iter):
        Z, cache = conv_forward(X, W, b, hparameters)
        custos.append(np.mean((Z - alvo) ** 2))
        _, dW, db = conv_backward(2 * (Z - alvo), cache)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, custos


@mistake(
    "aprenda_filtros",
    diagnosis="dZ foi dividido só pelo número de exemplos. O custo é a média de todos os números "
    "de Z: exemplos, posições e canais.",
)
def filtro_com_media_do_lote(X, alvo, f, hparameters, learning_rate, num_iter):
    n_C = alvo.shape[3]
    W, b, custos = np.zeros((f, f, X.shape[3], n_C)), np.zeros((1, 1, 1, n_C)), []
    for _ in range(num_iter):
        Z, cache = conv_forward(X, W, b, hparameters)
        custos.append(np.mean((Z - alvo) ** 2))
        _, dW, db = conv_backward(2 * (Z - alvo) / len(X), cache)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, custos


@mistake(
    "aprenda_filtros",
    diagnosis="O custo foi anotado depois do passo: a lista começa um custo adiantada.",
)
def filtro_com_custo_depois(X, alvo, f, hparameters, learning_rate, num_iter):
    n_C = alvo.shape[3]
    W, b, custos = np.zeros((f, f, X.shape[3], n_C)), np.zeros((1, 1, 1, n_C)), []
    for _ in range(num_iter):
        Z, cache = conv_forward(X, W, b, hparameters)
        _, dW, db = conv_backward(2 * (Z - alvo) / Z.size, cache)
        W, b = W - learning_rate * dW, b - learning_rate * db
        custos.append(np.mean((conv_forward(X, W, b, hparameters)[0] - alvo) ** 2))
    return W, b, custos


@mistake(
    "aprenda_filtros",
    diagnosis="O viés nunca muda: ele também tem gradiente, e também dá o passo.",
)
def filtro_com_vies_parado(X, alvo, f, hparameters, learning_rate, num_iter):
    n_C = alvo.shape[3]
    W, b, custos = np.zeros((f, f, X.shape[3], n_C)), np.zeros((1, 1, 1, n_C)), []
    for _ in range(num_iter):
        Z, cache = conv_forward(X, W, b, hparameters)
        custos.append(np.mean((Z - alvo) ** 2))
        _, dW, _ = conv_backward(2 * (Z - alvo) / Z.size, cache)
        W = W - learning_rate * dW
    return W, b, custos


@mistake(
    "aprenda_filtros",
    diagnosis="A ida foi feita uma vez só, antes do laço: todos os passos usam o gradiente do "
    "começo. Cada iteração precisa da sua ida e da sua volta.",
)
def filtro_com_uma_ida_so(X, alvo, f, hparameters, learning_rate, num_iter):
    n_C = alvo.shape[3]
    W, b, custos = np.zeros((f, f, X.shape[3], n_C)), np.zeros((1, 1, 1, n_C)), []
    Z, cache = conv_forward(X, W, b, hparameters)
    for _ in range(num_iter):
        custos.append(np.mean((Z - alvo) ** 2))
        _, dW, db = conv_backward(2 * (Z - alvo) / Z.size, cache)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, custos


# --- conv_vetorizada -------------------------------------------------------------------


@mistake(
    "conv_vetorizada",
    diagnosis="Foram recolhidas as janelas de stride 1. Fique com uma a cada stride, nas linhas e "
    "nas colunas.",
)
def janelas_sem_stride(A_prev, W, b, hparameters):
    f = W.shape[0]
    A_prev_pad = zero_pad(A_prev, hparameters["pad"])
    janelas = np.lib.stride_tricks.sliding_window_view(A_prev_pad, (f, f), axis=(1, 2))
    return np.einsum("ihwkuv,uvkc->ihwc", janelas, W) + b


@mistake(
    "conv_vetorizada",
    diagnosis="O stride só foi aplicado às linhas de janelas: as colunas também andam de stride em "
    "stride.",
)
def janelas_com_stride_so_nas_linhas(A_prev, W, b, hparameters):
    f = W.shape[0]
    A_prev_pad = zero_pad(A_prev, hparameters["pad"])
    janelas = np.lib.stride_tricks.sliding_window_view(A_prev_pad, (f, f), axis=(1, 2))
    return np.einsum("ihwkuv,uvkc->ihwc", janelas[:, :: hparameters["stride"]], W) + b


@mistake(
    "conv_vetorizada",
    diagnosis="As janelas saíram da imagem sem borda: chame antes zero_pad.",
)
def janelas_sem_borda(A_prev, W, b, hparameters):
    f, s = W.shape[0], hparameters["stride"]
    janelas = np.lib.stride_tricks.sliding_window_view(A_prev, (f, f), axis=(1, 2))
    return np.einsum("ihwkuv,uvkc->ihwc", janelas[:, ::s, ::s], W) + b


@mistake(
    "conv_vetorizada",
    diagnosis="O viés não chegou à saída: some b no fim, e o broadcasting dá a cada canal o seu.",
)
def janelas_sem_vies(A_prev, W, b, hparameters):
    f, s = W.shape[0], hparameters["stride"]
    A_prev_pad = zero_pad(A_prev, hparameters["pad"])
    janelas = np.lib.stride_tricks.sliding_window_view(A_prev_pad, (f, f), axis=(1, 2))
    return np.einsum("ihwkuv,uvkc->ihwc", janelas[:, ::s, ::s], W)


@mistake(
    "conv_vetorizada",
    diagnosis="Os números de cada janela ficaram na ordem canal, linha, coluna, e os do filtro "
    "estão na ordem linha, coluna, canal: leve o eixo dos canais para o fim antes do reshape.",
)
def janelas_com_canais_na_frente(A_prev, W, b, hparameters):
    (f, _, _, n_C), s = W.shape, hparameters["stride"]
    A_prev_pad = zero_pad(A_prev, hparameters["pad"])
    janelas = np.lib.stride_tricks.sliding_window_view(A_prev_pad, (f, f), axis=(1, 2))
    janelas = janelas[:, ::s, ::s]
    m, n_H, n_W = janelas.shape[:3]
    linhas = janelas.reshape(m * n_H * n_W, -1)
    return (linhas @ W.reshape(-1, n_C)).reshape(m, n_H, n_W, n_C) + b


@mistake(
    "conv_vetorizada",
    diagnosis="O filtro foi virado nos dois eixos. É a convolução dos livros de matemática; a "
    "deste lab, como a das bibliotecas, é a correlação cruzada, sem virar.",
)
def janelas_com_filtro_virado(A_prev, W, b, hparameters):
    f, s = W.shape[0], hparameters["stride"]
    A_prev_pad = zero_pad(A_prev, hparameters["pad"])
    janelas = np.lib.stride_tricks.sliding_window_view(A_prev_pad, (f, f), axis=(1, 2))
    return np.einsum("ihwkuv,uvkc->ihwc", janelas[:, ::s, ::s], W[::-1, ::-1]) + b


@mistake(
    "conv_vetorizada",
    diagnosis="As janelas foram recolhidas de f em f, como se o stride fosse o lado do filtro. Os "
    "dois só coincidem quando as janelas não se sobrepõem.",
)
def janelas_de_f_em_f(A_prev, W, b, hparameters):
    f = W.shape[0]
    A_prev_pad = zero_pad(A_prev, hparameters["pad"])
    janelas = np.lib.stride_tricks.sliding_window_view(A_prev_pad, (f, f), axis=(1, 2))
    return np.einsum("ihwkuv,uvkc->ihwc", janelas[:, ::f, ::f], W) + b
