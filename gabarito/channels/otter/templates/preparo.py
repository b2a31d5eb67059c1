# Prepara as verificações; a pasta tests/ e os arquivos do lab ficam ao lado do notebook.
try:
    import otter
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "Falta o otter-grader: rode %pip install otter-grader em uma célula e depois esta de novo."
    ) from None

grader = otter.Notebook()
