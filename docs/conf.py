"""O guia como um site: sphinx-build docs site."""

project = "Gabarito"
language = "pt_BR"
extensions = ["myst_parser"]
myst_heading_anchors = 3
myst_enable_extensions = ["dollarmath"]
html_title = "O guia do Gabarito"
html_theme = "alabaster"
html_show_sourcelink = False
html_show_copyright = False
