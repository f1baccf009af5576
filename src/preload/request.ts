/** Reading a client's requests: what is not one becomes a CDP error for it, and changes nothing else. */

/** JSON-RPC's codes, which CDP uses. */
export const ERROR_CODE = { parse: -32700, invalidRequest: -32600 } as const;

export interface Request {
  readonly id: number;
  readonly method: string;
  readonly params: object | undefined;
}

/** `error` of a CDP reply. */
export interface CdpError {
  readonly code: number;
  readonly message: string;
}

export type ParsedRequest =
  | { readonly ok: true; readonly request: Request }
  | { readonly ok: false; readonly id?: unknown; readonly error: CdpError };

const SHOWN_CHARACTERS = 80;

function refuse(message: string, id?: unknown, code: number = ERROR_CODE.invalidRequest): ParsedRequest {
  return { ok: false, ...(id === undefined ? {} : { id }), error: { code, message } };
}

/** Parses one line of a client. Never throws. */
export function parseRequest(text: string): ParsedRequest {
  const shown = text.slice(0, SHOWN_CHARACTERS);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse(`not JSON: ${shown}`, undefined, ERROR_CODE.parse);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse(`not a request: ${shown}`);
  }
  const { id, method, params } = value as Record<string, unknown>;
  if (typeof id !== "number" || typeof method !== "string") {
    return refuse("a request needs a numeric id and a method", id);
  }
  if (params !== undefined && (typeof params !== "object" || params === null)) {
    return refuse("params must be an object", id);
  }
  return { ok: true, request: { id, method, params } };
}

/** Node wraps V8's answer into a text: `Inspector error -32601: 'X' wasn't found`. */
export function toCdpError(error: Error): CdpError {
  const found = /^Inspector error (-?\d+): (.*)$/s.exec(error.message);
  return found
    ? { code: Number(found[1]), message: found[2] ?? "" }
    : { code: ERROR_CODE.invalidRequest, message: error.message };
}
