"""Meetings and events: what comes, beginning one, being there, looking back."""
