"""Surveys: answering them, and looking after them."""
