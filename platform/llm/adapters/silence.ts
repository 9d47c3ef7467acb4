export type Silence = {
  /** Of the caller, or of too long a silence. */
  readonly signal: AbortSignal
  readonly heard: () => void
  readonly tooLong: () => boolean
  readonly end: () => void
}

/** Gives up on a stream that says nothing for so long: connections can hang without ever breaking. */
export const watchSilence = (ms: number, caller: AbortSignal | undefined): Silence => {
  const silence = new AbortController()
  const timer = setTimeout(() => silence.abort(), ms)
  return {
    signal: caller === undefined ? silence.signal : AbortSignal.any([silence.signal, caller]),
    heard: () => void timer.refresh(),
    tooLong: () => silence.signal.aborted,
    end: () => clearTimeout(timer),
  }
}
