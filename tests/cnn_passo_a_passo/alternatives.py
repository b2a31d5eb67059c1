"""Respostas certas do laboratório da CNN que não são a de referência: todas valem a nota cheia.

As demais funções do laboratório são as do notebook em que cada uma é posta.
"""
# ruff: noqa: F821, RUF059

import numpy as np

from gabarito.variants import alternative


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
