"""How surveys are remembered."""
