"""What the Python half of a case shares with its TypeScript half: harness.ts says the same."""


import os
import re


class Boom(Exception):
    """The error that cases raise on purpose."""


def show(error):
    """`TypeName: message`, or the name alone when there is no message; groups show what is inside."""
    if error is None:
        return "None"
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    if isinstance(error, BaseExceptionGroup):
        text += f" [{', '.join(map(show, error.exceptions))}]"
    return text


def tls_contexts():
    """For a server, and for a client that trusts it; `record.ts` makes the certificate, for `localhost` and 127.0.0.1."""
    import ssl  # WebAssembly has none

    certificate = os.environ["CONFORMANCE_CERTIFICATE"]
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    client = ssl.create_default_context(cafile=certificate)
    return server, client


def graph_lines(text):
    """A call graph, line by line, without places and identities, and names without where they are defined."""
    text = re.sub(r"File '[^']*', line \d+, in", "in", text)
    text = re.sub(r",? ?id=0x[0-9a-f]+", "", text)
    return re.sub(r"[\w.<>]*\.(\w+\(\)\n)", r"\1", text.rstrip() + "\n").splitlines()
