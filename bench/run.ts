/**
 * `npm run bench`: ratios in one run. Every contestant runs in a process of its own; rounds are interleaved, so that
 * whatever else the machine does falls on all of them; a figure is the median of its rounds, a ratio the median of the
 * quotients within a round.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Benchmark, benchmarks } from "./benchmarks.js";
import { bundle } from "./bundles.js";
import { findUvloop, type Interpreters, measure, pythonVersion, uvloopVersion } from "./processes.js";
import { type Row, table } from "./report.js";
import { measureScale, scaleGoals } from "./scale.js";
import { measureSnapshots, snapshotGoals } from "./snapshots.js";
import { median, pairedRatio } from "./statistics.js";
import { measureSteps, stepGoals } from "./steps.js";

const usage = `Usage: npm run bench -- [options]
  --only=ID,…      only these: ${[...benchmarks.map(({ id }) => id), "snapshots", "scale", "steps"].join(", ")}
  --rounds=N       interleaved rounds (default 5)
  --python=PATH    the interpreter to compare with (default python3)
  --no-python      leave CPython and uvloop out
  --uvloop=PATH    the interpreter that has uvloop (default --python, else the system's); left out where none has it
  --check          exit with 1 when a goal is missed`;

/** @throws Error with the usage for an option that there is not. */
function readOptions() {
  try {
    return parseArgs({
      options: {
        only: { type: "string" },
        rounds: { type: "string", default: "5" },
        python: { type: "string", default: "python3" },
        "no-python": { type: "boolean", default: false },
        uvloop: { type: "string" },
        check: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${usage}`);
  }
}

/** What one benchmark gave: by contestant, one value a round. */
type Measurements = ReadonlyMap<string, readonly number[]>;

async function measureRounds(
  benchmark: Benchmark,
  rounds: number,
  interpreters: Interpreters,
): Promise<Measurements> {
  const measurements = new Map(benchmark.contestants.map(({ label }) => [label, [] as number[]]));
  const count = benchmark.rounds ?? rounds * (benchmark.roundsFactor ?? 1);
  for (let round = 0; round < count; round++) {
    // Each round begins with another contestant: none always runs on the machine that the one before heated.
    const { contestants } = benchmark;
    for (let i = 0; i < contestants.length; i++) {
      const contestant = contestants[(i + round) % contestants.length]!;
      measurements.get(contestant.label)!.push(await measure(contestant, interpreters));
    }
    process.stderr.write(".");
  }
  return measurements;
}

/** A tenth of a millisecond is a figure, that of a microsecond is none. */
const figure = (value: number): string => value.toFixed(value < 10 ? 2 : 0);

function rowsOf(benchmark: Benchmark, measurements: Measurements): Row[] {
  const rows: Row[] = [];
  for (const [label, values] of measurements) {
    const measured = `${figure(median(values))} ${benchmark.unit}`;
    const comparisons = benchmark.comparisons.filter(({ of, to }) => of === label && measurements.has(to));
    const limit = benchmark.limits?.find(({ of }) => of === label);
    if (limit !== undefined || comparisons.length === 0) {
      const row: Row = { benchmark: benchmark.title, what: label, measured };
      const met = limit !== undefined && median(values) <= limit.goal;
      rows.push(limit === undefined ? row : { ...row, goal: `≤ ${limit.goal} ${benchmark.unit}`, met });
    }
    for (const { to, goal } of comparisons) {
      const ratio = pairedRatio(values, measurements.get(to)!);
      const row: Row = {
        benchmark: benchmark.title,
        what: label,
        measured,
        ratio: `${ratio.toFixed(2)} × ${to}`,
      };
      rows.push(goal === undefined ? row : { ...row, goal: `≤ ${goal.toFixed(2)}`, met: ratio <= goal });
    }
  }
  return rows;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const rounds = Number(options.rounds);
  if (!Number.isInteger(rounds) || rounds < 1)
    throw new Error(`--rounds=${options.rounds} is no number of rounds`);
  const wanted = options.only?.split(",");
  const unknown = wanted?.filter(
    (id) => !["snapshots", "scale", "steps"].includes(id) && !benchmarks.some((known) => known.id === id),
  );
  if (unknown !== undefined && unknown.length > 0)
    throw new Error(`no benchmark ${unknown.join(", ")}\n${usage}`);

  const withPython = !options["no-python"];
  const interpreters = {
    python: options.python,
    uvloop: options.uvloop ?? (await findUvloop(options.python)),
  };
  const uvloop = withPython ? await uvloopVersion(interpreters.uvloop) : null;
  if (withPython && uvloop === null) {
    process.stderr.write(
      "uvloop is left out: no interpreter has it (Debian: apt-get install python3-uvloop)\n",
    );
  }
  const left = { typescript: false, python: !withPython, uvloop: uvloop === null };
  const chosen = benchmarks
    .filter(({ id }) => wanted?.includes(id) ?? true)
    .map((benchmark) => ({
      ...benchmark,
      contestants: benchmark.contestants.filter(({ language }) => !left[language]),
    }));
  const machine = {
    cpu: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`,
    memoryGb: Math.round(totalmem() / 1e9),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    python: withPython ? await pythonVersion(options.python) : "CPython left out",
    uvloop: uvloop ?? "uvloop left out",
  };

  const contestants = chosen.flatMap((benchmark) => benchmark.contestants);
  for (const agent of [true, false]) {
    const programs = contestants
      .filter(({ language, withoutAgent }) => language === "typescript" && (withoutAgent !== true) === agent)
      .map(({ program }) => program);
    if (programs.length > 0) await bundle([...new Set(programs)], agent);
  }

  const rows: Row[] = [];
  const raw: Record<string, unknown> = {};
  for (const benchmark of chosen) {
    const measurements = await measureRounds(benchmark, rounds, interpreters);
    rows.push(...rowsOf(benchmark, measurements));
    raw[benchmark.id] = Object.fromEntries(measurements);
  }
  if (wanted?.includes("snapshots") ?? true) {
    const snapshots = await measureSnapshots(rounds);
    rows.push(...snapshotGoals(snapshots));
    raw["snapshots"] = snapshots;
  }
  if (wanted?.includes("steps") ?? true) {
    const steps = await measureSteps(rounds);
    rows.push(...stepGoals(steps));
    raw["steps"] = steps;
  }
  if (wanted?.includes("scale") ?? true) {
    const scale = await measureScale();
    rows.push(...scaleGoals(scale));
    raw["scale"] = scale;
  }

  const folder = fileURLToPath(new URL("../.cache/bench/", import.meta.url));
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}results.json`, JSON.stringify({ machine, rounds, rows, raw }, null, 2));
  const hardware = `${machine.cpu}, ${machine.memoryGb} GB, ${machine.system}`;
  const software = `Node ${machine.node}, ${machine.python}, ${machine.uvloop}`;
  process.stdout.write(`\n${hardware}; ${software}; ${rounds} rounds\n\n${table(rows)}\n`);
  if (options.check && rows.some(({ met }) => met === false)) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
