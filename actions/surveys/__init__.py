"""What is done with surveys."""
