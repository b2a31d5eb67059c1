"""Um controle deslizante que troca de figura; onde não há ipywidgets, nada se mostra."""

import contextlib

__all__ = ["deslize"]

VISTA = "application/vnd.jupyter.widget-view+json"


def deslize(nome, quadros):
    """Mostra um controle deslizante e, abaixo dele, a figura do valor escolhido.

    É um complemento: no papel, no GitHub e sem ipywidgets ele não aparece, e por isso quem o usa
    mostra também as mesmas figuras lado a lado.

    Entradas:
    nome -- o que se escolhe
    quadros -- dicionário {valor: figura}, na ordem do controle

    Saída:
    o controle e a área da figura, ou None onde não há ipywidgets ou não há notebook
    """
    with contextlib.suppress(ImportError):
        import ipywidgets
        from IPython import get_ipython
        from IPython.display import display

        if hasattr(get_ipython(), "kernel"):
            controle = ipywidgets.SelectionSlider(options=[*quadros], description=nome)
            area = ipywidgets.Output()

            def mostre(_):
                area.clear_output(wait=True)
                with area:
                    display(quadros[controle.value])

            controle.observe(mostre, names="value")
            mostre(None)
            juntos = ipywidgets.VBox([controle, area])
            vista = {"model_id": juntos.model_id, "version_major": 2, "version_minor": 0}
            display({VISTA: vista}, raw=True)  # sem o texto que as exportações mostrariam
            return juntos
    return None
