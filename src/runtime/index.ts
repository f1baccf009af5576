/**
 * asyncio for TypeScript: the public names, flat, as in `import * as asyncio from "loopscope"`.
 */

// Before everything else, in this order: it is where the runtime begins.
import "./own_script.js";
import { installAgent } from "./agent/index.js";
import { placeHere } from "./own_script.js";

export { AbstractServer } from "./abstract_server.js";
export { AsyncGeneratorType, asyncGenerator, type Item } from "./async_generators.js";
export { futureAddToAwaitedBy, futureDiscardFromAwaitedBy } from "./awaited_by.js";
export { BaseEventLoop } from "./base_events.js";
export type { BytesLike } from "./bytes.js";
export {
  type AsyncContextManager,
  type AsyncIterableLike,
  type AsyncIteratorLike,
  asyncFor,
  asyncWith,
  type Block,
  BREAK,
  StopAsyncIteration,
} from "./contextmanagers.js";
export { Context, ContextVar, copyContext, Token } from "./contextvars.js";
export {
  type Awaitable,
  type Coroutine,
  type CoroutineFunction,
  coroutine,
  isCoroutine,
  isCoroutineFunction,
  type Result,
  type Suspension,
} from "./coroutines.js";
export { createTask, runCoroutineThreadsafe } from "./create_task.js";
export { createEagerTaskFactory, eagerTaskFactory } from "./eager_tasks.js";
export { ensureFuture } from "./ensure_future.js";
export {
  type AbstractEventLoop,
  type CreateTaskOptions,
  type ExceptionContext,
  type ExceptionHandler,
  getEventLoop,
  getRunningLoop,
  Handle,
  setEventLoop,
  type TaskFactory,
  TimerHandle,
} from "./events.js";
export * from "./exceptions.js";
export type { Executor, Submission } from "./executor.js";
export type { Frame, FrameKind } from "./frames.js";
export { Future, isFuture } from "./futures.js";
export {
  type CallGraphOptions,
  captureCallGraph,
  FrameCallGraphEntry,
  FutureCallGraph,
  formatCallGraph,
  type PrintCallGraphOptions,
  printCallGraph,
  type TextFile,
} from "./graph.js";
export type { Signal } from "./host_signals.js";
export {
  Barrier,
  BoundedSemaphore,
  Condition,
  Event,
  Lock,
  type LockLike,
  type ResourceOptions,
  Semaphore,
} from "./locks.js";
export { type Logger, setLogger } from "./log.js";
export type { AcceptedSocketOptions } from "./network_methods.js";
export { type EventSource, type FromEventsOptions, fromEvent, fromEvents } from "./node_events.js";
export { fromReadable, fromWritable } from "./node_streams.js";
export type { Compare, Ordered } from "./priority.js";
export {
  abortSignal,
  cancelOnAbort,
  fromPromise,
  type ToPromiseOptions,
  toPromise,
  type WrapPromiseOptions,
  wrapPromise,
} from "./promises.js";
export {
  BaseProtocol,
  BufferedProtocol,
  DatagramProtocol,
  Protocol,
  SubprocessProtocol,
} from "./protocols.js";
export {
  LifoQueue,
  PriorityQueue,
  type PriorityQueueOptions,
  Queue,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
} from "./queues.js";
export { Runner, type RunnerOptions, run } from "./runners.js";
export { sleep } from "./sleep.js";
export { StreamReader, type StreamReaderOptions } from "./streams.js";
export {
  openConnection,
  openUnixConnection,
  type StreamLimit,
  startServer,
  startUnixServer,
} from "./streams_open.js";
export { type ClientConnected, StreamReaderProtocol } from "./streams_protocol.js";
export { StreamWriter } from "./streams_writer.js";
export * as subprocess from "./subprocess.js";
export {
  createSubprocessExec,
  createSubprocessShell,
  type ProcessWith,
  type SubprocessOptions,
} from "./subprocess.js";
export type { PrintStackOptions, StackOptions } from "./task_stack.js";
export { TaskGroup } from "./taskgroups.js";
export { allTasks, currentTask, Task } from "./tasks.js";
export { AsCompleted, asCompleted } from "./tasks_as_completed.js";
export { gather } from "./tasks_gather.js";
export { shield } from "./tasks_shield.js";
export {
  ALL_COMPLETED,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  type ReturnWhen,
  type WaitOptions,
  wait,
} from "./tasks_wait.js";
export { waitFor } from "./tasks_wait_for.js";
export { toThread } from "./threads.js";
export { ThreadPoolExecutor, type ThreadPoolExecutorOptions } from "./threads_pool.js";
export { type ThreadCall, threadsafe } from "./threads_targets.js";
export { Timeout, timeout, timeoutAt } from "./timeouts.js";
export {
  BaseTransport,
  DatagramTransport,
  type ExtraInfo,
  ReadTransport,
  SubprocessTransport,
  Transport,
  WriteTransport,
} from "./transports.js";
export {
  type Family,
  type InternetAddress,
  type SocketAddress,
  TransportSocket,
} from "./transports_address.js";
export type { ConnectOptions, UnixConnectOptions } from "./transports_connect.js";
export type { DatagramAddress, DatagramEndpointOptions } from "./transports_datagram_open.js";
export type { CreateServerOptions, CreateUnixServerOptions } from "./transports_listen.js";
export type { ReadPipe, WritePipe } from "./transports_pipes.js";
export type { AddressEntry, ResolveOptions } from "./transports_resolver.js";
export type { SendfileOptions, SentFile } from "./transports_sendfile.js";
export { Server } from "./transports_server.js";
export type { StartTlsOptions, TlsClientOptions, TlsContext, TlsTimeouts } from "./transports_tls.js";
export { EventLoop, newEventLoop } from "./unix_events.js";

installAgent(placeHere());
