/** As the Python Debugger extension does it: a child process that debugpy has found gets a session below its parent's. */
const vscode = require("vscode");

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.debug.onDidReceiveDebugSessionCustomEvent(({ event, session, body }) => {
      if (event !== "debugpyAttach" || session.type !== "debugpy") return;
      const options = { parentSession: session, lifecycleManagedByParent: true };
      void vscode.debug.startDebugging(session.workspaceFolder, { ...body, type: "debugpy" }, options);
    }),
  );
};
