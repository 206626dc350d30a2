"""A mission group, with submissions open."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.db import commit
from app.missions.models import MissionGroup
from tests.support import make


@pytest.fixture
def group(app: Flask) -> MissionGroup:
    """The digital society, in which submissions are open, as everywhere."""
    group = make.mission_group()
    make.stages_open()
    commit()
    return group
