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

# Os passos de sempre, depois de um nosso: uma etiqueta posta pelo aluno na célula de
# verificação faria o nbgrader pulá-la, e célula sem saída vale a nota cheia.
steps = ("ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells")
steps += ("CheckCellMetadata",)
c.Autograde.sanitize_preprocessors = ["gabarito.nbgrader_plugin.DropTags"]
c.Autograde.sanitize_preprocessors += [f"nbgrader.preprocessors.{step}" for step in steps]
