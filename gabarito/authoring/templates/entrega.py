def faca_o_pdf(arquivo, nome):
    """Faz o PDF do que está salvo, onde há o Gabarito e um navegador; senão, diz o que fazer."""
    import os
    import subprocess
    import sys
    from importlib.util import find_spec

    aberto = os.environ.get("JPY_SESSION_NAME", "")  # o nome com que o JupyterLab o abriu
    if "google.colab" in sys.modules or not find_spec("gabarito"):
        print(
            "Aqui o PDF se faz pelo navegador.\n"
            "No Colab: Arquivo → Imprimir e, como impressora, Salvar como PDF.\n"
            "No JupyterLab: Arquivo → Imprimir (File → Print)."
        )
    elif not nome.strip():
        print(
            "Para o PDF: escreva o seu nome e sobrenome em NOME, nesta célula,\n"
            "salve o notebook e rode só esta célula."
        )
    else:
        salvo = aberto if os.path.isfile(aberto) else arquivo
        feito = subprocess.run(
            [sys.executable, "-P", "-m", "gabarito", "pdf", salvo, "--nome", nome],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        print((feito.stdout or feito.stderr).strip())
