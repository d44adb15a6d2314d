"""Batch: a day's stories, unattended. `decide` says what is to be done, `run` obeys.

`radio.batch.cluster` makes them on other machines; it is loaded on use.
"""

from radio.batch.deciding import Do, Plan, Step, decide
from radio.batch.placing import HIDDEN
from radio.batch.planning import Order
from radio.batch.running import LEDGER, Event, Report, plan, run
from radio.batch.task import Failed, Made, Makers, Setup, Task
from radio.batch.workers import Workers, cores

__all__ = [
    "HIDDEN", "LEDGER",
    "Do", "Event", "Failed", "Made", "Makers", "Order", "Plan", "Report", "Setup", "Step", "Task", "Workers",
    "cores", "decide", "plan", "run",
]  # fmt: skip
