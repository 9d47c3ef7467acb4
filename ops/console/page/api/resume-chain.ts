import { withToken } from '../session/holder.ts'
import { command } from './command.ts'
import { textOf } from './json.ts'
import type { Wish } from './act.ts'

/** Has a halted chain followed again; from where, in words. */
export const resumeChain = async (
  { subject, reason, parameters = {} }: Wish,
  key: string,
): Promise<string> => {
  const { fromBlock } = parameters
  const path = `/v1/chains/${encodeURIComponent(subject)}/resumption`
  // What is no number is the hub's to refuse.
  const from = fromBlock === undefined ? {} : { fromBlock: Number(fromBlock) }
  const answer = await withToken((token) =>
    command({ method: 'POST', path, body: { reason, ...from }, token, key }),
  )
  return `DONE: ${subject} is followed again, from block ${textOf(answer['block']) ?? 'unknown'} on`
}
