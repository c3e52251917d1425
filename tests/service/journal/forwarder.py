"""A network between the service and its database that can go wrong: it swallows everything, or loses what the server says last."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Forwarder:
    """Forwards TCP connections to a port of this machine, until it is told otherwise. Connections are never refused."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open = threading.Event()
        self._open.set()
        self._over = False
        self._lost: bytes | None = None
        self.losses = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listening.getsockname()[1])

    def freeze(self) -> None:
        """Swallow nothing, forward nothing, close nothing."""
        self._open.clear()

    def thaw(self) -> None:
        """Forward again, also what has waited."""
        self._open.set()

    def lose_the_answer_to(self, asked: bytes) -> None:
        """Once: the statement that holds `asked` reaches the server, its answer does not come back, and the connection breaks."""
        self._lost = asked

    def close(self) -> None:
        """End."""
        self._over = True
        self._open.set()
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        self._open.wait()
        with near, socket.create_connection(("127.0.0.1", self._to)) as far:
            breaks = threading.Event()
            back = threading.Thread(target=self._pass_on, args=(far, near, breaks, False), daemon=True)
            back.start()
            self._pass_on(near, far, breaks, True)
            back.join()

    def _pass_on(self, source: socket.socket, target: socket.socket, breaks: threading.Event, asking: bool) -> None:
        with suppress(OSError):
            while (data := source.recv(65_536)) and not self._over:
                self._open.wait()
                if asking and self._lost is not None and self._lost in data:
                    self._lost = None
                    breaks.set()
                elif not asking and breaks.is_set():
                    self.losses += 1
                    break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def forwarder(port: int) -> Iterator[Forwarder]:
    """A forwarder, gone afterwards."""
    found = Forwarder(port)
    try:
        yield found
    finally:
        found.close()
