"""A SPARQL endpoint on loopback, over real HTTP, and stores made for it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import uvicorn
from pyoxigraph import RdfFormat, Store
from starlette.applications import Starlette

from kg.store.files import StoreFolder
from kg.web.fleet import Fleet, Limits
from kg.web.sparql import routes


class Server:
    """Where the endpoint is, and the fleet behind it (which lives in another thread)."""

    def __init__(self, base: str, fleet: Fleet) -> None:
        self.base = base
        self.address = base + "/sparql"
        self.fleet = fleet


@contextlib.contextmanager
def serving(store: Path, limits: Limits | None = None) -> Iterator[Server]:
    """Serves the endpoint over a store until left."""
    fleet = Fleet(store, limits)

    @contextlib.asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        async with fleet:
            yield

    config = uvicorn.Config(Starlette(routes=routes(fleet), lifespan=life), port=0, log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Server(f"http://127.0.0.1:{port}", fleet)
    finally:
        server.should_exit = True
        thread.join()


def publish(folder: Path, trig: str) -> None:
    """Adds to a store, made where there is none, and publishes a copy; named graphs too, which `kg` never writes."""
    place = StoreFolder(folder)
    place.create()
    with place.lock():
        store = Store(str(place.live))
        store.load(trig, format=RdfFormat.TRIG)
        store.flush()
        place.publish(lambda target: store.backup(str(target)))
