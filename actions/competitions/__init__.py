"""The business competition."""
