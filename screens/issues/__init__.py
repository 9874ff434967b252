"""What people see of issues."""
