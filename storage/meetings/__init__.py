"""How meetings and events are remembered."""
