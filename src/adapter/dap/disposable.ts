/** Something that was opened and can be given back. Disposing twice is safe. */
export interface Disposable {
  dispose(): void;
}

/** @returns a disposable that runs `action` once, at the first `dispose()`. */
export function disposable(action: () => void): Disposable {
  let done = false;
  return {
    dispose() {
      if (done) return;
      done = true;
      action();
    },
  };
}
