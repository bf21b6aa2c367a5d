"""Finds pages that name a brand without linking to it, and helps to ask politely for the link."""

__version__ = "0.1.0"
