"""What people see about themselves: registering, and settings."""
