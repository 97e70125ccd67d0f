"""What was seen of one thing, and what to do about it."""

from typing import Literal

import msgspec

State = Literal["fine", "note", "warning", "error"]


class Condition(msgspec.Struct, frozen=True):
    """One thing that was looked at: its name, how it stands, what was seen, and what to do where something is to be done."""

    name: str
    state: State
    said: str
    todo: str = ""
