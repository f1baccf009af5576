/** Records the scenario's account anew: `node --import tsx test/contract/record.ts`. Look at what changed before you commit it. */
import { writeFileSync } from "node:fs";
import { runScenario } from "./scenario.js";

const file = new URL("./scenario.json", import.meta.url);
writeFileSync(file, `${JSON.stringify(await runScenario(), null, 2)}\n`);
