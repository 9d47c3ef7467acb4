/** What a stranger's script may take of the hub. */
export const scriptLimits = {
  /** Of QuickJS: all that the script and its data hold at one time. */
  memoryBytes: 16 * 1024 * 1024,
  stackBytes: 256 * 1024,
  /** Times that the engine asks whether to go on, every ten thousand branches or so: the same for the same script everywhere. */
  steps: 2000,
  /** Characters of its answer as JSON. */
  output: 65_536,
  /** For what the engine does in one step, a sort or a fill; it ends the thread. */
  deadlineMs: 10_000,
} as const
