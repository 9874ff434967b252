"""How issues are remembered."""
