"""What a run of the systems shows at its end: one table of all that were read."""

import pytest
import stories


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if stories.SHOWN:
        terminalreporter.section("systems")
        terminalreporter.write_line("\n".join((stories.HEAD, *stories.SHOWN)))
