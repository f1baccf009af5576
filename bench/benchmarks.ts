/** What is compared with what, and the goals. */

/** One program that does the work, in a process of its own. */
export interface Contestant {
  readonly label: string;
  /** `bench/cases/<program>.ts`, bundled with the runtime, or `bench/cases/<program>.py`. */
  readonly program: string;
  /** What runs it: Node, CPython, or the CPython that has uvloop, which the program then uses. */
  readonly language: "typescript" | "python" | "uvloop";
  readonly args?: readonly string[];
  /** Bundle the runtime without its agent. */
  readonly withoutAgent?: boolean;
}

/** The first contestant's time divided by the second's. */
export interface Comparison {
  readonly of: string;
  readonly to: string;
  /** The ratio is to be at most this. */
  readonly goal?: number;
}

export interface Benchmark {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly contestants: readonly Contestant[];
  readonly comparisons: readonly Comparison[];
  /** For differences of a few per cent: so many times the usual number of rounds. */
  readonly roundsFactor?: number;
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
  args: [...args, "uvloop"],
});

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
      { of: "coroutine()", to: native },
      { of: "generators, agent awake", to: native },
      { of: "generators", to: "CPython" },
      { of: "coroutine()", to: "CPython" },
    ],
  };
}

export const benchmarks: readonly Benchmark[] = [
  {
    id: "switch",
    title: "Task switch",
    unit: "ns a switch",
    contestants: [ours("loopscope", "switch"), cpython("switch"), ours("native promises", "switch.native")],
    comparisons: [
      { of: "loopscope", to: "CPython" },
      { of: "loopscope", to: "native promises" },
    ],
  },
  {
    id: "create",
    title: "Create and join",
    unit: "ns a task",
    contestants: [ours("loopscope", "create"), cpython("create"), ours("native promises", "create.native")],
    comparisons: [
      { of: "loopscope", to: "CPython" },
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
];
