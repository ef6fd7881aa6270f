"""Topics are made again from the stores only while nobody reads them."""

from pathlib import Path

import pytest

from deploy import republishing
from deploy.embedded.files import ServerTrouble


async def test_topics_of_a_stack_that_runs_are_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(republishing, "running", lambda folder: (folder, None))
    with pytest.raises(ServerTrouble, match="stop it first"):
        await republishing.topics_again(tmp_path)
