"""Sending what the outbox holds: paced, fair, recorded in groups."""
