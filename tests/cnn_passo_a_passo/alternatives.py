"""Respostas certas do laboratório da CNN que não são a de referência: todas valem a nota cheia.

As demais funções do laboratório são as do notebook em que cada uma é posta.
"""
# ruff: noqa: F821, RUF059

import numpy as np

from gabarito.checks import alternative


@alternative("zero_pad")
def copy_into_zeros(X, pad):
    m, n_H, n_W, n_C = X.shape
    X_pad = np.zeros((m, n_H + 2 * pad, n_W + 2 * pad, n_C))
    X_pad[:, pad : pad + n_H, pad : pad + n_W, :] = X
    print("com borda:", X_pad.shape)
    return X_pad


@alternative("zero_pad")
def explicit_constant_in_single_precision(X, pad):
    pares = [(0, 0), (pad, pad), (pad, pad), (0, 0)]
    return np.pad(X.astype(np.float32), pares, "constant", constant_values=(0, 0))


@alternative("zero_pad")
def concatenated_strips_as_lists(X, pad):
    if pad == 0:
        return X.tolist()
    m, n_H, _, n_C = X.shape
    lado = np.zeros((m, n_H, pad, n_C))
    X = np.concatenate([lado, X, lado], axis=2)
    tampa = np.zeros((m, pad, X.shape[2], n_C))
    return np.concatenate([tampa, X, tampa], axis=1).tolist()


@alternative("zero_pad")
def one_line_of_zeros_at_a_time(X, pad):
    for _ in range(pad):
        for axis in (1, 2):
            X = np.insert(X, [0, X.shape[axis]], 0, axis=axis)
    return X


@alternative("zero_pad")
def matrices_that_shift(X, pad):
    n_H, n_W = X.shape[1:3]
    desce = np.eye(n_H + 2 * pad, n_H, k=-pad)
    anda = np.eye(n_W + 2 * pad, n_W, k=-pad)
    return np.einsum("yh,mhwc,xw->myxc", desce, X, anda)


@alternative("zero_pad")
def one_question_for_each_pixel(X, pad):
    _, n_H, n_W, n_C = X.shape
    vazio = [0.0] * n_C

    def pixel(imagem, y, x):
        return list(imagem[y, x]) if 0 <= y < n_H and 0 <= x < n_W else vazio

    linhas, colunas = range(-pad, n_H + pad), range(-pad, n_W + pad)
    return np.array([[[pixel(imagem, y, x) for x in colunas] for y in linhas] for imagem in X])


@alternative("conv_single_step")
def squeezed_bias(a_slice_prev, W, b):
    return np.sum(np.multiply(a_slice_prev, W)) + np.squeeze(b)


@alternative("conv_single_step")
def plain_loops_with_a_python_float(a_slice_prev, W, b):
    total = 0.0
    for u in range(W.shape[0]):
        for v in range(W.shape[1]):
            for k in range(W.shape[2]):
                total += float(a_slice_prev[u, v, k]) * float(W[u, v, k])
    return total + float(b[0, 0, 0])


@alternative("conv_single_step")
def array_without_axes(a_slice_prev, W, b):
    return np.array(np.tensordot(a_slice_prev, W, axes=3) + b.reshape(()))


@alternative("conv_single_step")
def single_precision_step(a_slice_prev, W, b):
    import warnings

    warnings.warn("um aviso qualquer", stacklevel=1)
    s = a_slice_prev.astype(np.float32) * W.astype(np.float32)
    return (s.sum() + b.astype(np.float32)).item()


@alternative("conv_single_step")
def exact_sum_of_a_generator(a_slice_prev, W, b):
    import math

    parcelas = [x * y for x, y in zip(a_slice_prev.flat, W.flat, strict=True)]
    return math.fsum([*parcelas, b[0][0][0]])


@alternative("conv_single_step")
def bias_as_one_more_weight(a_slice_prev, W, b):
    return np.append(a_slice_prev, 1.0) @ np.append(W, b)


@alternative("conv_single_step")
def einsum_and_a_sum_of_the_bias(a_slice_prev, W, b):
    Z = np.einsum("uvk,uvk->", a_slice_prev, W)
    print("Z sem o viés:", Z)
    Z += b.sum()
    return np.float64(Z)


@alternative("conv_forward")
def without_the_helpers(A_prev, W, b, hparameters):
    stride, pad = hparameters["stride"], hparameters["pad"]
    A_pad = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    f = len(W)
    linhas = range(0, A_pad.shape[1] - f + 1, stride)
    colunas = range(0, A_pad.shape[2] - f + 1, stride)
    Z = [
        [
            [
                (np.tensordot(a[y : y + f, x : x + f], W, axes=3) + b[0, 0, 0]).tolist()
                for x in colunas
            ]
            for y in linhas
        ]
        for a in A_pad
    ]
    return np.array(Z), [A_prev, W, b, dict(hparameters)]


@alternative("conv_forward")
def strided_windows_and_einsum(A_prev, W, b, hparameters):
    s = hparameters["stride"]
    A_pad = zero_pad(A_prev, hparameters["pad"])
    janelas = np.lib.stride_tricks.sliding_window_view(A_pad, W.shape[:2], axis=(1, 2))
    Z = np.einsum("mhwkuv,uvkc->mhwc", janelas[:, ::s, ::s], W) + b
    print("Z:", Z.shape)
    return Z, (A_prev, W, b, hparameters)


@alternative("conv_forward")
def single_precision_convolution(A_prev, W, b, hparameters):
    stride, pad = hparameters["stride"], hparameters["pad"]
    m, n_H_prev, n_W_prev, n_C_prev = A_prev.shape
    f, f, n_C_prev, n_C = W.shape
    n_H = int((n_H_prev - f + 2 * pad) / stride) + 1
    n_W = int((n_W_prev - f + 2 * pad) / stride) + 1
    Z = np.zeros((m, n_H, n_W, n_C), dtype=np.float32)
    entrada, filtros = zero_pad(A_prev, pad).astype(np.float32), W.astype(np.float32)
    for h in range(n_H):
        for w in range(n_W):
            janela = entrada[:, h * stride :, w * stride :][:, :f, :f]
            Z[:, h, w] = janela.reshape(m, -1) @ filtros.reshape(-1, n_C)
    return Z + b.astype(np.float32).reshape(-1), (A_prev, W, b, hparameters)


@alternative("conv_forward")
def one_matrix_product_of_columns(A_prev, W, b, hparameters):
    stride, pad = hparameters["stride"], hparameters["pad"]
    f, _, _, n_C = W.shape
    A_pad = zero_pad(A_prev, pad)
    m, altura, largura, _ = A_pad.shape
    cantos_y, cantos_x = np.arange(0, altura - f + 1, stride), np.arange(0, largura - f + 1, stride)
    y = cantos_y[:, None, None, None] + np.arange(f)[:, None]
    x = cantos_x[:, None, None] + np.arange(f)
    colunas = A_pad[:, y, x].reshape(m * len(cantos_y) * len(cantos_x), -1)
    Z = np.matmul(colunas, W.reshape(-1, n_C)) + b.ravel()
    return Z.reshape(m, len(cantos_y), len(cantos_x), n_C), (A_prev, W, b, hparameters)


@alternative("conv_forward")
def product_of_spectra(A_prev, W, b, hparameters):
    stride, pad = hparameters["stride"], hparameters["pad"]
    f = W.shape[0]
    A_pad = zero_pad(A_prev, pad)
    tamanho = A_pad.shape[1:3]
    imagens = np.fft.fft2(A_pad, axes=(1, 2))
    filtros = np.conj(np.fft.fft2(W, s=tamanho, axes=(0, 1)))
    espectro = np.einsum("mhwk,hwkc->mhwc", imagens, filtros)
    respostas = np.fft.ifft2(espectro, axes=(1, 2)).real
    n_H, n_W = (n - f + 1 for n in tamanho)
    Z = respostas[:, :n_H:stride, :n_W:stride] + b
    return Z, (A_prev.copy(), W.copy(), b.copy(), dict(hparameters))


@alternative("conv_forward")
def seven_plain_loops(A_prev, W, b, hparameters):
    s, p = hparameters["stride"], hparameters["pad"]
    m, altura, largura, canais = A_prev.shape
    f, _, _, filtros = W.shape
    imagens, pesos, vieses = A_prev.tolist(), W.tolist(), b.ravel().tolist()
    n_H = 1 + int(np.floor((altura + 2 * p - f) / s))
    n_W = 1 + int(np.floor((largura + 2 * p - f) / s))
    Z = np.empty((m, n_H, n_W, filtros))
    for c in range(filtros):
        for i in range(m):
            for h in range(n_H):
                for w in range(n_W):
                    z = vieses[c]
                    for u in range(f):
                        y = h * s + u - p
                        if not 0 <= y < altura:
                            continue
                        for v in range(f):
                            x = w * s + v - p
                            if x < 0 or x >= largura:
                                continue
                            for k in range(canais):
                                z += imagens[i][y][x][k] * pesos[u][v][k][c]
                    Z[i, h, w, c] = z
    return Z, (A_prev, W, b, hparameters)


@alternative("pool_forward")
def strided_windows(A_prev, hparameters, mode="max"):
    f, s = hparameters["f"], hparameters["stride"]
    janelas = np.lib.stride_tricks.sliding_window_view(A_prev, (f, f), axis=(1, 2))[:, ::s, ::s]
    resumo = {"max": np.max, "average": np.mean}[mode]
    return resumo(janelas, axis=(4, 5)), (A_prev, hparameters)


@alternative("pool_forward")
def lists_and_early_return(A_prev, hparameters, mode="max"):
    f, s = hparameters["f"], hparameters["stride"]
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    linhas, colunas = range(0, n_H_prev - f + 1, s), range(0, n_W_prev - f + 1, s)

    def percorra(resumo):
        return [
            [[resumo(a[y : y + f, x : x + f]).tolist() for x in colunas] for y in linhas]
            for a in A_prev
        ]

    if mode == "max":
        return percorra(lambda a: a.max(axis=(0, 1))), [A_prev, hparameters]
    print("média")
    return percorra(lambda a: a.sum(axis=(0, 1)) / f**2), [A_prev, hparameters]


@alternative("pool_forward")
def running_maximum_over_offsets(A_prev, hparameters, mode="max"):
    f, s = hparameters["f"], hparameters["stride"]
    A_prev_32 = A_prev.astype(np.float32)
    n_H, n_W = ((n - f) // s + 1 for n in A_prev.shape[1:3])
    A = None
    for u in range(f):
        for v in range(f):
            parte = A_prev_32[:, u : u + s * n_H : s, v : v + s * n_W : s]
            junta = np.maximum if mode == "max" else np.add
            A = parte.copy() if A is None else junta(A, parte)
    return (A if mode == "max" else A / (f * f)), (A_prev.copy(), dict(hparameters))


@alternative("pool_forward")
def loops_over_positions_only(A_prev, hparameters, mode="max"):
    lado, passo = hparameters["f"], hparameters["stride"]
    linhas = []
    for y in range(0, A_prev.shape[1] - lado + 1, passo):
        linha = []
        for x in range(0, A_prev.shape[2] - lado + 1, passo):
            janela = A_prev[:, y : y + lado, x : x + lado, :]
            linha.append(np.amax(janela, (1, 2)) if mode == "max" else np.average(janela, (1, 2)))
        linhas.append(np.stack(linha, axis=1))
    return np.stack(linhas, axis=1), (A_prev, hparameters)


@alternative("pool_forward")
def plain_python_numbers(A_prev, hparameters, mode="max"):
    f, stride = hparameters["f"], hparameters["stride"]
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    A = np.zeros((m, 1 + int((n_H_prev - f) / stride), 1 + int((n_W_prev - f) / stride), n_C))
    for i, h, w, c in np.ndindex(*A.shape):
        maior, soma = float("-inf"), 0.0
        for u in range(f):
            for v in range(f):
                valor = float(A_prev[i, h * stride + u, w * stride + v, c])
                soma += valor
                if valor > maior:
                    maior = valor
        A[i, h, w, c] = maior if mode == "max" else soma / f / f
    return A, (A_prev, hparameters)


@alternative("pool_forward")
def sorted_windows_and_one_matrix_product(A_prev, hparameters, mode="max"):
    f, s = hparameters["f"], hparameters["stride"]
    m, n_H_prev, n_W_prev, n_C = A_prev.shape
    n_H, n_W = (n_H_prev - f) // s + 1, (n_W_prev - f) // s + 1
    y = s * np.arange(n_H)[:, None, None, None] + np.arange(f)[:, None]
    x = s * np.arange(n_W)[:, None, None] + np.arange(f)
    janelas = np.moveaxis(A_prev, -1, 1)[:, :, y, x].reshape(m, n_C, n_H, n_W, f * f)
    A = np.sort(janelas)[..., -1] if mode == "max" else janelas @ np.full(f * f, f**-2.0)
    return np.moveaxis(A, 1, -1), (A_prev, hparameters)


@alternative("conv_backward")
def all_filters_at_once(dZ, cache):
    A_prev, W, b, hparameters = cache
    stride, pad = hparameters["stride"], hparameters["pad"]
    f = W.shape[0]
    A_pad = zero_pad(A_prev, pad)
    dA_pad, dW = np.zeros_like(A_pad), np.zeros_like(W)
    for i, h, w in np.ndindex(dZ.shape[:3]):
        onde = (i, slice(h * stride, h * stride + f), slice(w * stride, w * stride + f))
        dA_pad[onde] += W @ dZ[i, h, w]
        dW += A_pad[onde][..., np.newaxis] * dZ[i, h, w]
    db = np.sum(dZ, axis=(0, 1, 2), keepdims=True)
    n_H, n_W = A_prev.shape[1:3]
    return dA_pad[:, pad : pad + n_H, pad : pad + n_W], dW, db


@alternative("conv_backward")
def unpad_by_cases_and_lists(dZ, cache):
    A_prev, W, b, hparameters = cache
    stride, pad = hparameters["stride"], hparameters["pad"]
    f, _, _, n_C = W.shape
    A_pad = np.pad(A_prev, [(0, 0), (pad, pad), (pad, pad), (0, 0)])
    dA = np.zeros(A_pad.shape)
    dW, db = 0 * W, 0 * b
    for i, h, w, c in np.ndindex(dZ.shape):
        y, x, g = h * stride, w * stride, dZ[i, h, w, c]
        dA[i, y : y + f, x : x + f, :] += W[:, :, :, c] * g
        dW[:, :, :, c] += A_pad[i, y : y + f, x : x + f, :] * g
        db[:, :, :, c] += g
    if pad > 0:
        dA = dA[:, pad:-pad, pad:-pad, :]
    print(dA.shape)
    return [dA.tolist(), dW.tolist(), db.tolist()]


@alternative("conv_backward")
def single_precision_windows(dZ, cache):
    A_prev, W, _, hparameters = cache
    s, p = hparameters["stride"], hparameters["pad"]
    f, (_, n_H, n_W, n_C) = W.shape[0], dZ.shape
    dZ = dZ.astype(np.float32)
    A_pad = zero_pad(A_prev, p).astype(np.float32)
    janelas = np.lib.stride_tricks.sliding_window_view(A_pad, (f, f), axis=(1, 2))
    dW = np.einsum("mhwkuv,mhwc->uvkc", janelas[:, ::s, ::s], dZ)
    dA = np.zeros_like(A_pad)
    for h, w in np.ndindex(n_H, n_W):
        parte = np.einsum("mc,uvkc->muvk", dZ[:, h, w], W.astype(np.float32))
        dA[:, h * s : h * s + f, w * s : w * s + f] += parte
    dA_prev = dA[:, p : dA.shape[1] - p, p : dA.shape[2] - p]
    return dA_prev, dW, dZ.sum((0, 1, 2)).reshape(1, 1, 1, n_C)


@alternative("conv_backward")
def one_position_of_the_filter_at_a_time(dZ, cache):
    A_prev, W, b, hparameters = cache
    s, p = hparameters["stride"], hparameters["pad"]
    _, n_H, n_W, n_C = dZ.shape
    A_pad = zero_pad(A_prev, p)
    dA_pad, dW = np.zeros(A_pad.shape), np.empty(W.shape)
    for u in range(W.shape[0]):
        for v in range(W.shape[1]):
            onde = np.s_[:, u : u + s * n_H : s, v : v + s * n_W : s, :]
            dA_pad[onde] += np.matmul(dZ, W[u, v].T)
            dW[u, v] = np.einsum("mhwk,mhwc->kc", A_pad[onde], dZ)
    dentro = dA_pad[:, p : p + A_prev.shape[1], p : p + A_prev.shape[2]]
    return dentro, dW, dZ.reshape(-1, n_C).sum(axis=0)[None, None, None, :]


@alternative("conv_backward")
def columns_scattered_back(dZ, cache):
    A_prev, W, _, hparameters = cache
    s, p = hparameters["stride"], hparameters["pad"]
    f, _, n_C_prev, n_C = W.shape
    m, n_H, n_W, _ = dZ.shape
    A_pad = zero_pad(A_prev, p)
    i = np.arange(m)[:, None, None, None, None]
    y = s * np.arange(n_H)[:, None, None, None] + np.arange(f)[:, None]
    x = s * np.arange(n_W)[:, None, None] + np.arange(f)
    d = dZ.reshape(-1, n_C)
    dW = A_pad[i, y, x].reshape(len(d), -1).T @ d
    dA_pad = np.zeros_like(A_pad)
    contribuicoes = (d @ W.reshape(-1, n_C).T).reshape(m, n_H, n_W, f, f, n_C_prev)
    np.add.at(dA_pad, (i, y, x), contribuicoes)
    dA_prev = dA_pad[:, p : dA_pad.shape[1] - p, p : dA_pad.shape[2] - p]
    return dA_prev, dW.reshape(W.shape), np.ones((1, len(d))) @ d.reshape(1, 1, len(d), n_C)


@alternative("conv_backward")
def convolution_with_the_filter_turned_round(dZ, cache):
    A_prev, W, b, hparameters = cache
    s, p = hparameters["stride"], hparameters["pad"]
    f = W.shape[0]
    A_pad = zero_pad(A_prev, p)
    m, altura, largura, _ = A_pad.shape
    espalhado = np.zeros((m, altura - f + 1, largura - f + 1, dZ.shape[3]))
    espalhado[:, ::s, ::s] = dZ
    virado = W[::-1, ::-1].transpose(0, 1, 3, 2)
    sem_vies = np.zeros((1, 1, 1, W.shape[2]))
    dA_pad, _ = conv_forward(espalhado, virado, sem_vies, {"stride": 1, "pad": f - 1})
    janelas = np.lib.stride_tricks.sliding_window_view(A_pad, espalhado.shape[1:3], (1, 2))
    dW = np.tensordot(janelas, espalhado, axes=((0, 4, 5), (0, 1, 2)))
    db = np.array([[[[dZ[..., c].sum() for c in range(dZ.shape[-1])]]]])
    return dA_pad[:, p : altura - p, p : largura - p], dW, db


@alternative("create_mask_from_window")
def mask_of_numbers(x):
    return np.where(x >= x.max(), 1, 0)


@alternative("create_mask_from_window")
def mask_in_nested_lists(x):
    maior = max(max(linha) for linha in x.tolist())
    return [[valor == maior for valor in linha] for linha in x.tolist()]


@alternative("create_mask_from_window")
def mask_of_floats_with_isclose(x):
    print(x)
    return np.isclose(x, np.max(x), rtol=0, atol=1e-12).astype(np.float32)


@alternative("create_mask_from_window")
def zeros_and_two_loops(x):
    linhas, colunas = x.shape
    maior = x[0, 0]
    for y in range(linhas):
        for z in range(colunas):
            if x[y, z] > maior:
                maior = x[y, z]
    mask = np.zeros((linhas, colunas))
    mask[x == maior] = 1
    return mask


@alternative("create_mask_from_window")
def nothing_is_larger(x):
    valores = np.ravel(x)
    vencidos = valores[:, None] < valores
    return ~vencidos.any(axis=1).reshape(np.shape(x))


@alternative("create_mask_from_window")
def zero_distance_to_the_last_of_the_sorted(x):
    ordenados = np.sort(x, axis=None)
    distancia = ordenados[-1] - x
    return np.logical_not(distancia)


@alternative("distribute_value")
def ones_times_the_average(dz, shape):
    n_H, n_W = shape
    average = dz / (n_H * n_W)
    return np.ones(shape) * average


@alternative("distribute_value")
def nested_lists(dz, shape):
    return [[dz / shape[0] / shape[1]] * shape[1] for _ in range(shape[0])]


@alternative("distribute_value")
def filled_in_single_precision(dz, shape):
    a = np.empty(shape, dtype=np.float32)
    a[:] = dz / a.size
    print(a)
    return a


@alternative("distribute_value")
def filled_by_two_loops(dz, shape):
    altura, largura = shape[0], shape[1]
    a = np.zeros((altura, largura))
    for y in range(altura):
        for x in range(largura):
            a[y, x] = float(dz) / (altura * largura)
    return a


@alternative("distribute_value")
def outer_product_of_two_averages(dz, shape):
    n_H, n_W = shape
    return dz * np.outer(np.full(n_H, 1 / n_H), np.full(n_W, 1 / n_W))


@alternative("distribute_value")
def one_number_seen_many_times(dz, shape):
    return np.broadcast_to(np.divide(dz, np.prod(shape)), shape)


@alternative("pool_backward")
def without_the_other_functions(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, s = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros_like(A_prev)
    for i, h, w, c in np.ndindex(dA.shape):
        fatia = A_prev[i, h * s : h * s + f, w * s : w * s + f, c]
        if mode == "max":
            y, x = np.unravel_index(np.argmax(fatia), (f, f))
            dA_prev[i, h * s + y, w * s + x, c] += dA[i, h, w, c]
        else:
            dA_prev[i, h * s : h * s + f, w * s : w * s + f, c] += dA[i, h, w, c] / f**2
    return dA_prev


@alternative("pool_backward")
def all_examples_and_channels_at_once(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, s = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape, dtype=np.float32)
    _, n_H, n_W, _ = dA.shape
    for h, w in np.ndindex(n_H, n_W):
        onde = (slice(None), slice(h * s, h * s + f), slice(w * s, w * s + f))
        g = dA[:, h : h + 1, w : w + 1]
        janela = A_prev[onde]
        fator = janela == janela.max(axis=(1, 2), keepdims=True) if mode == "max" else 1 / f**2
        dA_prev[onde] += np.float32(fator) * g
    print(dA_prev.shape)
    return dA_prev


@alternative("pool_backward")
def helpers_and_early_return(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, s = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape)
    if mode == "average":
        for i, h, w, c in np.ndindex(dA.shape):
            parte = distribute_value(dA[i, h, w, c], (f, f))
            dA_prev[i, h * s : h * s + f, w * s : w * s + f, c] += parte
        return dA_prev.tolist()
    for i, h, w, c in np.ndindex(dA.shape):
        mask = create_mask_from_window(A_prev[i, h * s : h * s + f, w * s : w * s + f, c])
        dA_prev[i, h * s : h * s + f, w * s : w * s + f, c] += mask * dA[i, h, w, c]
    return dA_prev.tolist()


@alternative("pool_backward")
def one_position_of_the_window_at_a_time(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, s = hparameters["f"], hparameters["stride"]
    _, n_H, n_W, _ = dA.shape
    fatias = [np.s_[:, u : u + s * n_H : s, v : v + s * n_W : s] for u, v in np.ndindex(f, f)]
    maior = np.max([A_prev[fatia] for fatia in fatias], axis=0)
    dA_prev = np.zeros(A_prev.shape)
    for fatia in fatias:
        if mode == "max":
            dA_prev[fatia] += np.where(A_prev[fatia] == maior, dA, 0)
        else:
            dA_prev[fatia] += dA / len(fatias)
    return dA_prev


@alternative("pool_backward")
def scattered_with_add_at(dA, cache, mode="max"):
    A_prev, hparameters = cache
    f, s = hparameters["f"], hparameters["stride"]
    i, h, w, c = np.indices(dA.shape)
    dA_prev = np.zeros_like(A_prev)
    janelas = np.lib.stride_tricks.sliding_window_view(A_prev, (f, f), axis=(1, 2))
    janelas = janelas[:, ::s, ::s].reshape(*dA.shape, f * f)
    if mode == "max":
        u, v = np.divmod(janelas.argmax(axis=-1), f)
        np.add.at(dA_prev, (i, h * s + u, w * s + v, c), dA)
        return dA_prev
    for u, v in np.ndindex(f, f):
        np.add.at(dA_prev, (i, h * s + u, w * s + v, c), dA / f**2)
    return dA_prev


@alternative("pool_backward")
def plain_numbers_in_nested_lists(dA, cache, mode="max"):
    (A_prev, hparameters), d = cache, dA.tolist()
    f, s = hparameters["f"], hparameters["stride"]
    x, saida = A_prev.tolist(), np.zeros(A_prev.shape).tolist()
    for i, h, w, c in np.ndindex(*dA.shape):
        lugares = [(h * s + u, w * s + v) for u in range(f) for v in range(f)]
        if mode == "max":
            maior = max(x[i][y][z][c] for y, z in lugares)
            lugares = [(y, z) for y, z in lugares if x[i][y][z][c] == maior]
            partes = 1
        else:
            partes = len(lugares)
        for y, z in lugares:
            saida[i][y][z][c] += d[i][h][w][c] / partes
    return saida


@alternative("aprenda_filtros")
def steps_in_place(X, alvo, f, hparameters, learning_rate, num_iter):
    W, b = np.zeros((f, f, X.shape[-1], alvo.shape[-1])), np.zeros((1, 1, 1, alvo.shape[-1]))
    custos = []
    while len(custos) < num_iter:
        Z, cache = conv_forward(X, W, b, hparameters)
        erro = Z - alvo
        custos.append(float(np.square(erro).mean()))
        _, dW, db = conv_backward(erro, cache)
        W -= 2 * learning_rate / erro.size * dW
        b -= 2 * learning_rate / erro.size * db
    return W, b, np.array(custos)


@alternative("aprenda_filtros")
def one_step_after_the_steps_before_it(X, alvo, f, hparameters, learning_rate, num_iter):
    if num_iter == 0:
        n_C = alvo.shape[3]
        return np.zeros((f, f, X.shape[3], n_C)), np.zeros((1, 1, 1, n_C)), []
    W, b, custos = aprenda_filtros(X, alvo, f, hparameters, learning_rate, num_iter - 1)
    Z, cache = conv_forward(X, W, b, hparameters)
    _, dW, db = conv_backward(2 * (Z - alvo) / Z.size, cache)
    custo = sum(float(d) ** 2 for d in (Z - alvo).ravel()) / Z.size
    return W - learning_rate * dW, b - learning_rate * db, [*custos, custo]


@alternative("aprenda_filtros")
def each_filter_by_itself(X, alvo, f, hparameters, learning_rate, num_iter):
    n_C = alvo.shape[3]
    filtros, vieses, custos = [], [], np.zeros(num_iter)
    for c in range(n_C):
        W, b, certo = np.zeros((f, f, X.shape[3], 1)), np.zeros((1, 1, 1, 1)), alvo[..., c : c + 1]
        for k in range(num_iter):
            Z, cache = conv_forward(X, W, b, hparameters)
            custos[k] += np.mean((Z - certo) ** 2) / n_C
            _, dW, db = conv_backward(2 * (Z - certo) / alvo.size, cache)
            W, b = W - learning_rate * dW, b - learning_rate * db
        filtros.append(W)
        vieses.append(b)
    return np.concatenate(filtros, axis=3), np.concatenate(vieses, axis=3), list(custos)


@alternative("aprenda_filtros")
def least_squares_on_rows_of_windows(X, alvo, f, hparameters, learning_rate, num_iter):
    s, n_C = hparameters["stride"], alvo.shape[3]
    janelas = np.lib.stride_tricks.sliding_window_view(
        zero_pad(X, hparameters["pad"]), (f, f), axis=(1, 2)
    )[:, ::s, ::s]
    linhas = np.moveaxis(janelas, 3, -1).reshape(alvo.size // n_C, -1)
    W, b, custos = np.zeros((linhas.shape[1], n_C)), np.zeros(n_C), []
    for _ in range(num_iter):
        erro = linhas @ W + b - alvo.reshape(-1, n_C)
        custos.append(np.mean(erro**2))
        W = W - learning_rate * 2 * linhas.T @ erro / erro.size
        b = b - learning_rate * 2 * erro.sum(axis=0) / erro.size
    return W.reshape(f, f, X.shape[3], n_C), b.reshape(1, 1, 1, n_C), custos


@alternative("aprenda_filtros")
def history_of_filters(X, alvo, f, hparameters, learning_rate, num_iter):
    n_C = alvo.shape[3]
    historia = [(np.zeros((f, f, X.shape[3], n_C)), np.zeros((1, 1, 1, n_C)))]
    custos = []
    for _ in range(num_iter):
        W, b = historia[-1]
        Z, cache = conv_forward(X, W, b, hparameters)
        custos += [np.sum((alvo - Z) ** 2) / alvo.size]
        gradientes = conv_backward(-2 * (alvo - Z) / alvo.size, cache)
        historia.append((W - learning_rate * gradientes[1], b - learning_rate * gradientes[2]))
    return (*historia[-1], custos)


@alternative("conv_vetorizada")
def windows_and_einsum(A_prev, W, b, hparameters):
    f, s = W.shape[0], hparameters["stride"]
    A_prev_pad = zero_pad(A_prev, hparameters["pad"])
    janelas = np.lib.stride_tricks.sliding_window_view(A_prev_pad, (f, f), axis=(1, 2))
    return np.einsum("ihwkuv,uvkc->ihwc", janelas[:, ::s, ::s], W, optimize=True) + b


@alternative("conv_vetorizada")
def one_shifted_image_for_each_weight(A_prev, W, b, hparameters):
    f, s = W.shape[0], hparameters["stride"]
    A_prev_pad = zero_pad(A_prev, hparameters["pad"])
    linhas, colunas = A_prev_pad.shape[1] - f + 1, A_prev_pad.shape[2] - f + 1
    Z = b
    for u in range(f):
        for v in range(f):
            Z = Z + A_prev_pad[:, u : u + linhas : s, v : v + colunas : s] @ W[u, v]
    return Z


@alternative("conv_vetorizada")
def table_of_indices(A_prev, W, b, hparameters):
    m, n_H_prev, n_W_prev, _ = A_prev.shape
    (f, _, _, n_C), s, pad = W.shape, hparameters["stride"], hparameters["pad"]
    n_H = (n_H_prev + 2 * pad - f) // s + 1
    n_W = (n_W_prev + 2 * pad - f) // s + 1
    linha = s * np.arange(n_H)[:, None] + np.arange(f)
    coluna = s * np.arange(n_W)[:, None] + np.arange(f)
    janelas = zero_pad(A_prev, pad)[:, linha[:, None, :, None], coluna[None, :, None, :]]
    return (janelas.reshape(m, n_H, n_W, -1) @ W.reshape(-1, n_C) + b).tolist()


@alternative("conv_vetorizada")
def window_by_window(A_prev, W, b, hparameters):
    return conv_forward(A_prev, W, b, hparameters)[0]


@alternative("conv_vetorizada")
def windows_and_tensordot(A_prev, W, b, hparameters):
    f, s = W.shape[0], hparameters["stride"]
    pares = [(0, 0), (hparameters["pad"],) * 2, (hparameters["pad"],) * 2, (0, 0)]
    janelas = np.lib.stride_tricks.sliding_window_view(np.pad(A_prev, pares), (f, f), axis=(1, 2))
    return np.tensordot(janelas[:, ::s, ::s], W, axes=([3, 4, 5], [2, 0, 1])) + b.reshape(-1)
