/** What is compared with what, and the goals. */

/** One program that does the work, in a process of its own. */
export interface Contestant {
  readonly label: string;
  /** `bench/cases/<program>.ts`, bundled with the runtime, or `bench/cases/<program>.py`. */
  readonly program: string;
  /** `uvloop` is Python on that loop. */
  readonly language: "typescript" | "python" | "uvloop";
  readonly args?: readonly string[];
  readonly nodeArgs?: readonly string[];
  /** Bundle the runtime without its agent. */
  readonly withoutAgent?: boolean;
}

/** The first contestant's measure divided by the second's. */
export interface Comparison {
  readonly of: string;
  readonly to: string;
  /** The ratio is to be at most this. */
  readonly goal?: number;
}

/** What a contestant may take at most, in the benchmark's unit. */
export interface Limit {
  readonly of: string;
  readonly goal: number;
}

export interface Benchmark {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly contestants: readonly Contestant[];
  readonly comparisons: readonly Comparison[];
  readonly limits?: readonly Limit[];
  /** For differences of a few per cent: so many times the usual number of rounds. */
  readonly roundsFactor?: number;
  /** Instead of the usual number of rounds, where more of them say nothing more. */
  readonly rounds?: number;
}

const ours = (label: string, program: string, ...args: string[]): Contestant => ({
  label,
  program,
  language: "typescript",
  args,
});

const cpython = (program: string, ...args: string[]): Contestant => ({
  label: "CPython",
  program,
  language: "python",
  args,
});

const uvloop = (program: string, ...args: string[]): Contestant => ({
  label: "uvloop",
  program,
  language: "uvloop",
  args,
});

/** What a task takes that is suspended on a future of its own, or on an event that all of them wait for. */
function memory(kind: "future" | "event", ...limits: Limit[]): Benchmark {
  const args = ["200000", kind, "bytes"];
  return {
    id: `memory-${kind}`,
    title: `Memory of a task on ${kind === "future" ? "a future" : "an event"}, of 200,000`,
    unit: "bytes a task",
    rounds: 1,
    contestants: [
      { ...ours("loopscope", "suspended", ...args), nodeArgs: ["--expose-gc"] },
      cpython("suspended", ...args),
    ],
    comparisons: [{ of: "loopscope", to: "CPython" }],
    limits,
  };
}

/** Timers, so many at a time. */
function timers(action: "insert" | "cancel", title: string): Benchmark {
  const [few, many] = ["1000", "1000000"];
  return {
    id: `timers-${action}`,
    title,
    unit: "ns a timer",
    rounds: 1,
    contestants: [
      ours("of 1,000", "timers", few, action),
      ours("of 1,000,000", "timers", many, action),
      { ...cpython("timers", many, action), label: "CPython, of 1,000,000" },
    ],
    comparisons: [
      { of: "of 1,000,000", to: "of 1,000" },
      { of: "of 1,000,000", to: "CPython, of 1,000,000" },
    ],
  };
}

/** Suspending below so many coroutines, in each of the ways in which coroutines run. */
function atDepth(depth: number): Benchmark {
  const level = String(depth);
  const native = "native promises";
  return {
    id: `depth-${depth}`,
    title: `Suspend at depth ${depth}`,
    unit: "ns a suspension",
    contestants: [
      ours("generators", "depth", level),
      ours("coroutine()", "depth", level, "coroutine"),
      ours("generators, agent awake", "depth", level, "awake"),
      cpython("depth", level),
      ours(native, "depth.native", level),
    ],
    comparisons: [
      { of: "generators", to: native },
      { of: "coroutine()", to: native, goal: depth === 1 ? 1.2 : 1 },
      { of: "generators, agent awake", to: native },
      { of: "generators", to: "CPython" },
      { of: "coroutine()", to: "CPython" },
    ],
  };
}

/** What the agent costs a Python program: in it with nobody there, and with somebody who looks. */
function pythonAgent(
  program: "switch" | "create",
  title: string,
  unit: string,
  goals: AgentGoals,
): Benchmark {
  const plain = "plain";
  return {
    id: `python-${program}`,
    title,
    unit,
    contestants: [
      { ...cpython(program), label: plain },
      { ...cpython(program, "agent"), label: "agent, idle" },
      { ...cpython(program, "watched"), label: "agent, watched" },
      { ...cpython(program, "debug"), label: "PYTHONASYNCIODEBUG=1" },
    ],
    comparisons: [
      { of: "agent, idle", to: plain, ...(goals.idle === undefined ? {} : { goal: goals.idle }) },
      { of: "agent, watched", to: plain, ...(goals.watched === undefined ? {} : { goal: goals.watched }) },
      { of: "agent, watched", to: "PYTHONASYNCIODEBUG=1", goal: goals.debug },
    ],
  };
}

interface AgentGoals {
  readonly idle?: number;
  readonly watched?: number;
  /** Of what debug mode takes. */
  readonly debug: number;
}

/** The agent's looks at many tasks, and what a timer of the program feels of them. */
const pythonLooks: Benchmark = {
  id: "python-looks",
  title: "The agent for Python, 10,000 tasks",
  unit: "ms",
  contestants: [
    { ...cpython("look", "first"), label: "first look" },
    { ...cpython("look", "repeat"), label: "another look" },
    { ...cpython("look", "watched"), label: "lateness of a 1 ms timer, watched" },
    { ...cpython("look", "alone"), label: "lateness of a 1 ms timer, alone" },
  ],
  comparisons: [],
  limits: [
    { of: "another look", goal: 20 },
    { of: "lateness of a 1 ms timer, watched", goal: 1 },
  ],
};

export const benchmarks: readonly Benchmark[] = [
  {
    id: "switch",
    title: "Task switch",
    unit: "ns a switch",
    contestants: [
      ours("loopscope", "switch"),
      cpython("switch"),
      uvloop("switch"),
      ours("native promises", "switch.native"),
    ],
    comparisons: [
      { of: "loopscope", to: "CPython", goal: 1 / 10 },
      { of: "loopscope", to: "uvloop", goal: 1 / 5 },
      { of: "loopscope", to: "native promises" },
    ],
  },
  {
    id: "create",
    title: "Create and join",
    unit: "ns a task",
    contestants: [
      ours("loopscope", "create"),
      cpython("create"),
      uvloop("create"),
      ours("effection", "create.effection"),
      ours("effect", "create.effect"),
      ours("native promises", "create.native"),
    ],
    comparisons: [
      { of: "loopscope", to: "CPython", goal: 1 / 5 },
      { of: "loopscope", to: "uvloop" },
      { of: "loopscope", to: "effection", goal: 1 },
      { of: "loopscope", to: "effect", goal: 1 },
      { of: "loopscope", to: "native promises" },
    ],
  },
  {
    id: "echo",
    title: "TCP echo through streams, both ends in one process",
    unit: "ns a round trip",
    contestants: [
      ours("loopscope", "echo"),
      cpython("echo"),
      uvloop("echo"),
      ours("node:net alone", "echo.native"),
    ],
    comparisons: [
      { of: "loopscope", to: "CPython" },
      { of: "loopscope", to: "uvloop", goal: 1 },
      { of: "loopscope", to: "node:net alone", goal: 1.25 },
    ],
  },
  atDepth(1),
  atDepth(20),
  memory("future", { of: "loopscope", goal: 1024 }),
  memory("event"),
  {
    id: "million",
    title: "1,000,000 tasks, suspended at the same time",
    unit: "ns a task",
    rounds: 1,
    contestants: [
      ours("loopscope", "suspended", "1000000", "future"),
      cpython("suspended", "1000000", "future"),
    ],
    comparisons: [{ of: "loopscope", to: "CPython" }],
  },
  timers("insert", "Set a timer"),
  timers("cancel", "Cancel a timer"),
  {
    id: "agent",
    title: "Task switch, by what the agent does",
    unit: "ns a switch",
    roundsFactor: 3,
    contestants: [
      { ...ours("no agent compiled in", "switch"), withoutAgent: true },
      ours("agent asleep", "switch"),
      ours("agent awake", "switch", "awake"),
    ],
    comparisons: [
      { of: "agent asleep", to: "no agent compiled in", goal: 1.03 },
      { of: "agent awake", to: "agent asleep", goal: 1.25 },
    ],
  },
  pythonAgent("switch", "Task switch in CPython, with the agent", "ns a switch", {
    idle: 1.05,
    watched: 1.4,
    debug: 0.5,
  }),
  pythonAgent("create", "Create and join in CPython, with the agent", "ns a task", { debug: 0.5 }),
  pythonLooks,
];
