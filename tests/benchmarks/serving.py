"""`python -m benchmarks.serving --archive FOLDER --port N`: the pages of an archive over http, as cheaply as can be.

Every answer is made before the first request, so that the server is not what a crawl waits for.
"""

import argparse
import asyncio
import sys
from pathlib import Path

from benchmarks.webs import archived

NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"


async def main() -> None:
    """Serve until killed."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--archive", type=Path, required=True)
    ask.add_argument("--port", type=int, required=True)
    ask.add_argument("--ca", help="not needed: there is no https")
    said = ask.parse_args()
    answers = {one.url.encode(): _answer(one.body) for one in archived(said.archive)}

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                _, url, _ = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)
                writer.write(answers.get(url, NOT_FOUND))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", said.port)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    async with server:
        await server.serve_forever()


def _answer(body: bytes) -> bytes:
    kind = b"text/html" if b"charset" in body[:4096].lower() else b"text/html; charset=utf-8"
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (kind, len(body))
    return head + body


if __name__ == "__main__":
    asyncio.run(main())
