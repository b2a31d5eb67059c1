"""Why a visible check of a notebook fails, as far as the public example tells.

``verificador`` asks this module in the student's own notebook, once a visible check has failed.
It knows nothing that is secret: what was obtained and what was expected of the example, sizes of
the arguments, and, in the files ``causas_*.json`` beside it, what each known mistake obtains there.

This one file needs NumPy only: every release ships a copy of it beside ``verificador.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

FILE = "causas_{lab}.json"
"""Name of the file with a lab's known mistakes, beside this one."""

RTOL, ATOL = 1e-5, 1e-7
"""Two results are the same up to rounding, and what is written down has seven digits."""

_DIGITS = 7

_PARTS = 6
"""What :func:`_mark` writes down of one comparison: that many items."""

_MOST = 2
"""Known mistakes among which the example cannot choose; of more, none is told."""

PROBABLE = "Causa provável: {sentence}"
ONE_OF = "Causa provável, uma destas: {sentences}"
PROBABLE_IN = "Causa provável, em {where}: {sentence}"
ONE_OF_IN = "Causa provável, em {where}, uma destas: {sentences}"
_OR = " Ou: "
REMARK = "Repare: {sentence}"

_SIGN = "{name} está com o sinal trocado."
_SIGNS = "{name} está com o sinal trocado em todas as posições."
_FACTOR = "{name} é {factor} vezes o esperado em todas as posições."
_TIMES = "{name} é o esperado multiplicado por {number}, que é {quantity}."
_DIVIDED = "{name} é o esperado dividido por {number}, que é {quantity}."
_ADDED = "{name} passa do esperado em {number} em todas as posições."
_TRANSPOSED = "{name} é a transposta do esperado: há linhas no lugar de colunas."
_SHAPE_ONLY = (
    "os números de {name} conferem, na mesma ordem; só o formato é outro: é {got}, e o pedido é "
    "{want}."
)
_PER_COLUMN = (
    "{name} tem um número por coluna, e o pedido é um por linha: confira o eixo da soma (axis)."
)
_PER_ROW = (
    "{name} tem um número por linha, e o pedido é um por coluna: confira o eixo da soma (axis)."
)
_AXIS, _AXES = "no eixo {axes}", "nos eixos {axes}"
_LONGER = "{where}, {name} tem {number} a mais do que o pedido"
_SHORTER = "{where}, {name} tem {number} a menos do que o pedido"
_SWAPPED = "{name} vale o que se espera de {other}: confira a ordem do que a função devolve."
_ROWS = "as linhas de {name} conferem, mas em outra ordem."
_COLUMNS = "as colunas de {name} conferem, mas em outra ordem."
_INVERTED = "{name} está ao contrário: 1 onde se espera 0, e 0 onde se espera 1."
_ZEROS = "{name} só tem zeros: ou a conta não chegou a ser guardada ali, ou dá zero em toda parte."
_UNMARKED = "{name} só tem zeros: nenhuma posição foi marcada."
_NOT_FINITE = (
    "{name} tem nan ou inf: há uma divisão por zero, o logaritmo de zero ou a exponencial de um "
    "número grande demais."
)
_ROWS_OF, _COLUMNS_OF = "o número de linhas de {name}", "o número de colunas de {name}"
_AXIS_OF = "o tamanho do eixo {axis} de {name}"
_VALUE_OF, _SQUARE_OF, _KEY_OF = "o valor de {name}", "{name} ao quadrado", "{name}[{key!r}]"
_ELEMENTS_OF = "o número de elementos de {name}"

_IN_PORTUGUESE = {
    r"shapes (\(.*?\)) and (\(.*?\)) not aligned: (\d+) \(dim \d+\) != (\d+)": "no produto de "
    "{0} por {1}, o primeiro tem {2} colunas, e o segundo, {3} linhas; os dois números precisam "
    "ser iguais.",
    r"operands could not be broadcast together with shapes (\([\d,]*\)(?: \([\d,]*\))*)": "a "
    "conta elemento a elemento junta formatos que não se encaixam: {0}.",
    r"could not broadcast input array from shape (\(.*?\)) into shape (\(.*?\))": "o que se guarda "
    "tem formato {0}, mas o lugar onde se guarda tem formato {1}.",
    r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)": "pediu-se a posição {0} do "
    "eixo {1}, que só tem {2}; a contagem começa em 0.",
    r"too many indices for array: array is (\d+)-dimensional, but (\d+)": "há {1} índices para um "
    "array de {0} eixo(s).",
    r"cannot reshape array of size (\d+) into shape (\(.*?\))": "{0} números não cabem "
    "exatamente no formato {1}.",
    r"axis (\d+) is out of bounds for array of dimension (\d+)": "não há eixo {0} em um array de "
    "{1} eixo(s); a contagem começa em 0.",
    r"slice indices must be integers|only integers, slices|expected a sequence of integers|"
    r"'(?:numpy\.)?float\d*' object cannot be interpreted as an integer": "um índice, uma fatia ou "
    "um formato precisa de números inteiros: divida com // ou use int().",
    r"'numpy\.ndarray' object is not callable": "há parênteses logo depois de um array: índices "
    "vão entre colchetes, e um produto precisa de * ou @.",
    r"can only convert an array of size 1": "há vários números onde cabe um só: escolha um deles "
    "com um índice antes do .item().",
    r"truth value of an array with more than one element": "um array de vários números não é "
    "verdadeiro nem falso: compare um número de cada vez, ou use np.where, .any() ou .all().",
}
"""What NumPy says most often of a wrong shape or index → the same in Portuguese."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """What a check compared.

    Attributes:
        name: what the student calls it.
        got, want: arrays of floats, of any shapes.
        sizes: numbers of the call before it, see :func:`sizes`.
        right: whether the check takes the one for the other.
    """

    name: str
    got: np.ndarray
    want: np.ndarray
    right: bool
    sizes: Mapping[str, float] = field(default_factory=dict)


def sizes(arguments: Mapping[str, Any]) -> dict[str, float]:
    """What a factor could be, in words: sizes of arrays among `arguments`, and plain numbers."""
    found: dict[str, float] = {}
    for name, value in arguments.items():
        if isinstance(value, np.ndarray) and value.ndim:
            words = [_ROWS_OF, _COLUMNS_OF] if value.ndim == 2 else [_AXIS_OF] * value.ndim
            for axis, sentence in reversed([*enumerate(words)]):
                found[sentence.format(name=name, axis=axis)] = value.shape[axis]
            found[_ELEMENTS_OF.format(name=name)] = value.size
        elif isinstance(value, dict):
            numbers = {_KEY_OF.format(name=name, key=key): item for key, item in value.items()}
            found |= _numbers(numbers)
        else:
            found |= _numbers({name: value})
    return found


def _numbers(values: Mapping[str, Any]) -> dict[str, float]:
    plain = {n: float(v) for n, v in values.items() if type(v) in (int, float)}
    direct = {_VALUE_OF.format(name=name): value for name, value in plain.items()}
    return direct | {_SQUARE_OF.format(name=name): value**2 for name, value in plain.items()}


# --- known mistakes ---------------------------------------------------------------------

Marks = list[list[Any]]
"""For each visible check: the name, the shape and three numbers of all that it compared."""


def marks(compared: Sequence[Sequence[Comparison]]) -> Marks:
    """What the checks of a question compared, short enough to be written down."""
    return [[part for one in check for part in _mark(one)] for check in compared]


def _mark(one: Comparison) -> list[Any]:
    values = np.asarray(one.got, dtype=float).ravel()
    finite = np.isfinite(values)
    plain = np.where(finite, values, 0)
    places = np.arange(1, values.size + 1)
    sums = [float(weight @ plain) for weight in (np.cos(places), np.sin(1.7 * places))]
    heavy = float(np.sum(np.abs(plain)))
    rounded = [float(f"{number:.{_DIGITS}g}") for number in (*sums, heavy)]
    return [one.name, [*one.got.shape], int((~finite).sum()), *rounded]


def same_marks(one: Any, other: Any) -> bool:
    """Whether two :func:`marks` are those of one result, up to rounding."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same_marks, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= ATOL + RTOL * max(abs(one), abs(other))
    return type(one) is type(other) and bool(one == other)


def known_mistake(question: str, compared: Sequence[Sequence[Comparison]], folder: Path) -> str:
    """The sentence on the known mistake that obtains just this; empty where it is none.

    One that obtains the same wherever the values are wrong, and has more wrong, is told of these.

    Args:
        compared: by each visible check of the question.
        folder: where the files with known mistakes are.
    """
    theirs = marks(compared)
    entries = (entry for written in _written(folder) for entry in written.get(question, []))
    known = [entry for entry in entries if len(entry["marks"]) == len(theirs)]
    exact = [entry for entry in known if same_marks(entry["marks"], theirs)]
    if exact:
        return _told(exact, PROBABLE, ONE_OF)
    wrong = [[n for n, one in enumerate(check) if not one.right] for check in compared]
    partly = [entry for entry in known if _same_where(wrong, entry["marks"], theirs)]
    names = dict.fromkeys(one.name for check in compared for one in check if not one.right)
    return _told(partly, PROBABLE_IN, ONE_OF_IN, ", ".join(names))


def _told(entries: Sequence[Any], one: str, several: str, where: str = "") -> str:
    told = dict.fromkeys(sentence for entry in entries for sentence in entry["sentences"])
    if not told or len(told) > _MOST:
        return ""
    sentence = one if len(told) == 1 else several
    return sentence.format(sentence=next(iter(told)), sentences=_OR.join(told), where=where)


def _same_where(wrong: Sequence[Sequence[int]], one: Marks, other: Marks) -> bool:
    """Whether marks are alike wherever the others are wrong, with more than one number to prove it.

    All of them count: in one check alone, half of another mistake may look the same.
    """
    pairs = [
        (first[part], second[part])
        for places, first, second in zip(wrong, one, other, strict=True)
        for part in (slice(_PARTS * place, _PARTS * place + _PARTS) for place in places)
    ]
    proof = sum(int(np.prod(theirs[1], dtype=int)) for _, theirs in pairs)
    return proof > 1 and all(same_marks(*pair) for pair in pairs)


def _written(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob(FILE.format(lab="*"))):
        try:
            yield json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # a student's copy may be cut: the check is what counts
            continue


# --- relations between what was obtained and what was expected --------------------------


def relation(compared: Sequence[Sequence[Comparison]], number: int) -> str:
    """What holds between the first wrong value of a check and the right one; empty if nothing.

    It holds for every wrong value of that name, in whatever check.

    Args:
        compared: by the visible checks of a question.
        number: of the check.
    """
    everything = [one for check in compared for one in check]
    first = next((one for one in compared[number] if not one.right), None)
    if first is None:
        return ""
    alike = [one for one in everything if one.name == first.name and not one.right]
    found = [_between(one, everything) for one in alike]
    if len({kind for kind, _ in found}) != 1 or not found[0][1]:
        return ""
    return REMARK.format(sentence=found[alike.index(first)][1])


def _between(one: Comparison, everything: Sequence[Comparison]) -> tuple[str, str]:
    """The relation, and the sentence that says it."""
    for holds in (_swapped, _of_shape if one.got.shape != one.want.shape else _of_values):
        sentence = holds(one, everything)
        if sentence:
            return _kind(one, sentence), sentence
    return "", ""


def _kind(one: Comparison, sentence: str) -> str:
    """What a sentence says, whatever the numbers in it."""
    return re.sub(r"\d[\d,.e+-]*", "", sentence)


def _swapped(one: Comparison, everything: Sequence[Comparison]) -> str:
    """What is expected under another name."""
    for other in everything:
        apart = other.name != one.name and not _close(other.want, one.want)
        if apart and other.want.size > 1 and np.ptp(other.want) and _close(one.got, other.want):
            return _SWAPPED.format(name=one.name, other=other.name)
    return ""


def _of_shape(one: Comparison, _: Sequence[Comparison]) -> str:
    got, want = one.got, one.want
    if got.ndim == 2 and got.T.shape == want.shape and got.any() and _close(got.T, want):
        return _TRANSPOSED.format(name=one.name)
    if got.size == want.size > 1 and _close(got.ravel(), want.ravel()):
        return _SHAPE_ONLY.format(name=one.name, got=got.shape, want=want.shape)
    if got.ndim == want.ndim == 2 and (got.shape[0], want.shape[1]) == (1, 1):
        return _PER_COLUMN.format(name=one.name)
    if got.ndim == want.ndim == 2 and (got.shape[1], want.shape[0]) == (1, 1):
        return _PER_ROW.format(name=one.name)
    return _sized(one) if got.ndim == want.ndim else ""


def _sized(one: Comparison) -> str:
    """By how much axes are too long or too short, where one number explains it: 1, or one given."""
    off = [have - wanted for have, wanted in zip(one.got.shape, one.want.shape, strict=True)]
    amounts = {amount for amount in off if amount}
    if len(amounts) != 1:
        return ""
    (amount,) = amounts
    axes = [str(axis) for axis, by in enumerate(off) if by]
    where = (_AXIS if len(axes) == 1 else _AXES).format(axes=" e ".join(axes))
    begins = _VALUE_OF.partition("{")[0]
    values = (words for words, number in one.sizes.items() if abs(amount) == number > 1)
    quantity = next((words for words in values if words.startswith(begins)), None)
    sentence = (_LONGER if amount > 0 else _SHORTER).format(
        name=one.name, number=abs(amount), where=where
    )
    if quantity:
        return f"{sentence}, que é {quantity}."
    return f"{sentence}." if abs(amount) == 1 else ""


def _of_values(one: Comparison, _: Sequence[Comparison]) -> str:
    got, want, name = one.got, one.want, one.name
    if not np.isfinite(got).all():
        return _NOT_FINITE.format(name=name) if np.isfinite(want).all() else ""
    if not want.size or not want.any():
        return ""
    is_mask = np.isin(want, (0, 1)).all() and np.ptp(want)
    if not got.any():
        zeros = _UNMARKED if is_mask else _ZEROS
        return zeros.format(name=name) if got.size > 1 else ""
    if is_mask and _close(got, 1 - want):
        return _INVERTED.format(name=name)
    if _close(got, -want):
        return (_SIGNS if got.size > 1 else _SIGN).format(name=name)
    return _factor(one) or _arranged(one)


def _factor(one: Comparison) -> str:
    """A constant factor: named where it is a size or a number of the call."""
    place = np.unravel_index(np.argmax(np.abs(one.want)), one.want.shape)
    factor = float(one.got[place] / one.want[place])
    if not factor or not _close(one.got, factor * one.want):
        return ""
    for quantity, number in one.sizes.items():
        if number > 0 and abs(number - 1) > RTOL:
            for size, sentence in ((number, _TIMES), (1 / number, _DIVIDED)):
                if abs(factor / size - 1) < RTOL:
                    shown = _shown(number)
                    return sentence.format(name=one.name, number=shown, quantity=quantity)
    proven = one.want.size > 1 and np.ptp(one.want)
    return _FACTOR.format(name=one.name, factor=_shown(factor)) if proven else ""


def _arranged(one: Comparison) -> str:
    """The right numbers in other places, or all of them off by the same amount."""
    got, want, name = one.got, one.want, one.name
    if got.ndim == 2 and got.shape[0] == got.shape[1] and _close(got.T, want):
        return _TRANSPOSED.format(name=name)
    if got.ndim == 2 and min(got.shape) > 1:
        for found, right, sentence in ((got, want, _ROWS), (got.T, want.T, _COLUMNS)):
            if _close(_sorted_rows(found), _sorted_rows(right)):
                return sentence.format(name=name)
    off = got - want
    if got.size > 1 and np.ptp(want) and _close(off, np.full(off.shape, off.flat[0])):
        return _ADDED.format(name=name, number=_shown(float(off.flat[0])))
    return ""


def _sorted_rows(array: np.ndarray) -> np.ndarray:
    return array[np.lexsort(np.round(array, 5).T)]


def _close(one: np.ndarray, other: np.ndarray) -> bool:
    """Equal up to what an expected value of eight digits can tell."""
    scale = float(np.max(np.abs(other), initial=0))
    return one.shape == other.shape and bool(np.all(np.abs(one - other) <= RTOL * scale))


def _shown(number: float) -> str:
    return f"{number:.6g}".replace(".", ",")


# --- NumPy's own words ------------------------------------------------------------------


def in_portuguese(message: str) -> str:
    """What an error of NumPy's means; empty for others."""
    for pattern, sentence in _IN_PORTUGUESE.items():
        match = re.search(pattern, message)
        if match:
            return f"Em português: {sentence.format(*match.groups())}"
    return ""
