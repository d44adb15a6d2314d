"""Broadcast Wave: what stands in a WAV beside its sound, so that a playout system knows what it plays.

Chunks in front of the sound, which are as long whatever they say: ``bext`` and ``cart``, all ASCII. Behind it
the full text: ``LIST INFO`` and ``iXML``, and the segments as markers.
"""

from radio.bwf.bext import BEXT_BYTES, bext
from radio.bwf.cart import CART_BYTES, cart
from radio.bwf.chunks import chunk
from radio.bwf.markers import markers
from radio.bwf.texts import info, ixml

FRONT_BYTES = BEXT_BYTES + CART_BYTES

__all__ = ["FRONT_BYTES", "bext", "cart", "chunk", "info", "ixml", "markers"]
