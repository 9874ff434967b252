"""The command line, a file per command: `add` declares it, the function it sets runs it.

Nothing here imports aiogram, or a heavy library, before the command that needs it runs.
"""
