/** Real asyncio software, as Debian packages it: servers of aiohttp, uvicorn and websockets with clients under load. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { DebugProgram, markedLine, PROGRAMS, programPath } from "../../support/debug-program.js";
import { requiredNewerPython } from "../../support/python.js";

let program: DebugProgram | undefined;

afterEach(async () => {
  await program?.close();
  assert.equal(program?.client.stderr ?? "", "", "the adapter is silent on stderr");
  program = undefined;
});

const SYSTEM = { name: "the system's CPython", python: "/usr/bin/python3" };
const NEWER = { name: "3.14", python: requiredNewerPython() };

describe("an aiohttp server under load", () => {
  const places = [SYSTEM, NEWER].flatMap((one) => ["asyncio", "uvloop"].map((loop) => ({ ...one, loop })));
  for (const { loop, name, python } of places) {
    it(`shows its stuck handler and who waits behind it, on ${loop} of ${name}`, async () => {
      program = await DebugProgram.launch("python/web_server.py", {
        launch: { python, noDebug: true, args: [loop] },
      });
      const { client, file } = program;
      await client.until("the server", () => client.output("stdout").includes(`serving ${loop}`));
      const waiting = async (kind: string) =>
        (await program!.tasks()).tasks.find(
          ({ coroutine, awaiting }) => coroutine === "_handle_request" && awaiting?.kind === kind,
        );
      const stuck = await client.poll(
        "the stuck handler",
        () => waiting("event"),
        (task) => task !== undefined,
      );
      const behind = await client.poll(
        "the next one",
        () => waiting("semaphore"),
        (task) => task !== undefined,
      );
      const { resources, byName } = await program.tasks();
      const pool = resources.find(({ id }) => id === behind!.awaiting?.resourceId);
      assert.deepEqual([pool?.holders, pool?.waiters], [[stuck!.id], [behind!.id]]);
      const { stack } = await client.request("asyncioInspect", { taskId: stuck!.id });
      assert.ok(
        stack.some(({ source, line }) => source?.path === file && line === markedLine(file, "stuck")),
        "the handler's own line",
      );
      assert.equal([...byName.keys()].filter((name) => name.startsWith("client-")).length, 20);
      const { findings } = await client.request("asyncioDiagnose");
      assert.deepEqual(
        findings.filter(({ kind }) => kind === "deadlock" || kind === "blocked-loop"),
        [],
      );
      assert.deepEqual(await client.request("asyncioCancel", { taskId: stuck!.id }), { requested: 1 });
      const next = async () => (await program!.findTask(behind!.name))?.awaiting?.kind;
      await client.poll("its successor", next, (kind) => kind === "event");
    });
  }
});

describe("an application that uvicorn serves", () => {
  for (const loop of ["asyncio", "uvloop"]) {
    it(`is run as a module, and shows the request that keeps the pool, on ${loop}`, async () => {
      const file = programPath("python/asgi_app.py");
      program = await DebugProgram.launch("python/asgi_app.py", {
        launch: {
          program: undefined,
          module: "uvicorn",
          args: ["asgi_app:app", "--port", "0", "--loop", loop],
          cwd: `${PROGRAMS}/python`,
          python: "/usr/bin/python3",
          noDebug: true,
        },
      });
      const { client } = program;
      const said = () => `${client.output("stdout")}${client.output("stderr")}`;
      await client.until("the server", () => /running on (http:\S+)/.test(said()));
      const [, address] = /running on (http:\S+)/.exec(said()) ?? [];
      const leaving = new AbortController();
      const visit = (path: string) => fetch(`${address}${path}`, { signal: leaving.signal });
      const load = Promise.all(Array.from({ length: 40 }, (_, number) => visit(`/${number}`)));
      const kept = [visit("/stuck"), visit("/stuck")].map((visiting) => visiting.catch(() => undefined));
      assert.ok((await load).every(({ ok }) => ok));
      const waiting = (kind: string) =>
        client.poll(
          `a request that awaits a ${kind}`,
          async () =>
            (await program!.tasks()).tasks.find(
              ({ coroutine, awaiting }) => /run_asgi/.test(coroutine) && awaiting?.kind === kind,
            ),
          (task) => task !== undefined,
        );
      const stuck = await waiting("future");
      const behind = await waiting("semaphore");
      const { resources } = await program.tasks();
      const pool = resources.find(({ id }) => id === behind!.awaiting?.resourceId);
      assert.deepEqual([pool?.label, pool?.holders, pool?.waiters], ["POOL", [stuck!.id], [behind!.id]]);
      const { stack } = await client.request("asyncioInspect", { taskId: stuck!.id });
      assert.ok(
        stack.some(({ source, line }) => source?.path === file && line === markedLine(file, "stuck")),
      );
      leaving.abort();
      await Promise.all(kept);
    });
  }
});

describe("a chat on websockets", () => {
  for (const loop of ["asyncio", "uvloop"]) {
    it(`shows who waits for the slow reader's full queue, and where that reader is, on ${loop}`, async () => {
      program = await DebugProgram.launch("python/chat_room.py", {
        launch: { python: "/usr/bin/python3", noDebug: true, args: [loop] },
      });
      const { client, file } = program;
      const seen = await client.poll(
        "everybody's message to wait for the slow reader",
        async () => {
          const { tasks, resources } = await program!.tasks();
          return {
            resources,
            tasks,
            puts: tasks.filter(({ awaiting }) => awaiting?.kind === "queue.put"),
            slow: tasks.find(({ name, awaiting }) => name === "writer" && awaiting?.kind === "future"),
          };
        },
        ({ puts: waiting, slow: reader }) => waiting.length === 8 && reader !== undefined,
      );
      const { tasks, resources, puts, slow } = seen;
      const queues = new Set(puts.map(({ awaiting }) => awaiting?.resourceId));
      assert.equal(queues.size, 1, "they all wait for one queue");
      const queue = resources.find(({ id }) => queues.has(id));
      assert.deepEqual([queue?.kind, queue?.waiters.length], ["queue", 8]);
      const { stack } = await client.request("asyncioInspect", { taskId: puts[0]!.id });
      assert.ok(stack.some(({ source, line }) => source?.path === file && line === markedLine(file, "put")));
      const at = await client.request("asyncioInspect", { taskId: slow!.id });
      assert.equal(at.stack[0]?.line, markedLine(file, "silence"));
      assert.equal(tasks.filter(({ name }) => name.startsWith("guest-")).length, 8);
    });
  }
});
