/** Debug configurations: F5 without launch.json, "Current File" in the list of configurations, checks before a start. */
import * as vscode from "vscode";
import { DEBUG_TYPE } from "../text/contributions.js";
import { t } from "../text/localization.js";
import { configurationProblem, isAbsolutePath, isEmptyConfiguration } from "./configuration-check.js";
import { currentFile, hasProgramOpen } from "./current-file.js";

const CURRENT_FILE: vscode.DebugConfiguration = {
  type: DEBUG_TYPE,
  request: "launch",
  name: "asyncio: Current File",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code substitutes it
  program: "${file}",
};

export class ConfigurationProvider implements vscode.DebugConfigurationProvider {
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    return [CURRENT_FILE];
  }

  /** Before variables such as `${file}` are substituted. */
  async resolveDebugConfiguration(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const wanted = { ...configuration };
    if (isEmptyConfiguration(configuration)) {
      if (!hasProgramOpen()) {
        return refuse(noProgramOpen(), folder);
      }
      Object.assign(wanted, CURRENT_FILE);
    }
    wanted["cwd"] ??= folder?.uri.fsPath;
    return wanted;
  }

  /** After substitution, just before the adapter starts. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const problem = configurationProblem(configuration);
    if (problem !== undefined) return refuse(problem, folder);
    if (configuration.request !== "launch") return configuration;
    // A Python module, which the interpreter finds.
    if (configuration["program"] === undefined) return withDebugpy(configuration);
    const program = String(configuration["program"]);
    const cwd = configuration["cwd"];
    const uri =
      isAbsolutePath(program) || typeof cwd !== "string"
        ? vscode.Uri.file(program)
        : vscode.Uri.joinPath(vscode.Uri.file(cwd), program);
    if (!(await isFile(uri))) return refuse(t("There is no file '{0}' to run.", uri.fsPath), folder);
    await saveOpenFile(uri);
    const found = { ...configuration, program: uri.fsPath };
    return uri.path.toLowerCase().endsWith(".py") ? withDebugpy(found) : found;
  }
}

/** Names the debugpy that the Python Debugger extension brings, for interpreters that have none. */
function withDebugpy(configuration: vscode.DebugConfiguration): vscode.DebugConfiguration {
  const extension = vscode.extensions.getExtension("ms-python.debugpy");
  if (extension === undefined || configuration["debugpyPath"] !== undefined) return configuration;
  const libraries = vscode.Uri.joinPath(extension.extensionUri, "bundled", "libs");
  return { ...configuration, debugpyPath: libraries.fsPath };
}

/** The command "Debug Current File". */
export async function debugFile(): Promise<void> {
  const file = await currentFile(() => void refuse(noProgramOpen(), undefined));
  if (file === undefined) return;
  const folder = vscode.workspace.getWorkspaceFolder(file);
  await vscode.debug.startDebugging(folder, { ...CURRENT_FILE, program: file.fsPath });
}

/** Answers `${command:AskProcessId}`; undefined ends the start of the session. */
export function askProcessId(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: t("Attach to an asyncio program"),
    prompt: t("Id of a Node or Python process"),
    validateInput: (text) => (/^\s*[1-9][0-9]*\s*$/.test(text) ? undefined : t("A process id is a number.")),
  });
}

function noProgramOpen(): string {
  return t("Open the TypeScript, JavaScript or Python file to debug, or name it in launch.json.");
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}

/** VS Code saves only the editors that `debug.saveBeforeStart` names; a program runs as it stands on disk. */
async function saveOpenFile(uri: vscode.Uri): Promise<void> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open?.isDirty) await open.save();
}

/** Shows why a session does not start. Undefined, as VS Code wants it: the session is given up quietly. */
async function refuse(text: string, folder: vscode.WorkspaceFolder | undefined): Promise<undefined> {
  const open = t("Open launch.json");
  const buttons = folder === undefined ? [] : [open];
  const show = async (): Promise<void> => {
    if ((await vscode.window.showErrorMessage(text, ...buttons)) === open) {
      await vscode.commands.executeCommand("workbench.action.debug.configure");
    }
  };
  void show();
  return undefined;
}
