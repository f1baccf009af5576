/** The base classes: transports say that they are not implemented, protocols do nothing. */
import * as asyncio from "../../../../src/runtime/index.js";
import { b, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

function attempt(name: string, call: () => unknown) {
  try {
    print(name, call());
  } catch (error) {
    if (error instanceof asyncio.NotImplementedError) print(name, "NotImplementedError");
  }
}

const base = new asyncio.BaseTransport({ known: 1 });
print(base.getExtraInfo("known"), base.getExtraInfo("unknown"), base.getExtraInfo("unknown", "x"));
attempt("is_closing", () => base.isClosing());
attempt("close", () => base.close());
attempt("set_protocol", () => base.setProtocol(new asyncio.BaseProtocol()));
attempt("get_protocol", () => base.getProtocol());
const transport = new asyncio.Transport();
attempt("is_reading", () => transport.isReading());
attempt("pause_reading", () => transport.pauseReading());
attempt("resume_reading", () => transport.resumeReading());
attempt("set_write_buffer_limits", () => transport.setWriteBufferLimits());
attempt("get_write_buffer_size", () => transport.getWriteBufferSize());
attempt("get_write_buffer_limits", () => transport.getWriteBufferLimits());
attempt("write", () => transport.write(b("data")));
attempt("write_eof", () => transport.writeEof());
attempt("can_write_eof", () => transport.canWriteEof());
attempt("abort", () => transport.abort());
print(transport instanceof asyncio.ReadTransport, transport instanceof asyncio.WriteTransport);
const datagrams = new asyncio.DatagramTransport();
attempt("sendto", () => datagrams.sendto(b("data")));
attempt("abort", () => datagrams.abort());
const process = new asyncio.SubprocessTransport();
attempt("get_pid", () => process.getPid());
attempt("get_returncode", () => process.getReturncode());
attempt("terminate", () => process.terminate());
attempt("kill", () => process.kill());
attempt("get_pipe_transport", () => process.getPipeTransport(1));
attempt("send_signal", () => process.sendSignal(1));

class Joined extends asyncio.WriteTransport {
  override write(data: asyncio.BytesLike) {
    print("write", data);
  }
}

new Joined().writelines([b("a"), Buffer.from("b"), b("c")]);
const protocol = new asyncio.Protocol();
print(protocol.connectionMade(transport), protocol.dataReceived(b("")), protocol.eofReceived());
print(protocol.pauseWriting(), protocol.resumeWriting(), protocol.connectionLost(null));
print(
  asyncio.BufferedProtocol.prototype instanceof asyncio.BaseProtocol,
  asyncio.BufferedProtocol.prototype instanceof asyncio.Protocol,
);
