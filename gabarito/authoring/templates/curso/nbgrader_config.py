"""Configuração do nbgrader neste curso; o gabarito lê a mesma."""

import contextlib
import os
import sys

c = get_config()  # noqa: F821  (quem fornece é o nbgrader)

# O nbgrader põe a pasta atual à frente das bibliotecas: se fosse a de uma entrega, os arquivos .py
# dela seriam importados.
with contextlib.suppress(OSError):  # a pasta atual pode ter sido apagada
    sys.path[:] = [pasta for pasta in sys.path if pasta not in ("", os.getcwd())]

# Nome do curso no caderno de notas.
c.CourseDirectory.course_id = "NOME_DO_CURSO"

# Para os alunos abrirem os labs no Colab: o repositório público do curso no GitHub. Tire o # e
# rode `gabarito build` e `gabarito release`.
# c.Gabarito.repository = "usuario/repositorio"

# O que fica no lugar de cada solução e de cada resposta em texto.
c.ClearSolutions.code_stub = {"python": "# Seu código entra acima, no lugar de cada None."}
c.ClearSolutions.text_stub = "*Apague esta linha e escreva aqui a sua resposta.*"

# Segundos por célula.
c.Execute.timeout = 20

# Quem executa e julga é o gabarito, isolado: vale também para o nbgrader e o Formgrader.
c.Autograde.autograde_preprocessors = [
    "gabarito.channels.nbgrader.Examine",
    "gabarito.channels.nbgrader.SaveGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# A devolutiva é a do gabarito, também no botão do Formgrader: nela não há verificação oculta.
c.GenerateFeedback.exporter_class = "gabarito.channels.nbgrader.FeedbackPage"

# O que o nbgrader não leva de uma pasta para outra; os dois últimos são o registro da correção.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    "result.json",
    "result.key",
]
