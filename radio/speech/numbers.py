"""Numbers as Vietnamese words. Digits come in as ASCII text, so that length has no limit and zeros stay."""

from __future__ import annotations

from radio.speech.reading import Reading

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")

# Nobody says a quantity longer than this; longer runs are numbers of something, read digit by digit.
LONGEST_CARDINAL = 27


def digit_by_digit(digits: str) -> str:
    """``0912`` → ``không chín một hai``."""
    return " ".join(DIGITS[int(d)] for d in digits)


def cardinal(digits: str, reading: Reading) -> str:
    """``2023`` → ``hai nghìn không trăm hai mươi ba``. Leading zeros are silent, ``0`` is ``không``.

    More than 27 digits are read one by one.
    """
    digits = digits.lstrip("0") or "0"
    if len(digits) <= 2:
        return _under_hundred(digits, reading)
    if len(digits) > LONGEST_CARDINAL:
        return digit_by_digit(digits)
    words: list[str] = []
    for end in range(len(digits) % 9 or 9, len(digits) + 1, 9):
        chunk = digits[max(0, end - 9) : end]
        words += _under_billion(chunk, reading, inside=bool(words))
        # Every nine digits further left weigh one "tỷ" more, even where this chunk says nothing itself.
        words += [reading.billion] * (bool(chunk.strip("0")) * ((len(digits) - end) // 9))
    return " ".join(words)


def ordinal(digits: str, reading: Reading) -> str:
    """What follows ``thứ``: ``1`` → ``nhất``, ``4`` → ``tư``, else the cardinal."""
    return {"1": "nhất", "4": "tư"}.get(digits.lstrip("0")) or cardinal(digits, reading)


def decimal(whole: str, fraction: str, reading: Reading, point: str = "phẩy") -> str:
    """``98``, ``76`` → ``chín mươi tám phẩy bảy sáu``."""
    return f"{cardinal(whole, reading)} {point} {digit_by_digit(fraction)}"


def year(digits: str, reading: Reading) -> str:
    """A year; two digits stand for the nearest century: ``23`` → 2023, ``75`` → 1975."""
    if len(digits) == 2:
        digits = ("20" if digits < "50" else "19") + digits
    return cardinal(digits, reading)


def _under_billion(digits: str, reading: Reading, inside: bool) -> list[str]:
    words: list[str] = []
    digits = digits.zfill(9)
    for group, scale in ((digits[:3], "triệu"), (digits[3:6], reading.thousand), (digits[6:], "")):
        if group != "000":
            words += _group(group, reading, inside=inside or bool(words))
            words += [scale] if scale else []
    return words


def _group(group: str, reading: Reading, inside: bool) -> list[str]:
    """Three digits; ``inside`` a longer number its zeros are said: ``023`` → không trăm hai mươi ba."""
    hundreds, rest = group[0], group[1:]
    words = [DIGITS[int(hundreds)], "trăm"] if hundreds != "0" or inside else []
    if rest == "00":
        return words
    if rest[0] == "0":
        if not words:
            return [DIGITS[int(rest[1])]]
        last = reading.four if rest[1] == "4" else DIGITS[int(rest[1])]
        return [*words, reading.zero_tens, last]
    return [*words, _under_hundred(rest, reading)]


def _under_hundred(digits: str, reading: Reading) -> str:
    if len(digits) == 1:
        return DIGITS[int(digits)]
    tens, ones = digits[0], digits[1]
    stem = "mười" if tens == "1" else f"{DIGITS[int(tens)]} mươi"
    if ones == "0":
        return stem
    changed = {"5": "lăm"} if tens == "1" else {"1": "mốt", "4": reading.four, "5": "lăm"}
    return f"{stem} {changed.get(ones, DIGITS[int(ones)])}"
