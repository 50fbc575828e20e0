"""What ends a command early, as one sentence for its user."""

from __future__ import annotations

import click


class Problem(click.ClickException):
    """Something the user must look at: exit code 1, the sentence on the last line of stderr."""

    exit_code = 1
