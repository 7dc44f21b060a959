"""The demonstration: fictional dossiers, lived through day by day, and their real handovers.

Everything goes through `Workspace`, as a person would do it; only the clock is set. What is told
comes from `resources/demo`; all persons in it are fictional.
"""

from eportfolio.demo.run import Outcome, run

__all__ = ["Outcome", "run"]
