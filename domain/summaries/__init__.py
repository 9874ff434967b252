"""The figures of a survey: counted once, hidden once, and read by every screen and file as the same value."""
