"""``python -m gabarito``."""

from gabarito.cli.commands import main

main()
