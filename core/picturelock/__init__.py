"""Picturelock: from picture lock to delivery, without leaving the edit."""

__version__ = "0.1.0"
