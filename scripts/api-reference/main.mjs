// `npm run docs:api` writes docs/api anew. `main.mjs <folder>` writes there, `main.mjs <folder> <sources>` the pages of the
// index.ts in the folder <sources>. What is wrong with the docstrings goes to the error output, and the exit code is 1.

import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { writeReference } from "./reference.mjs";

const [folder = fileURLToPath(new URL("../../docs/api", import.meta.url)), sources] = process.argv.slice(2);
await rm(folder, { recursive: true, force: true });
const problems = await writeReference(resolve(folder), sources);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
