"""Announcements: writing one, sending it, seeing what became of it."""

from handlers.announcements import read, sent, write
from handlers.visit import joined

ROUTES = joined(write.ROUTES, sent.ROUTES, read.ROUTES)
