/** The only source of the time of day. Tests move their own by hand. */
export type Clock = { readonly now: () => Date }

export const systemClock: Clock = { now: () => new Date() }

export type ManualClock = Clock & { readonly advance: (ms: number) => void }

export const manualClock = (start: string): ManualClock => {
  let ms = Date.parse(start)
  return {
    now: () => new Date(ms),
    advance: (by) => {
      ms += by
    },
  }
}
