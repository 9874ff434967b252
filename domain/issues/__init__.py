"""Issues: what residents say is wrong, who answers, and what became of it."""
