import type { Bus } from '../../platform/bus/bus.ts'

/** Says that something changed, at least up to this position of the log. */
export type Change = { readonly position: bigint }

/** Listens to a subject, or several; the first change says how things stand, `since`. */
export type Changes = (
  subject: string | readonly string[],
  since: bigint,
) => Promise<AsyncIterableIterator<Change>>

const positionIn = (message: unknown): bigint | undefined => {
  if (typeof message !== 'object' || message === null || !('position' in message)) return undefined
  const { position } = message
  return typeof position === 'string' && /^\d{1,20}$/.test(position) ? BigInt(position) : undefined
}

/**
 * The changes of one subject, for one follower. A follower who is slow finds the newest alone: what is kept for him is one
 * position, however many went by, and the last state is never lost. Ending it stops the listening at once.
 */
export const changesOn =
  (bus: Bus): Changes =>
  async (subject, since) => {
    let newest = since
    let told: bigint | undefined
    let ended = false
    let wake: (() => void) | undefined

    const stops = [subject].flat().map((each) =>
      bus.subscribe(each, (_, message) => {
        const position = positionIn(message)
        if (position === undefined || position <= newest) return
        newest = position
        wake?.()
      }),
    )
    const stop = (): void => {
      for (const each of stops) each()
    }
    try {
      // From here on nothing is missed, on a server either.
      await bus.flush()
    } catch (error) {
      stop()
      throw error
    }

    const end = (): void => {
      ended = true
      stop()
      wake?.()
    }

    const changes: AsyncIterableIterator<Change> = {
      next: async () => {
        while (!ended && told === newest)
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        if (ended) return { done: true, value: undefined }
        told = newest
        return { done: false, value: { position: newest } }
      },
      return: async () => {
        end()
        return { done: true, value: undefined }
      },
      throw: async (error) => {
        end()
        throw error
      },
      [Symbol.asyncIterator]: () => changes,
    }
    return changes
  }
