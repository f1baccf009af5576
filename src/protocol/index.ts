export * from "./agent.js";
export * from "./channel.js";
export * from "./codec.js";
export * from "./dap.js";
export * from "./launch.js";
export * from "./model.js";
