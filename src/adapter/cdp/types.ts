/** The part of the Chrome DevTools Protocol that the adapter uses, as V8 and Node speak it. Lines and columns count from 0. */

export interface RemoteObject {
  readonly type: string;
  readonly subtype?: string;
  readonly className?: string;
  readonly value?: unknown;
  readonly unserializableValue?: string;
  readonly description?: string;
  readonly objectId?: string;
  readonly preview?: ObjectPreview;
}

export interface ObjectPreview {
  readonly type: string;
  readonly subtype?: string;
  readonly description?: string;
  readonly overflow: boolean;
  readonly properties: readonly PropertyPreview[];
  readonly entries?: readonly { readonly key?: ObjectPreview; readonly value: ObjectPreview }[];
}

export interface PropertyPreview {
  readonly name: string;
  readonly type: string;
  readonly subtype?: string;
  readonly value?: string;
}

export interface Location {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number;
}

export interface Scope {
  readonly type: string;
  readonly name?: string;
  readonly object: RemoteObject;
}

export interface CallFrame {
  readonly callFrameId: string;
  readonly functionName: string;
  readonly functionLocation?: Location;
  readonly location: Location;
  readonly scopeChain: readonly Scope[];
  readonly this: RemoteObject;
  readonly returnValue?: RemoteObject;
  readonly canBeRestarted?: boolean;
}

export interface ScriptParsed {
  readonly scriptId: string;
  readonly url: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly sourceMapURL?: string;
}

export interface PausedParams {
  readonly callFrames: readonly CallFrame[];
  readonly reason: string;
  readonly data?: Record<string, unknown>;
  readonly hitBreakpoints?: readonly string[];
}

export interface PropertyDescriptor {
  readonly name: string;
  readonly value?: RemoteObject;
  readonly get?: RemoteObject;
  readonly set?: RemoteObject;
  readonly enumerable: boolean;
  readonly isOwn?: boolean;
  readonly symbol?: RemoteObject;
}

/** A private field or accessor; V8 names it with its `#`. */
export interface PrivatePropertyDescriptor {
  readonly name: string;
  readonly value?: RemoteObject;
  readonly get?: RemoteObject;
  readonly set?: RemoteObject;
}

export interface InternalPropertyDescriptor {
  readonly name: string;
  readonly value?: RemoteObject;
}

export interface ExceptionDetails {
  readonly text: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
  readonly scriptId?: string;
  readonly url?: string;
  readonly exception?: RemoteObject;
}

export interface EvaluationResult {
  readonly result: RemoteObject;
  readonly exceptionDetails?: ExceptionDetails;
}

export interface CallArgument {
  readonly value?: unknown;
  readonly objectId?: string;
  readonly unserializableValue?: string;
}

/** A worker thread that a program has. */
export interface AttachedToWorker {
  readonly sessionId: string;
  readonly workerInfo: { readonly workerId: string; readonly title: string; readonly url: string };
  readonly waitingForDebugger: boolean;
}

type None = Record<string, never>;

/** Commands: parameters and result, by method. */
export interface Commands {
  "Runtime.enable": { params: None; result: None };
  "Runtime.disable": { params: None; result: None };
  "Runtime.runIfWaitingForDebugger": { params: None; result: None };
  "Runtime.addBinding": { params: { name: string }; result: None };
  "Runtime.removeBinding": { params: { name: string }; result: None };
  "Runtime.evaluate": {
    params: {
      expression: string;
      objectGroup?: string;
      includeCommandLineAPI?: boolean;
      silent?: boolean;
      returnByValue?: boolean;
      generatePreview?: boolean;
      throwOnSideEffect?: boolean;
      timeout?: number;
      disableBreaks?: boolean;
      awaitPromise?: boolean;
      replMode?: boolean;
    };
    result: EvaluationResult;
  };
  "Runtime.callFunctionOn": {
    params: {
      functionDeclaration: string;
      objectId?: string;
      arguments?: readonly CallArgument[];
      silent?: boolean;
      returnByValue?: boolean;
      generatePreview?: boolean;
      objectGroup?: string;
      throwOnSideEffect?: boolean;
    };
    result: EvaluationResult;
  };
  "Runtime.compileScript": {
    params: { expression: string; sourceURL: string; persistScript: boolean };
    result: { scriptId?: string; exceptionDetails?: ExceptionDetails };
  };
  "Runtime.getProperties": {
    params: {
      objectId: string;
      ownProperties?: boolean;
      accessorPropertiesOnly?: boolean;
      generatePreview?: boolean;
      nonIndexedPropertiesOnly?: boolean;
    };
    result: {
      result: readonly PropertyDescriptor[];
      internalProperties?: readonly InternalPropertyDescriptor[];
      privateProperties?: readonly PrivatePropertyDescriptor[];
      exceptionDetails?: ExceptionDetails;
    };
  };
  "Runtime.awaitPromise": {
    params: { promiseObjectId: string; returnByValue?: boolean; generatePreview?: boolean };
    result: EvaluationResult;
  };
  "Runtime.globalLexicalScopeNames": { params: None; result: { names: readonly string[] } };
  "Runtime.releaseObjectGroup": { params: { objectGroup: string }; result: None };
  "Debugger.enable": { params: None; result: { debuggerId: string } };
  "Debugger.disable": { params: None; result: None };
  "Debugger.pause": { params: None; result: None };
  "Debugger.resume": { params: None; result: None };
  "Debugger.stepOver": { params: None; result: None };
  "Debugger.stepInto": { params: None; result: None };
  "Debugger.stepOut": { params: None; result: None };
  "Debugger.setPauseOnExceptions": {
    params: { state: "none" | "uncaught" | "caught" | "all" };
    result: None;
  };
  "Debugger.setBlackboxedRanges": {
    params: {
      scriptId: string;
      positions: readonly { readonly lineNumber: number; readonly columnNumber: number }[];
    };
    result: None;
  };
  "Debugger.setBlackboxPatterns": { params: { patterns: readonly string[] }; result: None };
  "Debugger.setInstrumentationBreakpoint": {
    params: { instrumentation: "beforeScriptExecution" | "beforeScriptWithSourceMapExecution" };
    result: { breakpointId: string };
  };
  "Debugger.setBreakpointByUrl": {
    params: { url: string; lineNumber: number; columnNumber?: number; condition?: string };
    result: { breakpointId: string; locations: readonly Location[] };
  };
  "Debugger.removeBreakpoint": { params: { breakpointId: string }; result: None };
  "Debugger.evaluateOnCallFrame": {
    params: {
      callFrameId: string;
      expression: string;
      objectGroup?: string;
      includeCommandLineAPI?: boolean;
      silent?: boolean;
      returnByValue?: boolean;
      generatePreview?: boolean;
      throwOnSideEffect?: boolean;
      timeout?: number;
    };
    result: EvaluationResult;
  };
  "Debugger.setVariableValue": {
    params: { scopeNumber: number; variableName: string; newValue: CallArgument; callFrameId: string };
    result: None;
  };
  "Debugger.restartFrame": { params: { callFrameId: string; mode: "StepInto" }; result: unknown };
  "Debugger.getPossibleBreakpoints": {
    params: { start: Location; end?: Location; restrictToFunction?: boolean };
    result: { locations: readonly Location[] };
  };
  "Debugger.getScriptSource": { params: { scriptId: string }; result: { scriptSource: string } };
  "NodeWorker.enable": { params: { waitForDebuggerOnStart: boolean }; result: None };
  "NodeWorker.disable": { params: None; result: None };
  "NodeWorker.sendMessageToWorker": { params: { sessionId: string; message: string }; result: None };
  "Loopscope.start": { params: None; result: None };
}

/** Notifications: parameters by method. */
export interface Notifications {
  "Debugger.scriptParsed": ScriptParsed;
  "Debugger.scriptFailedToParse": ScriptParsed;
  "Debugger.breakpointResolved": { readonly breakpointId: string; readonly location: Location };
  "Debugger.paused": PausedParams;
  "Debugger.resumed": None;
  "Runtime.executionContextDestroyed": None;
  "Runtime.bindingCalled": { readonly name: string; readonly payload: string };
  "Runtime.consoleAPICalled": { readonly type: string; readonly args: readonly RemoteObject[] };
  "NodeWorker.attachedToWorker": AttachedToWorker;
  "NodeWorker.detachedFromWorker": { readonly sessionId: string };
  "NodeWorker.receivedMessageFromWorker": { readonly sessionId: string; readonly message: string };
  "Loopscope.blocked": { readonly sinceMs: number };
  "Loopscope.unblocked": None;
  "Loopscope.guests": { readonly count: number };
}
