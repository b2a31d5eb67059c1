"""What runs inside the sandbox, beside student code: nothing here may hold a secret.

The package imports neither the rest of gabarito nor a lab's checks: the sandbox sees this
folder alone. The trusted side imports :mod:`frames`, :mod:`protocol` and :mod:`values`: both ends
speak the same language.
"""
