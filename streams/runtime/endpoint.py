"""Where do Prometheus and the probes of an orchestrator ask?"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from streams.kernel.errors import UserError
from streams.runtime.watch import Watch

_TEXT = "text/plain; charset=utf-8"


class _Answer(NamedTuple):
    """What a path answers."""

    status: int
    body: bytes
    content_type: str = _TEXT


class Endpoint(ThreadingHTTPServer):
    """Serves /metrics, /livez and /readyz from a thread of its own, so that it answers while the loop folds."""

    daemon_threads = True

    def __init__(self, host: str, port: int, registry: CollectorRegistry, watch: Watch) -> None:
        self.registry = registry
        self.watch = watch
        try:
            super().__init__((host, port), _Handler)
        except OSError as fault:
            raise UserError(
                f"The metrics cannot be served on {host}:{port}: {fault.strerror}. Choose a free port with "
                "--metrics-port, or 0 for none. Nothing was started."
            ) from fault

    def start(self) -> None:
        """Serve until the process ends."""
        threading.Thread(target=self.serve_forever, name="metrics", daemon=True).start()

    def answer(self, path: str) -> _Answer:
        """What a path answers now."""
        if path == "/metrics":
            return _Answer(200, generate_latest(self.registry), CONTENT_TYPE_LATEST)
        if path == "/livez":
            stalled = self.watch.stalled()
            return _Answer(503, "\n".join([*stalled, ""]).encode()) if stalled else _Answer(200, b"alive\n")
        if path == "/readyz":
            ready = self.watch.is_ready
            return _Answer(200, b"ready\n") if ready else _Answer(503, b"partitions are not recovered yet\n")
        return _Answer(404, b"ask for /metrics, /livez or /readyz\n")


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_GET(self) -> None:
        answer = self.server.answer(self.path.split("?")[0])
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a probe every few seconds is not news."""
