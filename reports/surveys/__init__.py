"""Files of surveys: forms in, forms and results out."""
