"""What people do about themselves: registering, and settings."""
