/**
 * The CPython that the system's is too old to be: 3.14, with a debugpy that uses `sys.monitoring`, aiohttp and uvloop. They
 * are Debian's own packages of a later release than the machine's, unpacked into `.cache` with what they need. Nothing is
 * installed; what is unpacked runs as any interpreter does, under its own path.
 *
 * As a program it does that work, once, which takes some 20 s.
 */
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../e2e/install/command.js";
import { installOnce } from "../e2e/install/once.js";
import { REPOSITORY } from "./dap-client.js";

/** The release of Debian that has it. */
const RELEASE = "forky";
const NAME = "python3.14";
/** What is resolved with all that it needs; debugpy's own dependencies (gdb) are the machine's. */
const PACKAGES = [NAME, "libstdc++6", "python3-aiohttp", "python3-uvloop"];
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** By its name, what was unpacked before there was more to unpack is not taken for it. */
const FOLDER = path.join(REPOSITORY, ".cache/python", `${NAME}-aiohttp-uvloop-${process.arch}`);
const UNPACKED = path.join(FOLDER, "usr/bin", NAME);

/** Its executable; undefined as long as it has not been unpacked. */
export function newerPython(): string | undefined {
  return existsSync(UNPACKED) ? UNPACKED : undefined;
}

/** @throws Error where apt or patchelf is missing, knows no packages of Debian's, or fails. */
async function unpack(folder: string): Promise<void> {
  const work = path.join(folder, "apt");
  const sources = path.join(work, "sources.list");
  const configuration = path.join(work, "apt.conf");
  for (const name of ["lists/partial", "archives/partial"]) {
    await mkdir(path.join(work, name), { recursive: true });
  }
  await writeFile(path.join(work, "status"), "");
  await writeFile(sources, `deb [signed-by=${KEYRING}] ${await mirror()} ${RELEASE} main\n`);
  const settings = {
    "Dir::State": work,
    "Dir::State::status": path.join(work, "status"),
    "Dir::Cache": work,
    "Dir::Etc::sourcelist": sources,
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::Etc::preferencesparts": "/dev/null",
    // The folder is the user's own, and nothing of the system's is changed.
    "APT::Sandbox::User": "",
    "Debug::NoLocking": "true",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";\n`);
  await writeFile(configuration, lines.join(""));
  const env = { ...process.env, APT_CONFIG: configuration };
  const archives = path.join(work, "archives");
  await run("apt-get", ["update", "-q"], { env });
  const only = ["--download-only", "--no-install-recommends", "--yes", "-q"];
  await run("apt-get", ["install", ...only, ...PACKAGES], { env });
  await run("apt-get", ["download", "-q", "python3-debugpy"], { env, cwd: archives });
  for (const archive of (await readdir(archives)).filter((name) => name.endsWith(".deb"))) {
    await run("dpkg-deb", ["--extract", path.join(archives, archive), folder]);
  }
  await rm(work, { recursive: true });
  await link(folder);
}

/** Where the machine's own packages of Debian's come from. */
async function mirror(): Promise<string> {
  const format = ["--format", "$(SITE)", "Created-By: Packages", "Origin: Debian"];
  const listed = await run("apt-get", ["indextargets", ...format]);
  const [site] = listed.split("\n").filter((line) => line !== "" && !line.includes("security"));
  if (site === undefined) throw new Error("apt knows no packages of Debian's on this machine");
  return site;
}

/** Has the interpreter load the libraries that will lie beside it: the system's may be older than it needs. */
async function link(folder: string): Promise<void> {
  const executable = path.join(folder, "usr/bin", NAME);
  const loader = path.basename((await run("patchelf", ["--print-interpreter", executable])).trim());
  const names = await readdir(path.join(folder, "usr/lib"));
  const name = names.find((one) => existsSync(path.join(folder, "usr/lib", one, loader)));
  if (name === undefined) throw new Error(`${loader} is not among what was unpacked`);
  const libraries = path.join(FOLDER, "usr/lib", name);
  const edit = ["--set-interpreter", path.join(libraries, loader), "--force-rpath", "--set-rpath", libraries];
  await run("patchelf", [...edit, executable]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await installOnce(FOLDER, unpack);
