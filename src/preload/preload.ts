/**
 * What a launched program loads first (`node --require preload.cjs program.ts`, or `--import`): the TypeScript
 * loader, and in a program that a debugger launched, the bridge to it. Worker threads and forked children inherit
 * the flag but not the owner's variable, so that they get the loader alone.
 *
 * Where the debugger takes the program's children as well, all Node processes below inherit a variable that names its
 * socket, and load this by `NODE_OPTIONS`: those that run a script of the user's ask for a debugger of their own.
 */
import { isMainThread } from "node:worker_threads";
import { CHILDREN_VARIABLE, OWNER_VARIABLE } from "../protocol/index.js";
import { inheritPreload, isUsersProgram } from "./child-process.js";
import { holdForOwner, holdForParent } from "./owner-link.js";
import { installTypeScriptLoader } from "./typescript-loader.js";

const owner = process.env[OWNER_VARIABLE];
delete process.env[OWNER_VARIABLE];
const parent = process.env[CHILDREN_VARIABLE];

// A tool that inherits `NODE_OPTIONS` is to notice nothing; the flag itself was meant.
const isMeant = process.execArgv.includes(__filename);
const isUsers = isUsersProgram(process.argv[1], __dirname);
if (isMeant || isUsers) installTypeScriptLoader();
if (isMainThread) {
  if (owner) holdForOwner(owner);
  else if (parent && isUsers) holdForParent(parent);
  if (owner && parent) inheritPreload(process.env, __filename);
}
