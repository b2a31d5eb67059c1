"""``gabarito`` and ``python -m gabarito``: what must hold before anything else is imported."""

import sys

from gabarito.sandbox import trusted_path

trusted_path.secure()

from gabarito.cli import interruption  # noqa: E402  (from the folders that are left)


def _is_helper() -> bool:
    """Whether multiprocessing imports this in a helper, which ends without a word."""
    process = sys.modules.get("multiprocessing.process")
    return process is not None and hasattr(process.current_process(), "_inheriting")


if not _is_helper():
    interruption.leave_at_once()


def main() -> None:
    """Run the command line."""
    from gabarito.cli import commands

    commands.main()


if __name__ == "__main__":
    main()
