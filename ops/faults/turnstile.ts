/** Lets each through once so many strikes have fallen. */
export type Turnstile = {
  readonly fall: () => number
  readonly pass: (after: number) => Promise<void>
}

export const createTurnstile = (): Turnstile => {
  let fallen = 0
  let waiting: readonly { readonly after: number; readonly go: () => void }[] = []
  return {
    fall: () => {
      fallen += 1
      for (const { after, go } of waiting) if (after <= fallen) go()
      waiting = waiting.filter(({ after }) => after > fallen)
      return fallen
    },
    pass: (after) =>
      new Promise((resolve) => {
        if (after <= fallen) resolve()
        else waiting = [...waiting, { after, go: resolve }]
      }),
  }
}
