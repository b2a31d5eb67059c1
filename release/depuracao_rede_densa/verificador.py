"""Checks of student functions: declare them, compare values, run them, explain.

A check is a plain function. Its parameters are names the student must define, its
docstring is the Portuguese sentence the student reads::

    @check(points=0.5, visible=True, hint="Some o viés b depois do produto W·A.")
    def test_valores_do_enunciado(linear_forward):
        \"\"\"Z confere com os valores esperados do enunciado.\"\"\"
        A, W, b = linear_forward_test_case()
        Z, cache = linear_forward(A, W, b)
        assert_close(Z, [[3.26295337, -1.23429987]], name="Z")

A check judges one thing, so that nobody is blamed, nor told what to do, about what is right:

* One output, branch or property is compared; what else the call gives is another check's.
  A cache, say, is looked at by itself as soon as the output beside it has the right shape.
* What the one thing rests on goes into a :func:`premise`. Where that does not hold, there is
  nothing to judge: the check is skipped, says "não deu para conferir" without a hint, and is
  worth nothing.
* That arguments stay as they were (:func:`assert_unchanged`) is also true of a function that
  does nothing. It counts for one that gets some part right: compare it inside the block, which
  is a premise too.

This one file needs NumPy only: every release ships a copy as ``verificador.py``, so
that students, nbgrader and Gabarito run the same code. Why a visible check fails, where that
can be told, is for ``causas.py``, which is shipped beside it and asked in notebooks only.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import copy
import functools
import hashlib
import importlib
import inspect
import io
import linecache
import logging
import pickle
import re
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

MIME_TYPE = "application/vnd.gabarito.checks+json"
"""Where :class:`Report` puts the results for programs to read."""

CHECK_LIMIT_S = 5.0
"""CPU time of one check, in seconds; the labs' checks take milliseconds."""

INSTRUMENTS = "INSTRUMENTOS"
"""The name under which a lab's helper lists the functions that checks ask for by name."""

_DEEPEST = 8
"""Lists in lists that are searched for tensors."""

_AGAIN_S = 1.0
"""Time of a check that failed, to see whether chance is why."""

BUSY = 6.0
"""Times a limit that is waited for on the wall: the machine may be busy with others."""

CELL_BUDGET_S = 20.0
"""Wall time of one check cell: below nbgrader's 30 s a cell, which would cost it whole."""

ATOL, RTOL = 1e-6, 1e-6
"""Default tolerances: above what float32 or reordered sums do, below any real mistake."""

_REMEMBERED = 256
"""Results of one function that :func:`remembered` keeps; the labs' checks ask for a dozen."""

F = TypeVar("F", bound=Callable[..., Any])


# --- what is said --------------------------------------------------------------------

UNDEFINED = "Você definiu {name}? Esse nome não existe no notebook."
INCONCLUSIVE = "Não deu para conferir: o resultado já está errado."
"""Where the premise of a check does not hold."""

_OWN_LINE = "Foi na linha {number} da sua célula{code}"
_LINE_ELSEWHERE = "Foi na linha {number} da célula de {function}{code}"
_CALLED = ", que chamou {function}, na linha {number} da célula dela{code}"
_CODE = ", «{code}»"
_SOME_FUNCTION = "outra função"
_LONGEST_LINE = 100

CELL_FAILED = "A célula que define {name} não rodou até o fim. {error}"
MAGIC = "A célula de {name} começa com {magic}, e o que ela define não fica no notebook: tire isso."
LOOK_ABOVE = "Não conferida: falta {name}, como está dito acima."
_RUN_AGAIN = (
    "A célula que define {name} não rodou até o fim, ou o nome foi apagado depois: "
    "rode-a de novo e leia o que ela diz."
)
_OLDER_VERSION = "Atenção: conferida uma versão anterior de {name}. {problem}"
AS_GIVEN = (
    "{name} ainda está como veio, com defeito: conserte a função, rode a célula dela e depois esta "
    "de novo."
)
"""Of an answer to put right that nobody has changed; one to write says that a value is None."""
_SYNTAX_ERROR = "Erro de sintaxe: {what}"
DIFFERS = (
    "Duas chamadas com os mesmos argumentos deram resultados diferentes: há um sorteio sem "
    "semente, ou algo que fica guardado de uma chamada para a outra."
)

_NO_FUNCTION = (
    "{name} deveria ser uma função, mas guarda um valor ({kind}): "
    "alguma célula reaproveitou o nome."
)
_STILL_NONE = "{name} ainda vale None: falta completar o código."
_NO_NUMBERS = "{name}: o esperado são números, mas o obtido é {kind}."
_ARRAY_OF = "ndarray de {dtype}"
_ITEMS = "{kind} com {count} ({kinds})"
# The name stands apart: "perdas" and "idade e salário" are plural, and a verb would have to agree.
_OTHER_SHAPE = "{name}: o formato é {got}, mas o esperado é {want}."
_OTHER_NUMBER = "{name}: obtido {got}, esperado {want}."
_OTHER_NUMBERS = (
    "{name}: diferença em {wrong} de {places}; a primeira é [{place}]: "
    "obtido {got}, esperado {want}; maior diferença: {largest}."
)
_NOT_FINITE = "não finita"
_CHANGED = (
    "{name} foi alterado dentro da função: crie um valor novo em vez de escrever no que "
    "veio de fora."
)
_TIMED_OUT = "Passou de {limit} s: há algum laço que não termina?"
_NO_TIME_LEFT = "Não executada: o tempo da questão acabou antes."
_ADVICE_NONE = (
    "Algum valor é None: talvez falte completar um ToDo, ou um return não tenha sido alcançado."
)
_ADVICE_APPEND = (
    "Ali, o que devia ser uma lista é None: append muda a lista no lugar e devolve None, e quem "
    "escreve x = x.append(…) perde a lista."
)
_NO_RETURN = "A função devolveu None: algum caminho dela não chega a um return."
_ADVICE_UNDEFINED = (
    "Ali, um nome não tem valor: confira a grafia, e se o que o define vem antes (import, célula)."
)
_ADVICE_UNBOUND = "Ali, um nome é usado antes de receber um valor."
_ADVICE_KEY = "A chave que foi pedida não existe ali."
_ADVICE_UNPACK = "Ali, há mais nomes do que valores, ou menos."
_FEW_RETURNED = "A função não retorna tantos valores quantos o enunciado pede."
_FEW_INSIDE = "Algo que a função retorna não guarda tantos valores quantos o enunciado pede."
_FEW_IN = "{part}, que a função retorna, não guarda tantos valores quantos o enunciado pede."
_PASSED = "{question}: {passed} de {count}"
_VISIBLE_ONLY = "{passed} nas verificações visíveis (na correção há outras, ocultas)."
_POINTS = "{passed} verificações, {points} de {total} ponto(s)."
_HINT = "Dica: {hint}"


@dataclass(frozen=True)
class CheckSpec:
    """What :func:`check` says of a check function."""

    points: float
    visible: bool
    hint: str
    limit_s: float | None = None


Window = tuple[Any, slice, slice, Any]
"""A matrix, the rows and columns of it that one value reads, and what they are multiplied by."""


@dataclass(frozen=True)
class Compared:
    """Numbers that differ: two arrays of floats of one shape, and where (booleans).

    `window` is what the first that differs is made of, where the check says it; see
    :func:`assert_close`.
    """

    name: str
    got: np.ndarray
    want: np.ndarray
    wrong: np.ndarray
    window: Window | None = None


@dataclass(frozen=True)
class CheckResult:
    """Outcome of one check; ``state`` is passed, failed, skipped or broken.

    ``timed_out`` says of a failed one that it ran out of its own time: it is for whoever
    decides what runs next, and no part of :meth:`as_json`; neither is ``missing``, the name
    that the check asks for and that is no function, nor ``compared``, the numbers that made a
    visible one fail.
    """

    name: str
    state: str
    score: float
    max_score: float
    hidden: bool
    message: str
    hint: str
    timed_out: bool = False
    missing: str = ""
    compared: Compared | None = field(default=None, compare=False)

    def as_json(self) -> dict[str, Any]:
        """What the record and a notebook's output hold of it."""
        held = dict(vars(self))
        del held["timed_out"], held["missing"], held["compared"]
        return held


class CheckFailed(AssertionError):
    """A compared value differs; the message says where, in Portuguese."""

    compared: Compared | None = None
    """The numbers, where those are what differs."""


class NameProblem(CheckFailed):
    """A name the check asks for is missing or is no function; never a secret.

    Args:
        name: that name.
        message: what the student reads.
    """

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        super().__init__(message)


class Inconclusive(CheckFailed):
    """The premise of a check does not hold: it can tell neither right nor wrong."""


class StudentError(Exception):
    """An exception that the student's code raised in a process of its own.

    Args:
        kind: name of its type.
        message: its text; shown for visible checks only.
        where: the student's line, see :func:`located`.
        beyond: what that line called; shown for visible checks only.
    """

    def __init__(self, kind: str, message: str = "", where: str = "", beyond: str = "") -> None:
        self.kind, self.message, self.where, self.beyond = kind, message, where, beyond
        super().__init__(f"{kind}: {message}")


class CheckTimeout(BaseException):
    """A check ran out of time. Not an ``Exception``, so ``except Exception`` lets it through."""


# --- NumPy's words -------------------------------------------------------------------

REFUSED = {
    r"Conversion of an array with ndim > 0 to a scalar"
    r"|only (?:0-dimensional|length-1) arrays can be converted"
    r"|setting an array element with a sequence\.$": "Uma lista ou um array com eixos não serve "
    "onde cabe um número só: tire o número de dentro dele com .item() ou np.squeeze, ou, se são "
    "vários, faça a conta com uma função do NumPy",
    r"Calling np\.sum\(generator\)": "np.sum não soma um gerador: ponha os números em uma lista",
    r"`trapz` is deprecated|'numpy' has no attribute 'trapz'": "np.trapz saiu do NumPy: use "
    "np.trapezoid",
    r"`in1d` is deprecated|'numpy' has no attribute 'in1d'": "np.in1d saiu do NumPy: use np.isin",
    r"`newshape` keyword|keyword argument 'newshape'": "np.reshape não tem mais o argumento "
    "newshape: chame-o de shape",
    r"the `interpolation=` argument|keyword argument 'interpolation'": "O argumento interpolation "
    "saiu do NumPy: chame-o de method",
    r"The truth value of an empty array": "Um array vazio não é verdadeiro nem falso: pergunte "
    "pelo tamanho dele, com .size",
}
"""What some NumPy from 2.1 on refuses and an older one only warns of → what to do instead.

Checks take the warning for the error: a grade is the same on every version that a course
allows, and whoever has an older one is told in time.
"""

_AT_LENGTH = {
    r"'numpy' has no attribute '(float|int|bool|object|complex|str)'": "np.{0} saiu do NumPy: "
    "use {0}, sem o np.",
    r"inhomogeneous shape": "Listas de tamanhos diferentes não formam um array: confira o formato "
    "de cada parte",
    r"matmul: .* core dimension .*\(size (\d+) is different from (\d+)\)": "O produto @ não se "
    "encaixa: a segunda matriz tem {0} linhas, e a primeira, {1} colunas",
}
"""What NumPy says in several lines, or in terms of its own insides → the same in one."""


SYNTAX_ERRORS = ("SyntaxError", "IndentationError", "TabError")

_SYNTAX = {
    r"'(.)' was never closed": "o {0} não foi fechado",
    r"closing parenthesis '(.)' does not match opening parenthesis '(.)'": "o {0} não fecha o {1} "
    "que foi aberto antes",
    r"unmatched '(.)'": "o {0} fecha o que não foi aberto",
    r"expected ':'": "falta um :",
    r"string literal": "um texto entre aspas não foi fechado",
    r"expected an indented block": "falta recuar a linha, que está dentro de um bloco",
    r"unexpected indent": "a linha está recuada demais",
    r"unindent does not match": "o recuo da linha não é o de nenhum bloco acima dela",
    r"inconsistent use of tabs": "há tabulações e espaços misturados no recuo",
    r"null byte": "há um caractere nulo na célula",
    r"invalid (?:non-printable )?character": "há um caractere que o Python não aceita ali",
    r"forgot a comma": "talvez falte uma vírgula, ou fechar um parêntese",
    r"Maybe you meant '=='": "talvez o = devesse ser ==",
    r"'return' outside function": "há um return fora de uma função",
    r"'(\w+)' outside loop|'(\w+)' not properly in loop": "há um break ou continue fora de um laço",
    r"^invalid syntax$": "o Python não entende a linha",
}
"""What Python says of code that it cannot read → the same in Portuguese."""


def check(
    *, points: float, visible: bool = False, hint: str = "", limit_s: float | None = None
) -> Callable[[Any], Any]:
    """Mark a function as a check worth `points`; hidden unless `visible`.

    Args:
        limit_s: CPU time that it may take, for one that trains; :data:`CHECK_LIMIT_S` when None.
    """

    def mark(function: Any) -> Any:
        function.check = CheckSpec(points, visible, hint, limit_s)
        return function

    return mark


def limit_of(function: Any) -> float:
    """CPU time that a check may take, in seconds."""
    spec: CheckSpec = function.check
    return CHECK_LIMIT_S if spec.limit_s is None else spec.limit_s


# --- comparing -----------------------------------------------------------------------

observer: Callable[[float], None] | None = None
"""Told by :func:`assert_close` how far off a value is, in tolerances; for audits of checks."""

_noting: Callable[[str, np.ndarray, np.ndarray, bool], None] | None = None
"""Told what a check compares, which then goes on whatever it found; see :func:`compared`."""


def assert_close(
    actual: Any,
    expected: Any,
    name: str,
    *,
    atol: float = ATOL,
    rtol: float = RTOL,
    window: Callable[..., Window] | None = None,
) -> None:
    """Fail unless `actual` has the shape and values of `expected`.

    Lists, tuples, numbers and arrays of any real dtype compare by value; where
    `expected` is a single number, any array holding one number will do.

    Args:
        actual: what the student's function returned.
        expected: array-like of numbers.
        name: what the student calls the value, for the message.
        atol, rtol: |actual − expected| ≤ atol + rtol·|expected|, NaN never equal.
        window: called with the place of the first value that differs, an index for each axis, says
            what that value is made of, for the student's page to draw: a matrix, the slices of
            its rows and columns that are read there, and the matrix that they are multiplied by
            (None where they are not).

    Raises:
        CheckFailed: naming the type, the shape, or the first differing place and the
            largest difference.
    """
    want = np.asarray(expected, dtype=float)
    got = _as_numbers(actual, name)
    if want.ndim == 0 and got.size == 1:
        got = got.reshape(())
    if got.shape != want.shape:
        if _note(name, got, want, False):
            return
        raise CheckFailed(_OTHER_SHAPE.format(name=name, got=got.shape, want=want.shape))
    with np.errstate(all="ignore"):
        distance = np.abs(got - want)
        allowed = atol + rtol * np.abs(want)
        near = np.isfinite(want) & (distance <= allowed)
        wrong = ~(near | (got == want))
        if observer is not None:
            observer(float(np.max(np.where(got == want, 0, distance / allowed), initial=0)))
    if not _note(name, got, want, not wrong.any()) and wrong.any():
        failure = CheckFailed(_difference(name, got, want, wrong, distance))
        read = window(*np.argwhere(wrong)[0].tolist()) if window else None
        failure.compared = Compared(name, got, want, wrong, read)
        raise failure


def _note(name: str, got: Any, want: Any, right: bool) -> bool:
    """Leave a comparison to whoever goes through the check; whether somebody does."""
    if _noting is not None:
        _noting(name, np.asarray(got, float), np.asarray(want, float), right)
    return _noting is not None


def _as_numbers(value: Any, name: str) -> np.ndarray:
    """`value` as a plain array of floats; what holds no real numbers is a failure."""
    try:
        array = np.array(value, subok=False)
        if array.dtype == object:  # None, or Python integers too large for int64
            if any(map(_is_none, array.flat)):
                raise CheckFailed(_STILL_NONE.format(name=name))
            array = array.astype(float)
    except (TypeError, ValueError, OverflowError):  # rows of different lengths, other objects
        array = np.array("")
    if array.dtype.kind not in "biuf":
        raise CheckFailed(_NO_NUMBERS.format(name=name, kind=_describe(value)))
    return array.astype(float)


def _is_none(item: Any) -> bool:
    """Whether it is None, also as ``np.squeeze`` wraps it."""
    return item is None or (isinstance(item, np.ndarray) and not item.ndim and item[()] is None)


def _describe(value: Any) -> str:
    kind = getattr(value, "type_name", type(value).__name__)  # of what stayed in its process
    if isinstance(value, (list, tuple)):
        inside = [type(item).__name__ for item in value[:4]] + ["…"] * (len(value) > 4)
        count = _counted(len(value), "elemento", "elementos")
        return _ITEMS.format(kind=kind, count=count, kinds=", ".join(inside))
    return _ARRAY_OF.format(dtype=value.dtype.name) if isinstance(value, np.ndarray) else kind


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _difference(
    name: str, got: np.ndarray, want: np.ndarray, wrong: np.ndarray, distance: np.ndarray
) -> str:
    if want.ndim == 0:
        return _OTHER_NUMBER.format(name=name, got=_number(got), want=_number(want))
    first = tuple(int(i) for i in np.argwhere(wrong)[0])
    finite = distance[np.isfinite(distance)]
    return _OTHER_NUMBERS.format(
        name=name,
        wrong=int(wrong.sum()),
        places=_counted(wrong.size, "posição", "posições"),
        place=", ".join(map(str, first)),
        got=_number(got[first]),
        want=_number(want[first]),
        largest=_number(finite.max()) if finite.size == distance.size else _NOT_FINITE,
    )


def _number(value: Any) -> str:
    return decimal_comma(float(value), ".9g")


def assert_true(condition: Any, message: str) -> None:
    """Fail with the Portuguese sentence `message` unless `condition` holds."""
    if not _note(message, bool(condition), True, bool(condition)) and not condition:
        raise CheckFailed(message)


@contextlib.contextmanager
def assert_unchanged(**values: Any) -> Iterator[None]:
    """Fail if the code inside changes any of the named arrays (or dicts, lists of them).

    Raises:
        CheckFailed: naming the first value that changed.
        Inconclusive: none changed, and the code inside failed; see :func:`premise`.
    """
    before = {name: _snapshot(value) for name, value in values.items()}
    failure: Inconclusive | None = None
    try:
        with premise():
            yield
    except Inconclusive as error:
        failure = error
    for name, value in values.items():
        kept = same(before[name], _snapshot(value), _exactly)
        if not _note(name, not kept, False, kept) and not kept:
            raise CheckFailed(_CHANGED.format(name=name))
    if failure is not None:
        raise failure


def _snapshot(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _snapshot(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_snapshot(item) for item in value]
    return np.array(value, copy=True) if isinstance(value, np.ndarray) else value


def same(one: Any, other: Any, leaf: Callable[[Any, Any], bool]) -> bool:
    """Whether two values agree, through dicts, lists and tuples down to their leaves.

    A list is as good as a tuple.

    Args:
        leaf: compares two values that are not both dicts, nor both lists or tuples.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k], leaf) for k in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other, [leaf] * len(one)))
    return leaf(one, other)


def _exactly(one: Any, other: Any) -> bool:
    """The same numbers, NaN where there was NaN; anything else as ``==`` says."""
    floats = all(getattr(value, "dtype", np.dtype(object)).kind == "f" for value in (one, other))
    return bool(np.array_equal(one, other, equal_nan=floats))


def numerical_gradient(function: Callable[[Any], float], x: Any, step: float = 1e-5) -> np.ndarray:
    """Gradient of a real `function` at the array `x`, by central differences.

    Each element moves by ±`step`; the error is O(step²) plus rounding of about 1e-16/step.

    Returns:
        Array of the shape of `x`; `x` itself is never changed.
    """
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for place in np.ndindex(*x.shape):
        above, below = x.copy(), x.copy()
        above[place] += step
        below[place] -= step
        gradient[place] = (function(above) - function(below)) / (2 * step)
    return gradient


def remembered(function: F) -> F:
    """`function`, worked out once for each set of arguments: what a check expects, say.

    Args:
        function: depends on its arguments only, draws nothing from shared generators, and
            takes and returns plain values and arrays; whoever calls gets copies.
    """
    known: dict[bytes, Any] = {}

    @functools.wraps(function)
    def recalled(*args: Any, **kwargs: Any) -> Any:
        key = pickle.dumps((args, kwargs))
        if key not in known:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[key] = function(*args, **kwargs)
        return copy.deepcopy(known[key])

    return cast(F, recalled)


def assert_shape(actual: Any, shape: Sequence[int], name: str) -> None:
    """Fail unless `actual` holds numbers in this shape, whatever they are.

    Args:
        actual, name: see :func:`assert_close`.
    """
    got = _as_numbers(actual, name)
    right = got.shape == tuple(shape)
    if not _note(name, np.zeros(got.shape), np.zeros(tuple(shape)), right) and not right:
        raise CheckFailed(_OTHER_SHAPE.format(name=name, got=got.shape, want=tuple(shape)))


def is_close(actual: Any, expected: Any, *, atol: float = ATOL, rtol: float = RTOL) -> bool:
    """Whether :func:`assert_close` takes `actual` for `expected`.

    The observer is not told: which of the two is wanted, only the check knows.
    """
    with _unobserved():
        try:
            assert_close(actual, expected, "", atol=atol, rtol=rtol)
        except CheckFailed:
            return False
    return True


@contextlib.contextmanager
def _unobserved() -> Iterator[None]:
    global observer, _noting
    told, noting, observer, _noting = observer, _noting, None, None
    try:
        yield
    finally:
        observer, _noting = told, noting


@contextlib.contextmanager
def premise() -> Iterator[None]:
    """What a check rests on and does not judge: where it fails, the check is inconclusive.

    Raises:
        Inconclusive: the code inside failed, or the student's function raised in it.
    """
    try:
        yield
    except NameProblem:
        raise
    except Exception:
        raise Inconclusive(INCONCLUSIVE) from None


# --- running -------------------------------------------------------------------------


class Report:
    """Results of one question, as a notebook shows them.

    nbgrader reads the points from ``text/plain`` (its partial credit), Gabarito the
    results from :data:`MIME_TYPE`.
    """

    def __init__(
        self,
        question: str,
        results: Sequence[CheckResult],
        causes: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """
        Args:
            causes: why checks fail, by their names; said in the place of the hint, and here only.
        """
        self.question = question
        self.results = list(results)
        self.causes = causes or {}

    def __repr__(self) -> str:
        return repr(question_score(self.results))

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        results = [result.as_json() for result in self.results]
        return {
            "text/plain": repr(self),
            MIME_TYPE: {"question": self.question, "checks": results},
        }

    def __str__(self) -> str:
        lines = [self._headline()]
        for result in self.results:
            lines += _result_lines(result, self.causes.get(result.name))
        return "\n".join(lines)

    def _headline(self) -> str:
        passed = _PASSED.format(
            question=self.question,
            passed=sum(result.state == "passed" for result in self.results),
            count=len(self.results),
        )
        if not any(result.hidden for result in self.results):
            return _VISIBLE_ONLY.format(passed=passed)
        points, total = question_score(self.results), max_score(self.results)
        return _POINTS.format(
            passed=passed, points=decimal_comma(points), total=decimal_comma(total)
        )


def _result_lines(result: CheckResult, causes: Sequence[str] | None = None) -> list[str]:
    mark = {"passed": "✔", "skipped": "–"}.get(result.state, "✘")
    first, *rest = result.message.splitlines()
    lines = [f"  {mark} {first}"] + [f"      {line}" for line in [*rest, *(causes or ())]]
    if causes is None and result.state != "passed" and result.hint:
        lines.append(f"      {_HINT.format(hint=result.hint)}")
    return lines


def decimal_comma(number: float, form: str = "g") -> str:
    """`number` as Portuguese writes it.

    Args:
        form: as of :func:`format`.
    """
    return format(number, form).replace(".", ",")


def max_score(results: Sequence[CheckResult]) -> float:
    """Points a question is worth: the sum over its checks."""
    return round(sum(result.max_score for result in results), 9)


def question_score(results: Sequence[CheckResult]) -> float:
    """Points earned: visible ones count only beside a passed hidden check.

    A table of the printed answers passes every visible check and no hidden one.
    """
    hidden = [result for result in results if result.hidden]
    earns = any(result.state == "passed" for result in hidden) or not hidden
    return round(sum(result.score for result in results), 9) if earns else 0.0


def run_checks(
    question: str, checks: Sequence[Any], namespace: Mapping[str, Any], as_given: str = ""
) -> Report | None:
    """Run and print the checks of one question, in a notebook cell.

    Args:
        question: its name, that of the function it asks for.
        checks: functions marked with :func:`check`.
        namespace: the notebook's ``globals()``.
        as_given: the :func:`code_mark` of the answer that students get, where it has to be put
            right: whoever has not changed it is told so.

    Returns:
        The report when hidden checks are among them (the cell's value is then the
        points, which nbgrader reads), else None: a student sees the text only.
    """
    namespace = with_instruments(namespace)
    deadline = time.monotonic() + CELL_BUDGET_S
    results = [run_check(function, namespace, deadline) for function in checks]
    report = Report(question, said_once(results), _causes(question, checks, results, namespace))
    if question in namespace and (problem := _problem_of_the_cell(question, namespace)):
        print(_OLDER_VERSION.format(name=question, problem=problem))
    elif as_given and as_given == code_mark(question, _text(_file(namespace.get(question)))):
        print(AS_GIVEN.format(name=question))
    print(report)
    return report if any(result.hidden for result in results) else None


def code_mark(name: str, source: str) -> str:
    """Some letters that are others where the last function of that name in `source` is another.

    Empty where there is none, or Python cannot read the source.
    """
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return ""
    found = [node for node in body if isinstance(node, ast.FunctionDef) and node.name == name]
    if not found:
        return ""
    lines = source.splitlines()[found[-1].lineno - 1 : found[-1].end_lineno]
    return hashlib.sha256("\n".join(line.rstrip() for line in lines).encode()).hexdigest()[:12]


def run_check(
    function: Any,
    namespace: Mapping[str, Any],
    deadline: float | None = None,
    *,
    discreet: bool = False,
    repeatable: bool = False,
) -> CheckResult:
    """Run one check on the student's objects in `namespace`; never raises.

    Args:
        function: a function marked with :func:`check`.
        namespace: where its parameter names are looked up.
        deadline: ``time.monotonic()`` after which the check is skipped.
        discreet: what it says is what a hidden check may say.
        repeatable: the objects are known to give the same for the same; else this is tried
            where the check fails.
    """
    limit_s = limit_of(function)
    longest = BUSY * limit_s
    left = longest if deadline is None else min(longest, deadline - time.monotonic())
    if left <= 0:
        return _result(function, "skipped", _NO_TIME_LEFT)
    try:
        arguments = _student_objects(function, namespace)
        with _undisturbed(), time_limit(left, limit_s):
            function(**arguments)
    except Inconclusive as error:
        return replace(_result(function, "skipped", str(error)), hint="")
    except NameProblem as error:
        return replace(_result(function, "failed", str(error)), hint="", missing=error.name)
    except BaseException as error:  # sys.exit, interrupts and time-outs too cost one check
        visible = function.check.visible and not discreet
        detail = _explain(error, function, namespace, visible=visible)
        wrong = isinstance(error, CheckFailed)
        if wrong and not repeatable and _differs(function, arguments):
            detail = f"{detail}\n{DIFFERS}".strip()
        failed = _result(function, "failed", detail, timed_out=isinstance(error, CheckTimeout))
        return replace(failed, compared=getattr(error, "compared", None)) if visible else failed
    return _result(function, "passed", "")


def _causes(
    question: str,
    checks: Sequence[Any],
    results: Sequence[CheckResult],
    namespace: Mapping[str, Any],
) -> dict[str, list[str]]:
    """Why visible checks fail, as far as the public example tells; see :class:`Report`.

    A check that fails because nothing was written yet gets no cause, and no hint either.
    """
    causas = _module_of_causes()
    visible = [function for function in checks if function.check.visible]
    failed = {r.name: r.message for r in results if r.state == "failed" and not r.missing}
    if causas is None or not any(function.__name__ in failed for function in visible):
        return {}
    found = compared(question, visible, namespace)
    mistake = causas.known_mistake(question, found, Path(__file__).parent)
    said: dict[str, list[str]] = {}
    for number, function in enumerate(visible):
        message = failed.get(function.__name__)
        if message is None:
            continue
        if _ADVICE_NONE in message or _STILL_NONE.partition("{name}")[2] in message:
            said[function.__name__] = []
            continue
        cause = mistake or causas.relation(found, number) or causas.in_portuguese(message)
        if cause:
            told = any(cause in others for others in said.values())
            said[function.__name__] = [] if told else [cause]
    return said


def compared(question: str, checks: Sequence[Any], namespace: Mapping[str, Any]) -> list[list[Any]]:
    """All that each check compares, gone through to its end whether or not values are right.

    Args:
        question: the function whose calls give the numbers beside a comparison.
        checks: visible ones; one that trains, and has a limit of its own, is left out.
    Returns:
        For each check, its comparisons, of the class of that name in ``causas.py``.
    """
    return [
        [] if function.check.limit_s else _compared_by(function, question, namespace)
        for function in checks
    ]


def _compared_by(function: Any, question: str, namespace: Mapping[str, Any]) -> list[Any]:
    global _noting
    causas = _module_of_causes()
    found: list[Any] = []
    sizes: dict[str, float] = {}

    def noting(*one: Any) -> None:
        found.append(causas.Comparison(*one, dict(sizes)))

    def measured(student: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            with contextlib.suppress(TypeError, ValueError):
                bound = inspect.signature(student).bind(*args, **kwargs)
                sizes.clear()
                sizes.update(causas.sizes(bound.arguments))
            return student(*args, **kwargs)

        return call

    try:
        objects = _student_objects(function, namespace)
        if question in objects:
            objects[question] = measured(objects[question])
        with _undisturbed(), time_limit(BUSY * _AGAIN_S, _AGAIN_S):
            _noting = noting
            function(**objects)
    except BaseException as error:  # what is known until then is what there is to compare
        noting(type(error).__name__, np.zeros(()), np.zeros(()), True)
    finally:
        _noting = None
    return found


def _module_of_causes() -> Any:
    """``causas.py``: beside this file's copy, or of the package; None where it was left behind."""
    name = "causas" if __name__ == "verificador" else f"{__package__}.causas"
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def said_once(results: Sequence[CheckResult]) -> list[CheckResult]:
    """`results`, where only the first check that lacks a name says so; the others are skipped."""
    told: set[str] = set()
    said = []
    for result in results:
        if result.missing in told:
            sentence = result.message.partition("\n")[0]
            reason = LOOK_ABOVE.format(name=result.missing)
            result = replace(result, state="skipped", message=f"{sentence}\n{reason}")
        elif result.missing:
            told.add(result.missing)
        said.append(result)
    return said


def _differs(function: Any, arguments: Mapping[str, Any]) -> bool:
    """Whether a student's function gives two results for the same arguments of the check.

    What is no plain value, such as a model, cannot be copied: a call that is given one may change
    it, and is made once.
    """
    differing = False

    def called_twice(student: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal differing
            if not (_is_plain(args) and _is_plain(kwargs)):
                return student(*args, **kwargs)
            first, second = (
                student(*given, **named)
                for given, named in (copy.deepcopy((args, kwargs)) for _ in range(2))
            )
            differing = differing or not same(first, second, _alike)
            return first

        return call

    twice = {name: called_twice(student) for name, student in arguments.items()}
    with contextlib.suppress(BaseException), _undisturbed(), _unobserved():
        with time_limit(_AGAIN_S, _AGAIN_S):
            function(**twice)
    return differing


def _is_plain(value: Any, depth: int = 0) -> bool:
    """Whether a value is made of numbers, text and arrays only."""
    if isinstance(value, (list, tuple, dict)) and depth <= _DEEPEST:
        items = value.values() if isinstance(value, dict) else value
        return all(_is_plain(item, depth + 1) for item in items)
    return value is None or isinstance(
        value, (int, float, complex, str, bytes, np.ndarray, np.generic)
    )


def _alike(one: Any, other: Any) -> bool:
    """Whether two values are the same up to rounding, as far as they can be compared."""
    try:
        return np.shape(one) == np.shape(other) and bool(
            np.allclose(np.array(one, float), np.array(other, float), rtol=1e-9, equal_nan=True)
        )
    except Exception:  # no numbers
        return True


def not_run(function: Any, reason: str, state: str = "skipped") -> CheckResult:
    """The result of a check that is not run, skipped or broken, and why."""
    return _result(function, state, reason)


def _result(function: Any, state: str, detail: str, *, timed_out: bool = False) -> CheckResult:
    spec: CheckSpec = function.check
    sentence = inspect.getdoc(function) or function.__name__
    return CheckResult(
        name=function.__name__,
        state=state,
        score=spec.points if state == "passed" else 0.0,
        max_score=spec.points,
        hidden=not spec.visible,
        message=f"{sentence}\n{detail}" if detail else sentence,
        hint=spec.hint,
        timed_out=timed_out,
    )


@functools.lru_cache(1024)
def _parameters(function: Any) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)


def _student_objects(function: Any, namespace: Mapping[str, Any]) -> dict[str, Any]:
    objects = {}
    for name in _parameters(function):
        if name not in namespace:
            raise NameProblem(name, _undefined(name, namespace))
        objects[name] = namespace[name]
        if not callable(objects[name]):
            kind = type(objects[name]).__name__
            raise NameProblem(name, _NO_FUNCTION.format(name=name, kind=kind))
    return {name: _giving_arrays(value) for name, value in objects.items()}


def with_instruments(namespace: Mapping[str, Any]) -> dict[str, Any]:
    """`namespace` with the functions that helpers lend to checks, whatever it calls so itself.

    A helper names them in :data:`INSTRUMENTS`.
    """
    lent = {}
    for module in list(sys.modules.values()):
        for name in getattr(module, "__dict__", {}).get(INSTRUMENTS, ()):
            lent[name] = vars(module)[name]
    return {**namespace, **lent}


# --- PyTorch -------------------------------------------------------------------------


def _giving_arrays(function: Any) -> Any:
    """`function`, where a tensor of PyTorch's counts as its array."""
    if "torch" not in sys.modules:
        return function

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        return _arrays(function(*args, **kwargs))

    return call


def _arrays(value: Any, depth: int = 0) -> Any:
    """`value` with arrays in the place of tensors; the very same where there are none."""
    kind = type(value)
    if str(kind.__module__).split(".")[0] == "torch" and hasattr(value, "detach"):
        return value.detach().cpu().numpy()
    if kind not in (list, tuple, dict) or depth > _DEEPEST:
        return value
    items = list(value.values()) if kind is dict else value
    made = [_arrays(item, depth + 1) for item in items]
    if all(new is old for new, old in zip(made, items, strict=True)):
        return value
    return dict(zip(value, made, strict=True)) if kind is dict else kind(made)


def _explain(
    error: BaseException, function: Any, namespace: Mapping[str, Any], *, visible: bool
) -> str:
    """What the student may read of `error`.

    Args:
        visible: whether values and messages may be shown.
    """
    if isinstance(error, CheckTimeout):
        return _TIMED_OUT.format(limit=decimal_comma(limit_of(function)))
    if isinstance(error, CheckFailed):
        return str(error) if visible else ""
    own = error if isinstance(error, StudentError) else _of_this_process(error, function, namespace)
    unfinished = _left_none(error, function, namespace) if visible else ""
    if unfinished:
        return sentences(unfinished, own.where)
    kind = own.kind if isinstance(getattr(builtins, own.kind, None), type) else "Exception"
    theirs = own is error or bool(own.where)
    advice = _advice(kind, own.message) if theirs else _advice_on(error, visible)
    return sentences(
        _of_numpy(own.message, visible) or said(kind, own.message if visible else ""),
        own.where + (own.beyond if visible else ""),
        advice or _advice(kind, own.message),
    )


def _left_none(error: BaseException, function: Any, namespace: Mapping[str, Any]) -> str:
    """The name that a line of the student's stopped at, where nothing but None was ever put in it.

    Empty for other errors, and where the error was raised in another process.
    """
    files = _cells(namespace) - {_file(function)}
    frames = [f for f, _ in traceback.walk_tb(error.__traceback__)]
    numbers = [number for _, number in traceback.walk_tb(error.__traceback__)]
    if "NoneType" not in str(error) or not frames or frames[-1].f_code.co_filename not in files:
        return ""
    return next(
        (
            _STILL_NONE.format(name=name)
            for name in _left_as_none(_text(frames[-1].f_code.co_filename), numbers[-1])
            if frames[-1].f_locals.get(name, 0) is None
        ),
        "",
    )


def _left_as_none(source: str, number: int) -> list[str]:
    """Names read there that the function around that line puts None in, and nothing else."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return []
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.lineno <= number <= (node.end_lineno or 0)
    ]
    if not around:
        return []
    nodes = list(ast.walk(around[-1]))
    stored = [n for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    to_do = [name for node in nodes if isinstance(node, ast.Assign) for name in _given_none(node)]
    only = {n.id for n in to_do} - {n.id for n in stored if n not in to_do}
    read = [node for part in nodes if _stands_at(part, number) for node in ast.walk(part)]
    return list(dict.fromkeys(n.id for n in read if isinstance(n, ast.Name) and n.id in only))


def _stands_at(node: ast.AST, number: int) -> bool:
    """Whether a line is in it: a statement without a body, or what is before a body."""
    first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    return not hasattr(node, "body") and first <= number <= last


def _given_none(assignment: ast.Assign) -> list[ast.Name]:
    """The names of ``a = None`` or ``a, b = None, None``; none of other assignments."""
    values = getattr(assignment.value, "elts", [assignment.value])
    if not all(isinstance(value, ast.Constant) and value.value is None for value in values):
        return []
    named = [n for target in assignment.targets for n in getattr(target, "elts", [target])]
    return [node for node in named if isinstance(node, ast.Name)]


def _of_this_process(
    error: BaseException, function: Any, namespace: Mapping[str, Any]
) -> StudentError:
    """The same as a :class:`StudentError`; nowhere, if the check itself raised it."""
    first = next(iter(_parameters(function)), "")
    own = _file(namespace.get(first))
    where, beyond = located(_places(error, function, namespace), {own} if own else set())
    kinds = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
    return StudentError(kinds[0], str(error), where, beyond)


def sentences(*parts: str) -> str:
    """One after the other, each with its full stop; empty ones are left out."""
    return " ".join(f"{part.removesuffix('.')}." for part in parts if part)


def said(kind: str, message: str) -> str:
    """An exception, as Python would say it, a syntax error in Portuguese."""
    if kind not in SYNTAX_ERRORS:
        return f"{kind}: {message}" if message else kind
    for pattern, sentence in _SYNTAX.items():
        match = re.search(pattern, message)
        if match:
            return _SYNTAX_ERROR.format(what=sentence.format(*match.groups()))
    return _SYNTAX_ERROR.format(what=message or kind)


def _of_numpy(message: str, visible: bool) -> str:
    """One Portuguese sentence for what NumPy says at length, or differently by its version.

    Of a hidden check nothing is quoted: the message could carry an input.
    """
    for pattern, sentence in (*REFUSED.items(), *_AT_LENGTH.items()):
        match = re.search(pattern, message)
        if match and (visible or not match.groups()):
            return sentence.format(*match.groups())
    return ""


def _advice(kind: str, message: str) -> str:
    """What Python's own message means; of an exception of another process there is no more."""
    if kind == "AttributeError" and "'NoneType' object has no attribute 'append'" in message:
        return _ADVICE_APPEND
    if kind in ("TypeError", "AttributeError") and "NoneType" in message:
        return _ADVICE_NONE
    if kind == "NameError":
        return _ADVICE_UNDEFINED
    if kind == "UnboundLocalError":
        return _ADVICE_UNBOUND
    if kind == "KeyError":
        return _ADVICE_KEY
    if _is_unpacking(kind, message):
        return _ADVICE_UNPACK
    return ""


def _is_unpacking(kind: str, message: str) -> bool:
    return (kind == "ValueError" and "to unpack" in message) or (
        kind == "TypeError" and "cannot unpack" in message and "NoneType" not in message
    )


def _advice_on(error: BaseException, visible: bool) -> str:
    """Which value has other parts than the check takes out of it: what was returned, or a part."""
    frames = traceback.extract_tb(error.__traceback__)
    if _returned_nothing(error):
        return _NO_RETURN
    if not _is_unpacking(type(error).__name__, str(error)) or not frames:
        return ""
    try:
        (taken,) = ast.parse((frames[-1].line or "").strip()).body
    except (SyntaxError, ValueError):  # a line of several, or none of Python's
        taken = ast.Pass()
    if not isinstance(taken, ast.Assign) or len(taken.targets) != 1:
        return ""
    wanted = re.search(r"expected (\d+)", str(error))
    outer = getattr(taken.targets[0], "elts", [])
    whole = not wanted or int(wanted[1]) == len(outer)
    if isinstance(taken.value, ast.Call):
        return _FEW_RETURNED if whole else _FEW_INSIDE
    return _FEW_IN.format(part=ast.unparse(taken.value)) if visible and whole else _FEW_INSIDE


def _returned_nothing(error: BaseException) -> bool:
    """Whether a check takes apart what a function has returned, which says None nowhere."""
    frames = list(traceback.walk_tb(error.__traceback__))
    if not frames or "cannot unpack non-iterable NoneType" not in str(error):
        return False
    frame, number = frames[-1]
    line = linecache.getline(frame.f_code.co_filename, number, frame.f_globals)
    called = re.search(r"=\s*(\w+)\(", line)
    source = _text(_file(frame.f_locals.get(called[1]))) if called else ""
    return bool(source) and not re.search(r"\bNone\b", source)


# --- where -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A line of a student's that an exception came through.

    Attributes:
        cell: whatever tells its cell from others.
        number: in the cell, from 1.
        code: the line itself.
        function: name of the function that it is in; empty if not known.
    """

    cell: Any
    number: int
    code: str
    function: str = ""


def located(places: Sequence[Place], own: Container[Any]) -> tuple[str, str]:
    """The line in the question's own cell, and what it called in others, as parts of a sentence.

    Args:
        places: the last line in each cell, innermost last.
        own: the cells of the question.
    Returns:
        Both empty where no line is known.
    """
    last = max((number for number, place in enumerate(places) if place.cell in own), default=None)
    if last is None:
        return (_in_words(_LINE_ELSEWHERE, places[-1]) if places else ""), ""
    called = "".join(_in_words(_CALLED, place) for place in places[last + 1 :][-2:])
    return _in_words(_OWN_LINE, places[last]), called


def _in_words(sentence: str, place: Place) -> str:
    code = place.code.strip()
    if len(code) > _LONGEST_LINE:
        code = f"{code[:_LONGEST_LINE]}…"
    return sentence.format(
        number=place.number,
        function=place.function or _SOME_FUNCTION,
        code=_CODE.format(code=code) if code else "",
    )


def _places(error: BaseException, function: Any, namespace: Mapping[str, Any]) -> list[Place]:
    """The last line in each file of the notebook's own functions in the traceback."""
    files = _cells(namespace) - {_file(function)}
    found: dict[str, Place] = {}
    for frame in traceback.extract_tb(error.__traceback__):
        name, number = frame.filename, frame.lineno or 0
        if name in files:
            code = linecache.getline(name, number)
            entered = found.pop(name).function if name in found else frame.name
            found[name] = Place(name, number, code, entered)
    return list(found.values())


def _cells(namespace: Mapping[str, Any]) -> set[str]:
    """What tracebacks call the cells that the notebook's own functions are in; no helper's file."""
    return {_file(value) for value in namespace.values() if not _is_imported(value)} - {""}


def _is_imported(function: Any) -> bool:
    """Whether a function stands in the file of a module that was imported."""
    module = sys.modules.get(getattr(function, "__module__", None) or "")
    file = _file(function)
    return bool(file) and file == getattr(module, "__file__", None)


def _file(function: Any) -> str:
    """What tracebacks call the code of one of the notebook's functions; empty for other things."""
    code = getattr(inspect.unwrap(function) if callable(function) else None, "__code__", None)
    return str(getattr(code, "co_filename", ""))


# --- the notebook's history ------------------------------------------------------------


def _undefined(name: str, namespace: Mapping[str, Any]) -> str:
    """Why a name is not there, as far as the notebook's history can tell."""
    return _problem_of_the_cell(name, namespace) or UNDEFINED.format(name=name)


def _problem_of_the_cell(name: str, namespace: Mapping[str, Any]) -> str:
    """What kept the last cell that was run for `name` from defining it; nothing if it did."""
    try:
        shell: Any = sys.modules["IPython"].get_ipython()
        cells = list(shell.history_manager.input_hist_raw)
        begins = re.compile(rf"^[ \t]*(?:async[ \t]+)?def[ \t]+{name}\b", re.MULTILINE)
        source = next((cell for cell in reversed(cells) if begins.search(cell)), None)
        return _cell_problem(name, source, shell, namespace) if source else ""
    except Exception:  # no notebook, or one without a history
        return ""


def _cell_problem(name: str, source: str, shell: Any, namespace: Mapping[str, Any]) -> str:
    magic = cell_magic(source)
    if magic:
        return MAGIC.format(name=name, magic=magic)
    try:
        code = shell.transform_cell(source)
        compile(code, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return _failure(name, error, source, getattr(error, "lineno", None) or 0)
    current = _file(namespace.get(name))
    if name in namespace and (not current or _text(current) == code):
        return ""
    last = getattr(sys, "last_value", None)
    for frame, number in traceback.walk_tb(getattr(last, "__traceback__", None)):
        if _text(frame.f_code.co_filename) == code:
            return _failure(name, last, source, number)
    return "" if name in namespace else _RUN_AGAIN.format(name=name)


def _failure(name: str, error: Any, source: str, number: int) -> str:
    message = getattr(error, "msg", None) or str(error)
    lines = source.splitlines()
    if isinstance(error, SyntaxError):
        number = unreadable_line(source) or number
    number = in_source(source, number)
    place = Place(name, number, lines[number - 1]) if 0 < number <= len(lines) else None
    return cell_failed(name, type(error).__name__, message, place)


def cell_failed(name: str, kind: str, message: str, place: Place | None) -> str:
    """What is said of a cell that should define `name` and failed before it did."""
    where, _ = located([place], [place.cell]) if place else ("", "")
    line = message.partition("\n")[0]
    error = sentences(_of_numpy(line, True) or said(kind, line), where, _advice(kind, line))
    return CELL_FAILED.format(name=name, error=error)


def cell_magic(source: str) -> str:
    """The magic that the whole cell is given to, instead of Python; empty if it runs its code."""
    found = re.match(rf"\s*(?:{_RUNS_ITS_CELL}.*\n\s*)*(?!{_RUNS_ITS_CELL})(%%\w+)", source)
    return found[1] if found else ""


_RUNS_ITS_CELL = r"%%(?:time|capture|prun)\b"


def unreadable_line(source: str) -> int:
    """Where Python stops reading a cell that a magic runs; 0 if no magic does, or it does not stop.

    It is the line as IPython counts. The magic's own error counts from below it.
    """
    magics = re.match(r"(?:\s*%%\w+.*\n)+", source)
    try:
        ast.parse(source[magics.end() :] if magics else "")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        above = source[: magics.end()] if magics else ""
        return (getattr(error, "lineno", None) or 0) + above.lstrip().count("\n")
    return 0


def in_source(source: str, number: int) -> int:
    """The line of a cell that IPython counts as `number`: empty ones above do not count."""
    blank = next((n for n, line in enumerate(source.splitlines()) if line.strip()), 0)
    return number + blank if number else 0


def _text(filename: str) -> str:
    return "".join(linecache.getlines(filename))


# --- surroundings --------------------------------------------------------------------


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep prints, warnings, logs, plots and random draws of a check out of the notebook.

    nbgrader gives 0 to a cell with anything on stderr, so nothing may get there.
    """
    state = np.random.get_state()
    level = logging.root.manager.disable
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        stack.enter_context(warnings.catch_warnings())
        stack.enter_context(np.errstate(all="ignore"))
        stack.enter_context(_figures_discarded())
        warnings.simplefilter("ignore")
        for pattern in REFUSED:
            warnings.filterwarnings("error", pattern, DeprecationWarning)
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(level)
            np.random.set_state(state)


@contextlib.contextmanager
def _figures_discarded() -> Iterator[None]:
    plt: Any = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        yield
        return
    backend = plt.get_backend()
    opens_windows = backend.lower() != "agg" and "inline" not in backend
    if opens_windows:
        plt.switch_backend("agg")
    try:
        yield
    finally:
        plt.close("all")
        if opens_windows:
            plt.switch_backend(backend)


@contextlib.contextmanager
def time_limit(wall_s: float, cpu_s: float | None = None) -> Iterator[None]:
    """Raise :class:`CheckTimeout` inside after some time, where the platform can.

    Args:
        wall_s: time on the wall.
        cpu_s: CPU time of this process, all its threads together; as it likes when None.
    """
    main = threading.current_thread() is threading.main_thread()
    if not (main and hasattr(signal, "setitimer")):
        yield
        return

    def stop(*_: Any) -> None:
        raise CheckTimeout

    limits = [(signal.ITIMER_REAL, signal.SIGALRM, wall_s)]
    if cpu_s is not None:
        limits.append((signal.ITIMER_PROF, signal.SIGPROF, cpu_s))
    before = {alarm: signal.signal(alarm, stop) for _, alarm, _ in limits}
    try:
        for timer, _, seconds in limits:
            signal.setitimer(timer, seconds, 1.0)  # again, should it be swallowed
        yield
    finally:
        for timer, alarm, _ in limits:
            signal.setitimer(timer, 0)
            signal.signal(alarm, before[alarm])
