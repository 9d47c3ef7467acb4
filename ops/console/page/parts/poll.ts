/**
 * Does something again and again until the signal ends it, not while nobody looks. A turn that fails is passed over: the
 * next one tells.
 */
export const poll = (everyMs: number, signal: AbortSignal, work: () => Promise<void>): void => {
  const turn = (): void => {
    if (signal.aborted) return
    const done = document.visibilityState === 'visible' ? work() : Promise.resolve()
    void done.catch(() => undefined).finally(() => setTimeout(turn, everyMs))
  }
  setTimeout(turn, everyMs)
}
