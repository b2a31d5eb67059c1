"""Every program of the hand-out that the Keras lab follows, run and measured.

Prints the rows of the table that closes the lab. What it runs are the cells of the lab's own
text, on the real data where there are any, and as many epochs then as the hand-out has. With
``--write``, each row takes its place in the lab's text as soon as it is measured::

    OMP_NUM_THREADS=1 python tests/curso/keras_programs.py [PARTE ...] [--data PASTA] [--write]
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import platform
import re
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")

import numpy as np

from gabarito.course.layout import Course
from gabarito.course.reference import reference_namespace

LAB = Course.at(Path(__file__).parents[2]).lab("rede_densa_keras")
TITLE = "# | programa | onde está | o que mediu a nossa resposta | CPU |\n# |:--|:--|:--|--:|\n"
TABLE = re.compile(re.escape(TITLE) + r"((?:# \|.*\n)+)")
HAND_OUT = {"mlp1": 40, "mlp2": 80}
"""Epochs on the whole MNIST."""

LESSONS = {"menor": ("lição: 14 × 14", 20), "melhor": ("lição: menos de 1,61 % de erro", 5)}
"""What the hand-out leaves to its reader: names in the table, and epochs on the whole MNIST."""

REPEATED = 10
"""Trainings of each small network, each with a seed of its own."""


@dataclass(frozen=True)
class Row:
    """One program: its name, the section that has it, what came out, seconds of processor."""

    program: str
    section: str
    measured: str
    cpu_s: float | None = None

    def __str__(self) -> str:
        cpu = "" if self.cpu_s is None else f"{number(self.cpu_s, 1 if self.cpu_s < 10 else 0)} s"
        return f"# | {self.program} | {self.section} | {self.measured} | {cpu} |"


class Programs:
    """The lab's cells, run one by one in the working directory.

    Attributes:
        names: what the lab's answers and the cells run so far define.
    """

    def __init__(self) -> None:
        self.names = reference_namespace(LAB)
        self.names["display"] = lambda *_: None
        for guess in (source for source in code_cells() if source.startswith("palpite_")):
            exec(guess, self.names)

    def run(self, piece: str, seed: int = 1, epochs: int | None = None) -> tuple[str, float]:
        """Run the cell that has `piece` in it; what it printed, and the CPU seconds it took.

        Args:
            piece: of the code of one cell.
            epochs: instead of those that the cell has.
        """
        (source,) = [source for source in code_cells() if piece in source]
        if epochs is not None:
            source = re.sub(r"epochs=\d+", f"epochs={epochs}", source)
        self.names["keras"].utils.set_random_seed(seed)
        begin, printed = time.process_time(), io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(source, self.names)
        return printed.getvalue(), time.process_time() - begin

    def load_digits(self) -> bool:
        """Read the images; whether they are the MNIST."""
        return "Dados originais" in self.run("= carregue_digitos()")[0]

    def train_digits(self, name: str, epochs: int) -> tuple[float, float, float]:
        """Train ``mlp1`` or ``mlp2``; its loss and accuracy in the test, and CPU seconds."""
        _, cpu = self.run(f"{name}.fit(", epochs=epochs)
        labels = np.eye(10)[self.names["QY"]] if name == "mlp1" else self.names["QY"]
        loss, accuracy = self.names[name].evaluate(self.names["QX"], labels, verbose=0)
        return loss, accuracy, cpu


def code_cells() -> list[str]:
    """The source of each of the lab's code cells."""
    return [cell.source for cell in LAB.parse().cells if cell.cell_type == "code"]


def at_once(programs: Programs) -> Iterator[Row]:
    """What only looks."""
    keras, torch = programs.names["keras"], programs.names["torch"]
    versions = (
        f"Python {platform.python_version()}, NumPy {np.__version__}, Keras {keras.version()}, "
        f"PyTorch {torch.__version__.partition('+')[0]}"
    )
    yield Row("`versao3` (local e Colab)", "1", versions)
    programs.run("v = np.empty(")
    yield Row("`np.empty`", "2", f"`{programs.names['v'].shape} {programs.names['v'].dtype}`")


def pairs(programs: Programs) -> Iterator[Row]:
    """Two numbers that change places."""
    programs.run("perdas_keras = treine(")
    losses, cpu = [], 0.0
    for seed in range(REPEATED):
        cpu += programs.run("modelo = crie_regressao(2", seed)[1]
        losses.append(programs.names["perdas"][-1])
    measured = (
        f"perda depois de 100 épocas, lote 1, em {REPEATED} treinos: mediana "
        f"{power(float(np.median(losses)))}, a maior {power(max(losses))}"
    )
    yield Row("1 `regression`", "3", measured, cpu / REPEATED)
    cpu = programs.run("figuras.tres_descidas(")[1]
    last = "; ".join(f"{how}: {number(c[-1], 4)}" for how, c in programs.names["curvas"].items())
    yield Row("três descidas", "3.2", f"perda depois de 60 épocas: {last}", cpu)


def letters(programs: Programs) -> Iterator[Row]:
    """Adults, babies, children."""
    names, right, same, cpu = programs.names, 0, 0, [0.0, 0.0]
    for seed in range(REPEATED):
        cpu[0] += programs.run("abc = rede_abc(1)", seed)[1]
        right += names["classifique"](names["abc"], names["QX"]) == list("CBA")
        said, spent = programs.run("abc2 = rede_abc(2)", seed)
        cpu[1] += spent
        same += len(set(said.splitlines()[0].split(": ")[1])) == 1
    measured = (
        f"os três testes certos em {right} de {REPEATED} treinos de 400 épocas; "
        f"{names['abc'].count_params()} parâmetros; o tempo é de dois treinos"
    )
    yield Row("2 `abc1`", "4", measured, cpu[0] / REPEATED)
    measured = (
        f"com 20 kg, a cor não muda a resposta em {same} de {REPEATED} treinos; "
        f"{names['abc2'].count_params()} parâmetros"
    )
    yield Row("lição: atributo irrelevante", "4.1", measured, cpu[1] / REPEATED)


def notes(programs: Programs) -> Iterator[Row]:
    """Banknotes with three attributes of noise."""
    real = "SINTÉTICOS" not in programs.run("= carregue_notas()")[0]
    errors, cpu = [], 0.0
    for seed in range(REPEATED):
        said, spent = programs.run("notas.predict(", seed)
        cpu += spent
        errors.append(float(said.splitlines()[0].split()[-2]))
    measured = (
        f"{'notas reais' if real else 'notas inventadas'}: erro de {number(min(errors), 2)} a "
        f"{number(max(errors), 2)} % do teste em {REPEATED} treinos de 50 épocas"
    )
    yield Row("notas com ruído", "5", measured, cpu / REPEATED)


def digits(programs: Programs) -> Iterator[Row]:
    """Handwritten digits, and a network that is kept."""
    names, mnist = programs.names, programs.load_digits()
    yield Row("3 `le_mnist`", "6", f"`{names['AX'].shape} {names['AX'].dtype}`")
    for place, name in enumerate(HAND_OUT, start=1):
        epochs = HAND_OUT[name] if mnist else 10
        loss, accuracy, cpu = programs.train_digits(name, epochs)
        parameters = sum(int(np.prod(w.shape)) for w in names[name].trainable_weights)
        measured = (
            f"{'MNIST' if mnist else 'dígitos desenhados'}, {epochs} épocas: acerto de "
            f"{number(100 * accuracy, 2)} % no teste, perda {number(loss, 4)}; "
            f"{thousands(parameters)} parâmetros; pico de memória de {peak_mb():.0f} MB"
        )
        yield Row(f"{place + 3} `{name}`", f"6.{place}", measured, cpu)
    yield Row("perda esparsa", "6.2", f"rótulos `{names['AY'].shape} {names['AY'].dtype}`")
    said, cpu = programs.run("lido = salve_e_carregue(")
    same = "True" in said.splitlines()[0]
    measured = (
        f"{thousands(len(names['QX']))} respostas {'' if same else 'não '}iguais até o último bit"
    )
    yield Row("6 `pred2`", "6.3", measured, cpu)


def lessons(programs: Programs) -> Iterator[Row]:
    """Smaller images, and more of them."""
    mnist = programs.load_digits()
    for name, (title, epochs) in LESSONS.items():
        said, cpu = programs.run(f"{name}.fit(", epochs=epochs)
        measured = (
            f"{'MNIST' if mnist else 'dígitos desenhados'}, {epochs} épocas: erro de "
            f"{comma(percent_wrong(said))} % no teste"
        )
        yield Row(title, "6.4", measured, cpu)


def clothes(programs: Programs) -> Iterator[Row]:
    """Fashion-MNIST and the picture of twenty of its images."""
    said, cpu = programs.run("= carregue_roupas()")
    real = "Dados originais" in said
    which = "Fashion-MNIST" if real else "roupas desenhadas"
    images = f"{thousands(len(programs.names['FX']))} imagens de treino"
    measured = f"{which}, {images}, 10 épocas: erro de {comma(percent_wrong(said))} % no teste"
    yield Row("Fashion e as 20 imagens", "7", measured, cpu)


def annexes(programs: Programs) -> Iterator[Row]:
    """Activations, losses, and the loop in PyTorch."""
    names = programs.names
    said = programs.run("figuras.curvas_de_ativacao()")[0]
    last = {line.split()[0]: line.split("[")[-1].strip("] ") for line in said.splitlines()}
    measured = (
        f"`tanh(2)` = {comma(last['tanh'].split()[3])}; `sigmoid(2)` = "
        f"{comma(last['sigmoid'].split()[3])}; `softmax` = {comma(last['softmax'])}"
    )
    yield Row("anexos A.2 a A.5, ativações", "8.1", measured)
    losses = (
        names["entropia_de_logits"](np.log([[0.1, 0.8, 0.1]]), np.array([1])),
        names["entropia_binaria"](np.array([0.4]), np.array([0.0])),
        names["entropia_binaria"](np.array([0.0]), np.array([1.0])),
    )
    shown = "; ".join(number(float(loss), 5) for loss in losses)
    yield Row("anexo A.6, perdas", "8.2 e 8.3", shown)
    _, cpu = programs.run("em_torch = treine_pytorch(")
    far = max(np.max(np.abs(np.subtract(names["em_torch"], names[other])))
              for other in ("perdas_keras", "perdas_numpy"))  # fmt: skip
    measured = f"as perdas do Keras e do NumPy, a menos de {power(float(far))}"
    yield Row("laço em PyTorch", "9", measured, cpu)


PARTS = {
    part.__name__: part
    for part in (at_once, pairs, letters, notes, digits, lessons, clothes, annexes)
}
"""What the table is made of, in the order of the lab."""


def rows(programs: Programs, parts: Iterable[str] = PARTS) -> Iterator[Row]:
    """The whole table, or some parts of it."""
    for part in parts:
        yield from PARTS[part](programs)


def peak_mb() -> float:
    """The memory that this process has needed so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def percent_wrong(said: str) -> str:
    """The error in the test that a cell printed."""
    return next(line for line in said.splitlines() if "erro no teste" in line).split()[-2]


def number(value: float, digits: int) -> str:
    """As it is written in Portuguese."""
    return comma(f"{value:.{digits}f}")


def thousands(value: int) -> str:
    """With a space between groups of three digits, where there are more than four."""
    return f"{value:,}".replace(",", " ") if value >= 10_000 else str(value)


def comma(written: str) -> str:
    """With a decimal comma."""
    return written.replace(".", ",")


def power(value: float) -> str:
    """One digit and a power of ten, as a formula."""
    digit, exponent = f"{value:.0e}".split("e")
    return rf"${digit} \cdot 10^{{{int(exponent)}}}$"


@contextlib.contextmanager
def beside(data: Path | None) -> Iterator[None]:
    """Work in a new folder that has the files of `data` in it."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for path in data.resolve().iterdir() if data else ():
            Path(path.name).symlink_to(path)
        yield


def with_row(text: str, row: Row) -> str:
    """A lab's text with this row where the same program's last one was."""
    old = re.compile(re.escape(f"# | {row.program} | {row.section} | ") + ".*")
    return old.sub(lambda _: str(row), text)


def main() -> None:
    """Print the table, and the memory that all of it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("partes", nargs="*", metavar="PARTE", help=f"só estas: {', '.join(PARTS)}")
    parser.add_argument("--data", type=Path, help="pasta com os dados reais, se houver")
    parser.add_argument("--write", action="store_true", help="põe a tabela no texto do lab")
    chosen = parser.parse_args()
    with beside(chosen.data):
        for row in rows(Programs(), chosen.partes or PARTS):
            print(row, flush=True)
            if chosen.write:
                text = LAB.text.read_text("utf-8")
                LAB.text.write_text(with_row(text, row), "utf-8")
    print(f"pico de memória: {peak_mb():.0f} MB; {time.process_time():.0f} s de CPU ao todo")


if __name__ == "__main__":
    main()
