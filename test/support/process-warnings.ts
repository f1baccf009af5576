/** Node's process warnings, caught instead of printed. */

/** Warnings since the call, as `Name: message`, until `restore` is called. */
export function captureWarnings(): { readonly messages: string[]; readonly restore: () => void } {
  const messages: string[] = [];
  const listeners = process.listeners("warning");
  const listener = (warning: Error) => messages.push(`${warning.name}: ${warning.message}`);
  process.removeAllListeners("warning");
  process.on("warning", listener);
  return {
    messages,
    restore: () => {
      process.off("warning", listener);
      for (const each of listeners) process.on("warning", each);
    },
  };
}
