"""With the network cut, an installed Gakju works: it does not so much as try to reach anyone."""

from __future__ import annotations

import json
import os
import subprocess
import sys

CUT = """
import socket, sys

def cut(*values, **options):
    print("REACHED FOR", values, file=sys.stderr)
    raise OSError("the network is cut")

socket.socket.connect = socket.socket.connect_ex = socket.create_connection = cut
socket.getaddrinfo = socket.gethostbyname = cut

from assistant.cli import main
main(sys.argv[1:])
"""


def test_an_answer_needs_no_network(read_home, tmp_path):
    """The model is unpacked anew here, so that unpacking is tried without a network too."""
    environment = os.environ | {"GAKJU_CACHE": str(tmp_path / "cache")}
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        environment.pop(name, None)
    words = ["--home", str(read_home), "ask", "현재 5% 달성이 가시권에 있는 나라는?", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", CUT, *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "REACHED FOR" not in done.stderr
    answer = json.loads(done.stdout)
    assert any("폴란드" in citation["quote"] for citation in answer["citations"])
