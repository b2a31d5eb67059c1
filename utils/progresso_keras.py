"""Quanto já andou um treino do Keras, em uma linha só."""

import instrumentos_keras  # noqa: F401 - escolhe o PyTorch, antes do keras
import keras
from progresso import acompanhe

__all__ = ["Progresso"]


class Progresso(keras.callbacks.Callback):
    """Mostra a época, a perda e o tempo que falta, em uma linha que se atualiza.

    Para `fit`, com `verbose=0`: `modelo.fit(X, Y, epochs=50, verbose=0, callbacks=[Progresso()])`.
    """

    def __init__(self, **opcoes):
        """`opcoes` são as de progresso.acompanhe."""
        super().__init__()
        self._opcoes = opcoes

    def on_train_begin(self, logs=None):
        """A linha começa."""
        self._perdas = []
        epocas = range(self.params["epochs"])
        self._linha = acompanhe(epocas, self._perdas, nomes=("época", "perda"), **self._opcoes)
        next(self._linha, None)

    def on_epoch_end(self, epoch, logs=None):
        """Mais uma época."""
        self._perdas.append((logs or {}).get("loss"))
        next(self._linha, None)

    def on_train_end(self, logs=None):
        """A linha termina, mesmo que um outro callback tenha parado o treino antes."""
        self._linha.close()
