"""The podcast feed: RSS 2.0 from what the sidecars say. Pure: no disk, no network, no clock.

PSP-1 (https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification), the ``itunes`` elements,
and Podcasting 2.0 (https://github.com/Podcastindex-org/podcast-namespace).
"""

from __future__ import annotations

from radio.feed.channel import Channel, channel_of, guid_of
from radio.feed.check import Complaint, Told, complaints, told_by
from radio.feed.item import Item, Sound, Transcript, item_of
from radio.feed.pages import Page, pages
from radio.feed.rss import rss

__all__ = [
    "Channel", "Complaint", "Item", "Page", "Sound", "Told", "Transcript",
    "channel_of", "complaints", "guid_of", "item_of", "pages", "rss", "told_by",
]  # fmt: skip
