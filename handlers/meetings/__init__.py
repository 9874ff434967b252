"""Meetings and events: what comes, holding one, being there, looking back."""
