"""Reading: a station's own habits where two readings are right."""

from __future__ import annotations

from dataclasses import dataclass, fields

from radio.errors import ConfigError

# What a station may choose; the first is the house's choice.
CHOICES: dict[str, tuple[str, ...]] = {
    "thousand": ("nghìn", "ngàn"),
    "zero_tens": ("linh", "lẻ"),
    "four": ("tư", "bốn"),
    "billion": ("tỷ", "tỉ"),
    "to": ("đến", "tới"),
    "early_day": ("", "mùng", "mồng"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One style a station. Raises ConfigError, naming the setting, on a word that is not a choice."""

    thousand: str = "nghìn"  # 1.000: một nghìn, một ngàn
    zero_tens: str = "linh"  # 105: một trăm linh năm, một trăm lẻ năm
    four: str = "tư"  # 24: hai mươi tư, hai mươi bốn
    billion: str = "tỷ"  # 1.000.000.000: một tỷ, một tỉ
    to: str = "đến"  # 5-7: năm đến bảy, năm tới bảy
    early_day: str = ""  # 2/9: ngày hai, ngày mùng hai, ngày mồng hai; for days 1 to 10

    def __post_init__(self) -> None:
        for field in fields(self):
            value, choices = getattr(self, field.name), CHOICES[field.name]
            if value not in choices:
                known = ", ".join(repr(c) for c in choices)
                raise ConfigError(field.name, f"{value!r} is no reading of it", f"choose one of {known}")


HOUSE = Reading()
