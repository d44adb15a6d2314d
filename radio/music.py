"""Music: which pieces a station plays, when and how loud."""

from __future__ import annotations

from dataclasses import dataclass

STING_AT = ("cues", "paragraphs")
PIECES = ("signature", "sting", "bed", "close")  # the keys that name a file


@dataclass(frozen=True, slots=True)
class Music:
    """A station's music; "" for a piece that it has not. A file may have a span: "nhac.mp3@0-12"."""

    signature: str = ""  # at the top
    sting: str = ""  # short, between parts
    sting_at: str = "cues"  # where the sting is heard, one of STING_AT; at a script's cues always
    bed: str = ""  # under the presenters
    close: str = ""  # at the end; "" for the bed, coming up
    level_lu: float = 0.0  # of signature, sting and close, against speech
    bed_lu: float = -12.0  # of the bed where nobody speaks, against speech
    duck_db: float = 8.0  # so much further down it goes under speech
    attack_ms: int = 200  # it takes to go down, before the first word
    release_ms: int = 700  # it takes to come up, after the last
    fade_ms: int = 800  # the bed takes to come and go; and a piece that is cut takes to end
    close_ms: int = 8000  # that the close is heard at most
    fade_out_ms: int = 3000  # of them, in which it fades out
    bed_under_clips: bool = False  # whether the bed lies under recordings and quotations, too

    @property
    def under_speech_lu(self) -> float:
        """The bed's level under speech, against speech."""
        return self.bed_lu - self.duck_db
