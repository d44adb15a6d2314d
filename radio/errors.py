"""What can go wrong, said so that a producer can act on it.

::

    RadioError              subject, problem, remedy; one line on stderr; the process ends with its exit code
    ├── ArticleError   (3)  the article cannot be read, or there is nothing in it to say
    │   └── ArticleBusyError (75)  its site does not answer now: try again later
    ├── ClipError      (4)  a recording cannot be decoded, or belongs to nobody
    ├── VoiceError     (5)  a voice is unknown, is not installed, or cannot speak
    │   └── VoiceBusyError (75)  a voice's service does not answer now: try again later
    ├── OutputError    (6)  a result cannot be written
    ├── ConfigError    (7)  a setting is unknown, of the wrong type or out of range
    ├── LockedError    (9)  another run is at work
    └── ClusterError  (75)  the machines that are to make the stories do not answer now

Exit code 8 is an unattended run in which stories failed, 2 a wrong command line, 130 an interruption from the
keyboard, 1 a fault of the program itself.
"""

from __future__ import annotations

from typing import ClassVar


class RadioError(Exception):
    """A problem in a person's terms.

    subject: the offending thing — a file, a setting's key, a voice's name.
    problem: what is wrong with it, in one clause without a full stop.
    remedy: what the reader of the message can do now, in one clause without a full stop.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, subject: object, problem: str, remedy: str) -> None:
        super().__init__(subject, problem, remedy)
        self.subject = str(subject)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        # One line whatever the subject holds: file names come from strangers.
        return " ".join(f"{self.subject}: {self.problem}; {self.remedy}".split())


class ArticleError(RadioError):
    """The article cannot be read, or there is nothing in it to say."""

    exit_code = 3


class ArticleBusyError(ArticleError):
    """The article's site does not answer now; the same call may succeed later (EX_TEMPFAIL)."""

    exit_code = 75


class ClipError(RadioError):
    """A recording cannot be decoded, or belongs to nobody."""

    exit_code = 4


class VoiceError(RadioError):
    """A voice is unknown, is not installed, or cannot speak."""

    exit_code = 5


class VoiceBusyError(VoiceError):
    """A voice's service does not answer now; the same call may succeed later (EX_TEMPFAIL)."""

    exit_code = 75


class OutputError(RadioError):
    """A result cannot be written."""

    exit_code = 6


class ConfigError(RadioError):
    """A setting is unknown, of the wrong type or out of range."""

    exit_code = 7


class LockedError(RadioError):
    """Another run is at work; nothing was done."""

    exit_code = 9


class ClusterError(RadioError):
    """The machines that are to make the stories do not answer now; the same call may succeed later."""

    exit_code = 75
