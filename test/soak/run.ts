/** `npm run soak`: many sessions, and nothing left of them. */
import { soak } from "./soak.js";

const sessions = Number(process.argv[2] ?? 200);
const left = await soak(sessions, (done, ending) => {
  if (done % 20 === 0) console.log(`${done} sessions; the last one ended by ${ending}`);
});
const count = left.processes.length + left.files.length + left.descriptors.length;
console.log(
  count === 0 ? `${sessions} sessions left nothing behind` : `left behind: ${JSON.stringify(left)}`,
);
process.exitCode = count === 0 ? 0 : 1;
