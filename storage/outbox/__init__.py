"""How notices and their deliveries are remembered."""
