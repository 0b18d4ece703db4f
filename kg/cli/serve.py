"""`kg serve`: the explorer and the SPARQL endpoint, on this machine."""

from __future__ import annotations

import logging
import socket
import sys
from dataclasses import replace
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING

import click

from kg.cli.options import Positive, Whole, settings
from kg.errors import UsageError

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from uvicorn import Server

    from kg.config import Settings
    from kg.web.guard import Rules

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@click.command(epilog="Example: kg serve --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option("--port", type=Whole(0, 65535), default=8642, show_default=True, help="0 takes any that is free.")
@click.option("--public", is_flag=True, help="Allow an address that other machines reach.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Another site that may ask; again for several.")
@click.option("--workers", type=Whole(min=1), help="Processes for SPARQL. Default: KG_ENDPOINT_WORKERS, else 2.")
@click.option(
    "--timeout", type=Positive(), metavar="SECONDS", help="For one SPARQL query. Default: KG_ENDPOINT_TIMEOUT, else 10."
)
@click.option("--rows", type=Whole(min=1), help="In one SPARQL answer. Default: KG_ENDPOINT_ROWS, else 100000.")
@click.option("--log", is_flag=True, help="Write a line for every request to standard error.")
@click.pass_context
def serve(
    ctx: click.Context,
    host: str,
    port: int,
    public: bool,
    cors: tuple[str, ...],
    workers: int | None,
    timeout: float | None,
    rows: int | None,
    log: bool,
) -> None:
    """Start the explorer and the SPARQL endpoint.

    They listen on this machine only, until Ctrl-C. Where KG_TOKEN is set, every request must show it. `kg ingest` may
    run meanwhile: what it reads appears within seconds.
    """
    from kg.web import files
    from kg.web.guard import Rules

    files.check()
    given = {"endpoint_workers": workers, "endpoint_timeout": timeout, "endpoint_rows": rows}
    wanted = replace(settings(ctx), **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    own = _loopback(host)
    if not own and not public:
        raise UsageError(f"Other machines can reach {host}. Say --public where that is wanted, and set KG_TOKEN.")
    app = _site(
        wanted,
        Rules(
            hosts=frozenset((*_LOOPBACK, host.lower())) if own else None,
            origins=frozenset(cors),
            token=wanted.token,
            rate=wanted.request_rate,
        ),
    )
    listening = _listen(host, port)
    if not own:
        guarded = "with the token only" if wanted.token else "and anyone there may read all of it: KG_TOKEN is not set"
        click.echo(f"Warning: other machines can reach this server, {guarded}.", err=True)
    _logging(log)
    address = f"http://{'[' + host + ']' if ':' in host else host}:{listening.getsockname()[1]}/"
    ready = partial(click.echo, f"Serving {wanted.store} at {address} · SPARQL at {address}sparql · Ctrl-C ends it")
    server = _server(app, ready)
    server.run(sockets=[listening])
    if not server.started:
        sys.exit(1)


def _site(wanted: Settings, rules: Rules) -> Starlette:
    """The site over the store of the settings. Raises StoreError where that cannot be opened."""
    from kg.assembly import open_graph
    from kg.ontology import schema
    from kg.web.app import Parts, create_app
    from kg.web.atlas import Atlas
    from kg.web.fleet import Fleet, Limits
    from kg.web.live import Live

    open_graph(settings=wanted).close()
    parts = Parts(
        Live(lambda language: open_graph(settings=wanted, language=language)),
        Fleet(
            wanted.store,
            Limits(
                workers=wanted.endpoint_workers,
                deadline=wanted.endpoint_timeout,
                rows=wanted.endpoint_rows,
                memory=wanted.endpoint_memory * 10**6,
            ),
        ),
        Atlas(wanted.store),
    )
    return create_app(parts, schema.load(), rules)


def _server(app: object, ready: partial[None]) -> Server:
    import uvicorn

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()
                sys.stdout.flush()

    return Announced(
        uvicorn.Config(
            app,  # type: ignore[arg-type]
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=600,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=3,
            h11_max_incomplete_event_size=64 * 1024,
        )
    )


def _loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(512)
    except OSError as error:
        raise UsageError(f"Cannot listen at {host} port {port}: {error.strerror or error}. Choose another.") from None
    return listening


def _logging(requests: bool) -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("kg.access").setLevel(logging.INFO if requests else logging.WARNING)
