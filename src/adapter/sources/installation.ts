/** Where this adapter is installed: its bundle, with the preload beside it. */
import path from "node:path";

/** The folder of the bundles. Unbundled (in tests) there is no `__dirname`: the build's folder then. */
export const INSTALLED_FOLDER: string = typeof __dirname === "string" ? __dirname : path.resolve("dist");
