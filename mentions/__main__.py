"""`python -m mentions`, the same as the command `mentions`."""

from mentions.cli import main

main(prog_name="mentions")
