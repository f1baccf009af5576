/** Exit codes of the commands, as `--help` documents them. `run` passes on the program's own code when it ends. */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  /** A deadlock, tasks that never wake, or a blocked loop was found. */
  finding: 3,
  /** `--timeout` passed while the program was still running, with nothing wrong found. */
  timeout: 4,
  /** Ended by Ctrl-C: 128 + SIGINT, as shells report it. */
  interrupted: 130,
} as const;
