/**
 * Records the traces of the conformance cases from CPython: `npm run conformance:record [-- <group>/<case> …]`.
 *
 * Uses the interpreter in the environment variable PYTHON, or the first of `python3.13` and `python3` that has the right
 * version; for the groups that need a newer one, see `cases.ts`, CPython as WebAssembly. Each case runs twice: a trace that is not the same both times depends on close timing, and is refused.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { selfSignedCertificate } from "../support/self-signed-certificate.js";
import {
  CASES,
  EXPECTED,
  NEWER_VERSION_FILE,
  namesIn,
  needsNewerPython,
  PYTHON_VERSION,
  shown,
  VERSION_FILE,
} from "./cases.js";
import { runOnWebAssembly } from "./webassembly.js";

const execute = promisify(execFile);

/** Longer than any case needs, in milliseconds: one that takes it has hung. */
const TIMEOUT_MS = 20_000;

const HARNESS = fileURLToPath(new URL(".", import.meta.url));

async function findPython(): Promise<{ command: string; version: string }> {
  const { PYTHON } = process.env;
  const candidates = PYTHON === undefined ? [`python${PYTHON_VERSION}`, "python3"] : [PYTHON];
  for (const command of candidates) {
    try {
      const { stdout } = await execute(command, ["-c", "import platform; print(platform.python_version())"]);
      const version = stdout.trim();
      if (version.startsWith(`${PYTHON_VERSION}.`)) return { command, version };
    } catch {
      // Not installed: the next one.
    }
  }
  throw new Error(
    `CPython ${PYTHON_VERSION} was not found: set PYTHON to its path (tried ${candidates.join(", ")})`,
  );
}

async function traceOnce(command: string, name: string, certificate: string): Promise<string> {
  const env = {
    ...process.env,
    PYTHONPATH: HARNESS,
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONASYNCIODEBUG: "",
    CONFORMANCE_CERTIFICATE: certificate,
  };
  const { stdout, stderr } = await execute(command, [join(CASES, `${name}.py`)], {
    env,
    timeout: TIMEOUT_MS,
  });
  if (stderr !== "") throw new Error(`${name} wrote to the error output:\n${stderr}`);
  if (stdout === "") throw new Error(`${name} printed nothing`);
  return stdout;
}

/** Runs it twice; writes what it printed. */
async function record(name: string, run: () => Promise<string>): Promise<void> {
  const trace = await run();
  if ((await run()) !== trace) throw new Error(`${name} printed something else the second time`);
  const file = join(EXPECTED, `${name}.txt`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, trace);
}

async function recordNewer(names: readonly string[]): Promise<void> {
  let version = "";
  for (const name of names) {
    await record(name, async () => {
      const run = await runOnWebAssembly(join(CASES, `${name}.py`));
      version = run.version;
      return run.trace;
    });
  }
  writeFileSync(NEWER_VERSION_FILE, `${version}\n`);
  process.stdout.write(
    `${names.length} traces of CPython ${version}, as WebAssembly, in ${shown(EXPECTED)}\n`,
  );
}

async function recordOlder(names: readonly string[]): Promise<void> {
  const { command, version } = await findPython();
  // A key and its certificate for the cases of TLS, made anew: none is kept.
  const folder = mkdtempSync(join(tmpdir(), "loopscope-conformance-"));
  try {
    const certificate = join(folder, "certificate.pem");
    writeFileSync(certificate, Object.values(selfSignedCertificate()).join(""), { mode: 0o600 });
    for (const name of names) await record(name, () => traceOnce(command, name, certificate));
  } finally {
    rmSync(folder, { recursive: true });
  }
  writeFileSync(VERSION_FILE, `${version}\n`);
  process.stdout.write(`${names.length} traces of CPython ${version} in ${shown(EXPECTED)}\n`);
}

const all = namesIn(CASES, ".py");
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) throw new Error(`no such case: ${unknown.join(", ")}`);
const names = wanted.length > 0 ? wanted : all;
if (wanted.length === 0) rmSync(EXPECTED, { recursive: true, force: true });
const newer = names.filter(needsNewerPython);
const older = names.filter((name) => !newer.includes(name));
if (older.length > 0) await recordOlder(older);
if (newer.length > 0) await recordNewer(newer);
