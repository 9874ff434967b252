"""How long the bot takes to start, and how much memory it has then."""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 3
COMMANDS = (["--help"], ["migrate"], ["check"])


def run() -> list[str]:
    """Measure; a line each."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "DATA_DIR": folder, "BOT_TOKEN": ""}
        for command in COMMANDS:
            took = median(_timed(command, env) for _ in range(ROUNDS))
            lines.append(f"python -m bot {' '.join(command):10} {took:5.2f} s")
    took, memory = _until_it_listens()
    lines.append(f"python -m bot run, until health answers: {took:5.2f} s, {memory:.0f} MB resident")
    return lines


def _timed(command: list[str], env: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bot", *command], env=env, capture_output=True, check=False)  # noqa: S603
    return time.perf_counter() - began


def _until_it_listens() -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ,
            "DATA_DIR": folder,
            "BOT_TOKEN": "1000001:a-token-of-the-right-shape-for-tests",
            "BOT_API_URL": "http://127.0.0.1:9",
            "HTTP_PORT": "0",
        }
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            for line in process.stdout or ():
                if "health and metrics" in line:
                    break
            took = time.perf_counter() - began
            status = Path(f"/proc/{process.pid}/status").read_text()
        finally:
            process.kill()
            process.wait()
    resident = re.search(r"VmRSS:\s+(\d+)", status)
    return took, int(resident[1]) / 1024 if resident else 0.0
