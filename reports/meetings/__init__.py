"""What people take away of meetings: a file for the calendar, the register as a table, the table for past events."""
