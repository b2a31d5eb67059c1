"""Mutation operators for NumPy code: what students get wrong and general tools do not try.

An operator is a function from a syntax node to the nodes that may stand in its place. Each
gets the node of a private copy of the tree and may reuse its parts.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

Operator = Callable[[ast.AST], Iterator[ast.AST]]

_SWAPPED = {
    "maximum": ("minimum",), "minimum": ("maximum",), "max": ("min",), "min": ("max",),
    "sum": ("mean", "max"), "mean": ("sum", "max"), "zeros": ("ones",), "ones": ("zeros",),
    "zeros_like": ("ones_like",), "ones_like": ("zeros_like",), "exp": ("expm1",),
    "log": ("log1p", "log2"), "randn": ("rand",), "rand": ("randn",), "std": ("var",),
    "argmax": ("argmin",), "hstack": ("vstack",), "vstack": ("hstack",),
}  # fmt: skip
_COPIES = {"copy", "deepcopy", "array", "asarray"}


def other_axis(node: ast.AST) -> Iterator[ast.AST]:
    """``axis=0`` for ``axis=1``, another one, or all."""
    if isinstance(node, ast.keyword) and node.arg == "axis":
        known = node.value.value if isinstance(node.value, ast.Constant) else ()
        for axis in (0, 1, None):
            if axis != known:
                yield ast.keyword("axis", ast.Constant(axis))


def no_keepdims(node: ast.AST) -> Iterator[ast.AST]:
    """``keepdims=False``."""
    if isinstance(node, ast.keyword) and node.arg == "keepdims":
        yield ast.keyword("keepdims", ast.Constant(False))


def other_transpose(node: ast.AST) -> Iterator[ast.AST]:
    """``X`` for ``X.T``, and ``X.T`` for an operand ``X`` of a product of matrices."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    for left, right, rebuilt in _products(node):
        yield rebuilt(ast.Attribute(left, "T", ast.Load()), right)
        yield rebuilt(left, ast.Attribute(right, "T", ast.Load()))


def other_product(node: ast.AST) -> Iterator[ast.AST]:
    """``A * B`` or ``B·A`` for a product of matrices, and a product of matrices for ``A * B``."""
    for left, right, rebuilt in _products(node):
        yield ast.BinOp(left, ast.Mult(), right)
        yield rebuilt(right, left)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield ast.BinOp(node.left, ast.MatMult(), node.right)


def _products(
    node: ast.AST,
) -> Iterator[tuple[ast.expr, ast.expr, Callable[[ast.expr, ast.expr], ast.expr]]]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield node.left, node.right, lambda a, b: ast.BinOp(a, ast.MatMult(), b)
    if _calls(node, {"dot", "matmul"}) and isinstance(node, ast.Call) and len(node.args) == 2:
        left, right = node.args
        yield left, right, lambda a, b: ast.Call(node.func, [a, b], [])


def only_one_operand(node: ast.AST) -> Iterator[ast.AST]:
    """Half of a sum or product: no bias, no 1/m, no learning rate."""
    if isinstance(node, ast.BinOp):
        yield node.left
        yield node.right


def in_place(node: ast.AST) -> Iterator[ast.AST]:
    """``A -= Y; dZ = A`` for ``dZ = A - Y``: an argument changes."""
    if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp)):
        return
    value = node.value
    if isinstance(value.left, (ast.Name, ast.Subscript)):
        target = ast.parse(ast.unparse(value.left), mode="eval").body
        target.ctx = ast.Store()  # type: ignore[attr-defined]
        changed = ast.AugAssign(target, value.op, value.right)  # type: ignore[arg-type]
        yield ast.If(ast.Constant(True), [changed, ast.Assign(node.targets, value.left)], [])


def alias(node: ast.AST) -> Iterator[ast.AST]:
    """The array itself where a copy was made."""
    if not isinstance(node, ast.Call) or not _calls(node, _COPIES):
        return
    if node.args:
        yield node.args[0]
    elif isinstance(node.func, ast.Attribute):
        yield node.func.value


def other_function(node: ast.AST) -> Iterator[ast.AST]:
    """Its neighbour in NumPy: minimum for maximum, mean for sum, ones for zeros."""
    if isinstance(node, ast.Attribute):
        for name in _SWAPPED.get(node.attr, ()):
            yield ast.Attribute(node.value, name, node.ctx)


def moved_slice(node: ast.AST) -> Iterator[ast.AST]:
    """A bound one further, one less, or none."""
    if not isinstance(node, ast.Slice):
        return
    for bound in _moved(node.lower):
        yield ast.Slice(bound, node.upper, node.step)
    for bound in _moved(node.upper):
        yield ast.Slice(node.lower, bound, node.step)


def moved_range(node: ast.AST) -> Iterator[ast.AST]:
    """One turn more or less, from one further or one less."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
        for place in range(len(node.args)):
            for step in (1, -1):
                arguments = list(node.args)
                arguments[place] = _plus(arguments[place], step)
                yield ast.Call(node.func, arguments, [])


def other_layer(node: ast.AST) -> Iterator[ast.AST]:
    """The parameters of the next layer, or of the one before."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str":
        for step in (1, -1):
            yield ast.Call(node.func, [_plus(node.args[0], step)], [])
    if isinstance(node, ast.FormattedValue) and isinstance(node.value, (ast.Name, ast.BinOp)):
        for step in (1, -1):
            yield ast.FormattedValue(_plus(node.value, step), node.conversion, node.format_spec)


def exchanged_elements(node: ast.AST) -> Iterator[ast.AST]:
    """Two neighbours of a tuple in each other's place: a cache read in the wrong order."""
    if isinstance(node, ast.Tuple):
        for place in range(len(node.elts) - 1):
            items = list(node.elts)
            items[place : place + 2] = items[place + 1], items[place]
            yield ast.Tuple(items, node.ctx)


def missing_statement(node: ast.AST) -> Iterator[ast.AST]:
    """Nothing."""
    if isinstance(node, (ast.Assign, ast.AugAssign)) or (
        isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)
    ):
        yield ast.Pass()


def stride_or_pad_ignored(node: ast.AST) -> Iterator[ast.AST]:
    """1 for the stride, 0 for the padding."""
    ignored = {"stride": 1, "pad": 0}
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in ignored:
        yield ast.Constant(ignored[node.id])


def whole_numbers(node: ast.AST) -> Iterator[ast.AST]:
    """Zeros and ones of whole numbers, which cut what is written into them."""
    if not isinstance(node, ast.Call) or not _calls(node, {"zeros", "ones", "empty"}):
        return
    if not any(keyword.arg == "dtype" for keyword in node.keywords):
        dtype = ast.keyword("dtype", ast.Name("int", ast.Load()))
        yield ast.Call(node.func, node.args, [*node.keywords, dtype])


def missing_argument(node: ast.AST) -> Iterator[ast.AST]:
    """A call without one of its arguments."""
    if isinstance(node, ast.Call):
        for place in range(len(node.args)):
            kept = [*node.args[:place], *node.args[place + 1 :]]
            yield ast.Call(node.func, kept, node.keywords)
        for place in range(len(node.keywords)):
            named = [*node.keywords[:place], *node.keywords[place + 1 :]]
            yield ast.Call(node.func, node.args, named)


def exchanged_arguments(node: ast.AST) -> Iterator[ast.AST]:
    """Two neighbours among a call's arguments in each other's place."""
    if isinstance(node, ast.Call):
        for place in range(len(node.args) - 1):
            items = list(node.args)
            items[place : place + 2] = items[place + 1], items[place]
            yield ast.Call(node.func, items, node.keywords)


def other_result(node: ast.AST) -> Iterator[ast.AST]:
    """The result with its sign or its axes turned round, or none."""
    if isinstance(node, ast.Return) and node.value is not None:
        yield ast.Return(None)
        if not isinstance(node.value, ast.Tuple):
            yield ast.Return(ast.UnaryOp(ast.USub(), node.value))
            yield ast.Return(ast.Attribute(node.value, "T", ast.Load()))


OPERATORS: list[Operator] = [
    other_axis, no_keepdims, other_transpose, other_product, only_one_operand, in_place, alias,
    other_function, moved_slice, moved_range, other_layer, exchanged_elements,
    missing_statement, stride_or_pad_ignored, whole_numbers, missing_argument,
    exchanged_arguments, other_result,
]  # fmt: skip


def _moved(bound: ast.expr | None) -> list[ast.expr | None]:
    return [] if bound is None else [_plus(bound, 1), _plus(bound, -1), None]


def _calls(node: ast.AST, names: set[str]) -> bool:
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in names


def _plus(node: ast.expr, step: int) -> ast.expr:
    operation = ast.Add() if step > 0 else ast.Sub()
    return ast.BinOp(node, operation, ast.Constant(abs(step)))
