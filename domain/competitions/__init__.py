"""The competition of business projects."""
