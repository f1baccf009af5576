/**
 * When to hold a writing protocol up: the water marks of a transport's buffer.
 *
 * Source: CPython `Lib/asyncio/transports.py`, `_FlowControlMixin`.
 */
import type { BaseEventLoop } from "./base_events.js";
import { ValueError } from "./exceptions.js";
import type { BaseProtocol } from "./protocols.js";
import type { BaseTransport } from "./transports.js";

/** The high-water mark by default, in bytes; the low one is a quarter of it. CPython's. */
const HIGH_WATER = 64 * 1024;

/** The transport that the marks belong to. */
interface Buffering extends BaseTransport {
  getWriteBufferSize(): number;
  getProtocol(): BaseProtocol;
}

/** @internal Calls the protocol's `pauseWriting` and `resumeWriting`. */
export class WriteFlow {
  /** Whether the protocol is held up. */
  paused = false;
  high: number;
  low: number;
  readonly #loop: BaseEventLoop;
  readonly #transport: Buffering;
  readonly #defaultHigh: number;

  constructor(loop: BaseEventLoop, transport: Buffering, defaultHigh = HIGH_WATER) {
    this.#loop = loop;
    this.#transport = transport;
    this.#defaultHigh = defaultHigh;
    this.high = defaultHigh;
    this.low = Math.floor(defaultHigh / 4);
  }

  /** @throws {ValueError} unless high ≥ low ≥ 0. */
  setLimits(high: number | null, low: number | null): void {
    const upper = high ?? (low === null ? this.#defaultHigh : 4 * low);
    const lower = low ?? Math.floor(upper / 4);
    if (!(upper >= lower && lower >= 0)) {
      throw new ValueError(`high (${upper}) must be >= low (${lower}) must be >= 0`);
    }
    this.high = upper;
    this.low = lower;
    this.maybePause();
  }

  /** The buffer may have grown. */
  maybePause(): void {
    if (this.paused || this.#transport.getWriteBufferSize() <= this.high) return;
    this.paused = true;
    this.#tell("pause_writing", (protocol) => protocol.pauseWriting());
  }

  /** The buffer may have shrunk. */
  maybeResume(): void {
    if (!this.paused || this.#transport.getWriteBufferSize() > this.low) return;
    this.paused = false;
    this.#tell("resume_writing", (protocol) => protocol.resumeWriting());
  }

  #tell(method: string, call: (protocol: BaseProtocol) => void): void {
    const protocol = this.#transport.getProtocol();
    try {
      call(protocol);
    } catch (exception) {
      this.#loop.callExceptionHandler({
        message: `protocol.${method}() failed`,
        exception,
        transport: this.#transport,
        protocol,
      });
    }
  }
}
