"""The base classes: transports say that they are not implemented, protocols do nothing."""

import asyncio


def attempt(name, call):
    try:
        print(name, call())
    except NotImplementedError:
        print(name, "NotImplementedError")


base = asyncio.BaseTransport({"known": 1})
print(base.get_extra_info("known"), base.get_extra_info("unknown"), base.get_extra_info("unknown", "x"))
attempt("is_closing", base.is_closing)
attempt("close", base.close)
attempt("set_protocol", lambda: base.set_protocol(asyncio.BaseProtocol()))
attempt("get_protocol", base.get_protocol)
transport = asyncio.Transport()
attempt("is_reading", transport.is_reading)
attempt("pause_reading", transport.pause_reading)
attempt("resume_reading", transport.resume_reading)
attempt("set_write_buffer_limits", transport.set_write_buffer_limits)
attempt("get_write_buffer_size", transport.get_write_buffer_size)
attempt("get_write_buffer_limits", transport.get_write_buffer_limits)
attempt("write", lambda: transport.write(b"data"))
attempt("write_eof", transport.write_eof)
attempt("can_write_eof", transport.can_write_eof)
attempt("abort", transport.abort)
print(isinstance(transport, asyncio.ReadTransport), isinstance(transport, asyncio.WriteTransport))
datagrams = asyncio.DatagramTransport()
attempt("sendto", lambda: datagrams.sendto(b"data"))
attempt("abort", datagrams.abort)
process = asyncio.SubprocessTransport()
for name in ("get_pid", "get_returncode", "terminate", "kill"):
    attempt(name, getattr(process, name))
attempt("get_pipe_transport", lambda: process.get_pipe_transport(1))
attempt("send_signal", lambda: process.send_signal(1))


class Joined(asyncio.WriteTransport):
    def write(self, data):
        print("write", data)


Joined().writelines([b"a", bytearray(b"b"), b"c"])
protocol = asyncio.Protocol()
print(protocol.connection_made(transport), protocol.data_received(b""), protocol.eof_received())
print(protocol.pause_writing(), protocol.resume_writing(), protocol.connection_lost(None))
print(issubclass(asyncio.BufferedProtocol, asyncio.BaseProtocol), issubclass(asyncio.BufferedProtocol, asyncio.Protocol))
