"""Surveys: what is asked, how it is answered, and what it costs to leave out."""
