import { Refused } from '../../ops/client/http-client.ts'

/** What is refused is refused by this code; anything else is a fault of the workload. */
export const refused = async (code: string, asked: Promise<unknown>): Promise<void> => {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Refused) || error.code !== code)
    throw new Error(`expected ${code}, got ${String(error)}`)
}
