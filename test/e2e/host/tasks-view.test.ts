import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { LoopscopeApi } from "../../../src/extension/api.js";
import { Command } from "../../../src/extension/text/contributions.js";
import type { TreeNode } from "../../../src/extension/tree/tree-nodes.js";
import { until } from "../workbench/until.js";
import { ended, launch, request, stopAll } from "./sessions.js";

/** A row of the Tasks view: what VS Code is given for a node, and the node, which commands take. */
interface Row {
  readonly node: TreeNode;
  readonly text: string;
  readonly icon: string;
  readonly rows: readonly Row[];
}

describe("the Tasks view", () => {
  let api: LoopscopeApi;

  before(async () => {
    const extension = vscode.extensions.getExtension<LoopscopeApi>("loopscope.loopscope");
    assert.ok(extension !== undefined);
    api = await extension.activate();
  });
  afterEach(async () => {
    await stopAll();
    // It draws changes together, now and then: the next test must not find what this one leaves.
    await until("the view is empty", async () => (await readRows()).length === 0);
  });

  async function readRows(parent?: TreeNode): Promise<Row[]> {
    const nodes = (await api.treeProvider.getChildren(parent)) ?? [];
    return await Promise.all(
      nodes.map(async (node) => {
        const { label, description, iconPath } = await api.treeProvider.getTreeItem(node);
        const icon = iconPath instanceof vscode.ThemeIcon ? iconPath.id : JSON.stringify(iconPath);
        return { node, text: `${label} ${description}`, icon, rows: await readRows(node) };
      }),
    );
  }

  /** Waits until a row whose text matches is anywhere in the tree, and returns it. */
  async function row(text: RegExp): Promise<Row> {
    const find = (rows: readonly Row[]): Row | undefined => {
      for (const candidate of rows) {
        const found = text.test(candidate.text) ? candidate : find(candidate.rows);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    return await until(`a row shows ${text}`, async () => find(await readRows()));
  }

  it("shows a deadlock first, then the tasks under those that wait for them", async () => {
    await launch("two-locks.ts");
    const finding = await row(/^Deadlock: (ann → bob|bob → ann)/);
    assert.deepEqual(finding.rows.map(({ text }) => text.split(" ")[0]).sort(), ["ann", "bob"]);
    const top = await readRows();
    assert.equal(top[0]?.node, finding.node);
    const main = top.find(({ text }) => text.includes("(main)"));
    assert.match(main?.text ?? "", /awaiting gather of 2 tasks/);
    const [ann, bob] = main?.rows ?? [];
    assert.match(ann?.text ?? "", /^ann \(write\) awaiting Lock .*held by bob/);
    assert.match(bob?.text ?? "", /^bob \(write\) awaiting Lock .*held by ann/);
    assert.match(ann?.icon ?? "", /deadlocked/);
  });

  it("is emptied when the session ends", async () => {
    const session = await launch("two-locks.ts");
    await row(/^ann/);
    assert.deepEqual([...api.sessions.keys()], [session.id]);
    await vscode.debug.stopDebugging(session);
    await ended(session);
    await until("the view is empty", async () => (await readRows()).length === 0);
    assert.equal(api.sessions.size, 0);
    assert.equal(api.tasks, undefined);
  });

  it("has a command that asks the program for everything anew", async () => {
    const asked: string[] = [];
    const following = vscode.debug.registerDebugAdapterTrackerFactory("asyncio", {
      createDebugAdapterTracker: () => ({
        onWillReceiveMessage: ({ command }: { command: string }) => void asked.push(command),
      }),
    });
    try {
      await launch("two-locks.ts");
      await row(/^Deadlock/);
      asked.length = 0;
      await vscode.commands.executeCommand(Command.refresh);
      assert.deepEqual(
        ["asyncioTasks", "asyncioDiagnose"].filter((command) => !asked.includes(command)),
        [],
      );
      await row(/^Deadlock/);
    } finally {
      following.dispose();
    }
  });

  it("has a command that cancels the task of a row", async () => {
    const session = await launch("two-locks.ts");
    const bob = await row(/^bob .*awaiting Lock/);
    await vscode.commands.executeCommand(Command.cancelTask, bob.node);
    await ended(session);
  });

  it("has a command that shows the line at which a task waits", async () => {
    await launch("two-locks.ts");
    const bob = await row(/^bob .*awaiting Lock/);
    await vscode.commands.executeCommand(Command.goToSuspended, bob.node);
    // An editor that was open before may be told only now that its cursor has moved.
    await until("an editor shows the line", () => {
      const editor = vscode.window.activeTextEditor;
      const line = editor?.document.lineAt(editor.selection.active.line).text;
      return line?.includes("yield* asyncio.asyncWith(second");
    });
  });

  it("has a switch for asyncio's debug mode", async () => {
    const session = await launch("two-locks.ts");
    await row(/^bob .*awaiting Lock/);
    const debugMode = async () =>
      (await request(session, "asyncioTasks", {})).loops.every(({ debug }) => debug);
    assert.equal(await debugMode(), false);
    await vscode.commands.executeCommand(Command.enableDebugMode);
    await until("debug mode is on", debugMode);
    await vscode.commands.executeCommand(Command.disableDebugMode);
    await until("debug mode is off again", async () => !(await debugMode()));
  });

  it("shows the tasks of two programs that run at once, each under its own", async () => {
    const [first, second] = [await launch("two-locks.ts"), await launch("two-locks.ts")];
    await until("both programs have tasks", () =>
      [first, second].every(({ id }) => (api.sessions.get(id)?.tasks.size ?? 0) > 0),
    );
    // Until then the tree has two rows of the first program: its deadlock and its main task.
    const top = await until("each program has a row", async () => {
      const rows = await readRows();
      return new Set(rows.map(({ node }) => node.sessionId)).size === 2 && rows;
    });
    assert.deepEqual(
      top.map(({ node }) => node.sessionId),
      [first.id, second.id],
    );
  });
});
