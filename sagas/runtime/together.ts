/**
 * Runs pieces of work that belong together until the signal is aborted or one of them ends, however it ends; then ends the
 * others too, and throws what the first failure threw.
 */
export const together = async (
  signal: AbortSignal,
  ...pieces: readonly ((signal: AbortSignal) => Promise<void>)[]
): Promise<void> => {
  const ending = new AbortController()
  const stop = AbortSignal.any([signal, ending.signal])
  const endings = await Promise.allSettled(
    pieces.map((piece) => piece(stop).finally(() => ending.abort())),
  )
  for (const each of endings) if (each.status === 'rejected') throw each.reason
}
