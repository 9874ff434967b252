"""Telegram on this machine: a strict Bot API server on loopback with a chat page, for people, tests and load."""
