/**
 * What a launched program loads first (`node --require preload.cjs program.ts`, or `--import`): the TypeScript
 * loader, and in a program that a debugger launched, the bridge to it. Worker threads and forked children inherit
 * the flag but not the variable, so that they get the loader alone.
 */
import { isMainThread } from "node:worker_threads";
import { OWNER_VARIABLE } from "../protocol/index.js";
import { holdForOwner } from "./owner-link.js";
import { installTypeScriptLoader } from "./typescript-loader.js";

const owner = process.env[OWNER_VARIABLE];
delete process.env[OWNER_VARIABLE];

installTypeScriptLoader();
if (owner && isMainThread) holdForOwner(owner);
