/** What the Python Debugger extension does about adapters and child processes, in few words. */
const path = require("node:path");
const vscode = require("vscode");

exports.activate = (context) => {
  context.subscriptions.push(
    // A program that was started with debugpy has an adapter of its own, which listens.
    vscode.debug.registerDebugAdapterDescriptorFactory("debugpy", {
      createDebugAdapterDescriptor: ({ configuration: { request, connect } }) =>
        request === "attach" && connect !== undefined
          ? new vscode.DebugAdapterServer(Number(connect.port), connect.host)
          : new vscode.DebugAdapterExecutable("/usr/bin/python3", [path.join(__dirname, "adapter.py")]),
    }),
    // A child process that debugpy has found gets a session below its parent's.
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ event, session, body }) => {
      if (event !== "debugpyAttach" || session.type !== "debugpy") return;
      const options = { parentSession: session, lifecycleManagedByParent: true };
      void vscode.debug.startDebugging(session.workspaceFolder, { ...body, type: "debugpy" }, options);
    }),
  );
};
