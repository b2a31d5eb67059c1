"""How changed references behave in the calls that a diagnosis asks: `tests/<lab>/mutants.json`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

import msgspec

from gabarito.audit.audit import all_mutants
from gabarito.audit.mutants import Mutant, with_other_texts
from gabarito.course.known_answers import load_alternatives
from gabarito.course.layout import Lab
from gabarito.judging.call_process import CallProcess
from gabarito.judging.mutants import FILE, Behaviour, Known, OfQuestion
from gabarito.judging.prepared_lab import PreparedLab
from gabarito.judging.probes import Played
from gabarito.judging.relations.mark import Mark, mark
from gabarito.notebook import lab_text
from gabarito.storage import atomic

KIND_OF = {
    "other_axis": "eixo", "no_keepdims": "formato", "other_transpose": "transposta",
    "other_product": "produto", "only_one_operand": "parcela", "in_place": "no_lugar",
    "alias": "copia", "other_function": "funcao", "moved_slice": "limite",
    "moved_range": "limite", "other_layer": "camada", "exchanged_elements": "ordem",
    "exchanged_arguments": "ordem", "missing_statement": "falta",
    "stride_or_pad_ignored": "passo", "whole_numbers": "inteiros", "other_text": "texto",
    "missing_argument": "argumento", "other_variable": "variavel", "other_result": "resultado",
    "NumberReplacer": "numero", "AddNot": "condicao", "ZeroIterationForLoop": "laco",
}  # fmt: skip
"""By name of the operator; those of whole families below."""
KIND_OF_FAMILY = {
    "ReplaceBinaryOperator": "operador", "ReplaceUnaryOperator": "operador",
    "ReplaceComparisonOperator": "comparacao", "ReplaceBreak": "laco", "ReplaceContinue": "laco",
    "Replace": "condicao",
}  # fmt: skip
"""By what the name of the operator begins with, the longer before the shorter."""

Found = tuple[Mark, Mutant]


def write(
    lab: Lab,
    on_start: Callable[[int], None] = lambda total: None,
    on_done: Callable[[], None] = lambda: None,
) -> Known:
    """Try every mutant of a lab, and write down how it behaves.

    Args:
        on_start: called with how many mutants will be tried.
        on_done: called after each.
    Raises:
        CourseError: a file of the lab is missing or wrong.
        SandboxError: this machine cannot isolate them.
    """
    solutions = lab_text.named_cells(lab.parse(), "solution")
    texts = (m for name, cell in solutions.items() for m in with_other_texts(name, cell.source))
    tried = [*all_mutants(lab, load_alternatives(lab)), *texts]
    on_start(len(tried))
    with PreparedLab(lab) as prepared:
        known = {
            question: _of_question(prepared, question, tried, on_done)
            for question in prepared.questions
        }
    content = msgspec.json.format(msgspec.json.encode(known), indent=0)
    atomic.write_bytes(lab.checks / FILE, content + b"\n")
    return known


def _of_question(
    prepared: PreparedLab, question: str, tried: Sequence[Mutant], on_done: Callable[[], None]
) -> OfQuestion:
    relations = prepared.diagnosis.relations
    relations.learn(question)
    asked = relations.asked(question)
    of_this = [mutant for mutant in tried if mutant.question == question]
    if relations.about_objects(question):  # what training leaves differs from machine to machine
        for _ in of_this:
            on_done()
        of_this = []
    behaviours = _behaviours(list(_marked(prepared, question, of_this, on_done)))
    return OfQuestion((asked.form, asked.numbers), tuple(behaviours))


def _marked(
    prepared: PreparedLab, question: str, tried: Sequence[Mutant], on_done: Callable[[], None]
) -> Iterator[Found]:
    """The marks of mutants that return something wrong, the same each time."""
    limit_s = prepared.right_answers.limit_s
    with prepared.right_answers.reference() as session:
        for mutant in tried:
            session.run(mutant.source, "mutante", [question], limit_s, False)
            found = _mark(prepared, question, CallProcess(session))
            if found:
                yield found, mutant
            on_done()


def _mark(prepared: PreparedLab, question: str, process: CallProcess) -> Mark | None:
    relations = prepared.diagnosis.relations
    samples = relations.samples(question, Played(process, lambda *_: ""))
    process.rest()
    if samples is None or not all(sample.steady for sample in samples):
        return None
    return mark(samples)


def _behaviours(found: list[Found]) -> Iterator[Behaviour]:
    """Those that tell something, each once."""
    while found:
        first = found[0][0]
        alike = [mutant for other, mutant in found if other.near(first)]
        found = [one for one in found if not one[0].near(first)]
        kinds = {kind(mutant.operator) for mutant in alike}
        places = {targets(mutant.change) for mutant in alike}
        name = kinds.pop() if len(kinds) == 1 else ""
        shared = places.pop() if len(places) == 1 else ()
        if name or shared:
            yield Behaviour(first.form, first.numbers, name, shared)


def kind(operator: str) -> str:
    """What an operator changes, by its name."""
    known = KIND_OF.get(operator)
    return known or next(k for family, k in KIND_OF_FAMILY.items() if operator.startswith(family))


def targets(change: str) -> tuple[str, ...]:
    """The names that get a value in the first line of a change; none where it is no such line."""
    line = change.split(" → ")[0].split("; ")[0]
    try:
        (statement,) = ast.parse(line).body
    except (SyntaxError, ValueError):
        return ()
    if isinstance(statement, ast.Assign):
        left = statement.targets
    elif isinstance(statement, ast.AugAssign):
        left = [statement.target]
    else:
        return ()
    names = (node.id for target in left for node in _stored(target))
    return tuple(dict.fromkeys(names))


def _stored(target: ast.expr) -> Iterator[ast.Name]:
    """The names at the left of an assignment, not those inside of its indices."""
    while isinstance(target, (ast.Subscript, ast.Attribute)):
        target = target.value
    if isinstance(target, (ast.Tuple, ast.List)):
        for element in target.elts:
            yield from _stored(element)
    elif isinstance(target, ast.Name):
        yield target
