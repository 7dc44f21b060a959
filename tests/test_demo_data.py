"""The demonstration caseload: complete, valid, adding up, and playable by the rules of consent."""

from __future__ import annotations

import inspect
import json
import tomllib
import uuid
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from eportfolio import records
from eportfolio.errors import ErrorWithFacts as _Unused  # noqa: F401
