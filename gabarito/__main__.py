"""``gabarito`` and ``python -m gabarito``: what must hold before anything else is imported."""

from gabarito.sandbox import trusted_path

trusted_path.secure()

from gabarito.cli import interruption  # noqa: E402  (from the folders that are left)

interruption.leave_at_once()


def main() -> None:
    """Run the command line."""
    from gabarito.cli import commands

    commands.main()


if __name__ == "__main__":
    main()
