/** pauseWriting comes from inside of write(), once; resumeWriting when the buffer has fallen; their errors are reported. */
import * as asyncio from "../../../../src/runtime/index.js";
import { Boom, b, show, tracer } from "../../harness.js";

const print = tracer(import.meta.url);

class Writing extends asyncio.Protocol {
  readonly resumed = asyncio.getRunningLoop().createFuture<void>();
  readonly #fail: boolean;
  #transport = new asyncio.Transport();
  constructor(fail: boolean) {
    super();
    this.#fail = fail;
  }
  override connectionMade(transport: asyncio.Transport) {
    this.#transport = transport;
    transport.setWriteBufferLimits(0);
  }
  override pauseWriting() {
    print("pause_writing");
    if (this.#fail) throw new Boom("in pause_writing");
  }
  override resumeWriting() {
    print("resume_writing", this.#transport.getWriteBufferSize());
    this.resumed.setResult();
    if (this.#fail) throw new Boom("in resume_writing");
  }
}

function* main() {
  const loop = asyncio.getRunningLoop();
  loop.setExceptionHandler((_loop, context) => {
    print(context.message, show(context.exception), "transport" in context, "protocol" in context);
  });

  function* serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) {
    while ((yield* reader.read(1000000)).length > 0);
    writer.close();
  }

  const server = yield* asyncio.startServer(serve, "127.0.0.1", 0);
  const [host, port] = server.sockets[0]?.getsockname() ?? ["", 0];
  for (const fail of [false, true]) {
    const [transport, protocol] = yield* loop.createConnection(() => new Writing(fail), host, port);
    transport.write(b("fits"));
    print("written a little");
    for (let time = 0; time < 3; time++) transport.write(new Uint8Array(8 * 1024 * 1024));
    print("written a lot");
    yield* protocol.resumed;
    transport.close();
  }
  server.close();
  yield* server.waitClosed();
}

await asyncio.run(main());
