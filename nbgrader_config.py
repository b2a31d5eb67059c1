"""Configuração do nbgrader neste curso; o gabarito lê a mesma."""

c = get_config()  # noqa: F821  (quem fornece é o nbgrader)

# Nome do curso no caderno de notas.
c.CourseDirectory.course_id = "bcc406"

# No lugar de cada solução fica só este lembrete: os None do enunciado estão logo acima dele.
c.ClearSolutions.code_stub = {"python": "# Seu código entra no lugar dos None acima."}
c.ClearSolutions.text_stub = "*Apague esta linha e escreva aqui a sua resposta.*"

# Segundos por célula; a mais lenta que não é de demonstração leva cerca de um.
c.Execute.timeout = 20

# Histórico só na memória (o padrão do nbgrader), e o núcleo só avisa de erros.
c.Execute.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=40"]

# Célula de verificação sem saída (pulada por uma etiqueta do aluno, ou calada por ele) vale a
# nota cheia para o nbgrader; aqui, zero. O passo vem logo depois de executar.
c.Autograde.autograde_preprocessors.insert(1, "gabarito.nbgrader_plugin.SilenceIsAnError")
