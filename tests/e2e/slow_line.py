"""A line to the server on which everything takes a while, each part its own: what hurries too much shows there.

`STAGELINE_TEST_LAG=0.4 bin/test tests/e2e` delays every part, there and back, by up to 0.4 seconds by chance.
"""

import asyncio
import os
import random
import subprocess
import sys
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

LAG = float(os.environ.get("STAGELINE_TEST_LAG", "0"))


@contextmanager
def over_a_slow_line(address: str) -> Iterator[str]:
    """Another address of the same server; the same where no lag is asked for."""
    if not LAG:
        yield address
        return
    here = urlsplit(address)
    line = subprocess.Popen([sys.executable, "-m", __name__, str(here.port)], stdout=subprocess.PIPE, text=True)
    assert line.stdout is not None
    try:
        yield f"http://{here.hostname}:{line.stdout.readline().strip()}"
    finally:
        line.terminate()
        line.wait(30)
        line.stdout.close()


async def carry_parts(reader: StreamReader, writer: StreamWriter, chance: random.Random) -> None:
    with suppress(ConnectionError):
        while part := await reader.read(65_536):
            await asyncio.sleep(chance.uniform(0, LAG))
            writer.write(part)
            await writer.drain()
    writer.close()


async def carry(port: int) -> None:
    chance = random.Random()  # noqa: S311 - no secret

    async def connect(reader: StreamReader, writer: StreamWriter) -> None:
        to_read, to_write = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(carry_parts(reader, to_write, chance), carry_parts(to_read, writer, chance))

    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - who started it reads it
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(carry(int(sys.argv[1])))
