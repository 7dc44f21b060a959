"""Four vaults that send each other dossiers, with everything that can go wrong between them."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from network import Network
from network_model import make_network

# What must have happened in the short run, or it shows less than it seems to.
REACHED = {
    "received new",
    "received newer",
    "received fills",
    "received forked",
    "received cover-return",
    "closed by handover",
    "told toestemming-ingetrokken",
    "told gecorrigeerd",
    "answered",
    "erased",
    "restricted",
    "crash",
    "rollback",
}


@pytest.fixture
def network(tmp_path: Path) -> type[Network]:
    folder = tmp_path / "template"
    make_network(folder)
    return type("Played", (Network,), {"template": folder, "seen": Counter()})


def play(network: type[Network], seed_: int, games: int, steps: int) -> None:
    seed(seed_)(network)
    run_state_machine_as_test(
        network,
        settings=settings(
            max_examples=games,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        ),
    )


@pytest.mark.no_cover  # long; every line has a test of its own
def test_nothing_is_lost_and_nothing_goes_where_it_may_not(network: type[Network]) -> None:
    for round_ in (4, 0, 2, 1, 3, *range(5, 16)):  # a few do; another program plays other games
        play(network, round_, 2, 20)
        if network.seen.keys() >= REACHED:
            break
    assert network.seen.keys() >= REACHED, REACHED - network.seen.keys()


@pytest.mark.soak
def test_the_same_for_a_long_time(network: type[Network]) -> None:
    play(network, int(os.environ.get("NETWORK_SEED", "1")), 300, 60)
