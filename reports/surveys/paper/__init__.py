"""Surveys on paper: forms to print, and the table into which filled ones are keyed."""
