import type { Answer } from '../client/http-client.ts'
import type { CommandName, Given } from './answers.ts'
import type { Verdict } from './insist.ts'

export type About = { readonly jobId?: string }

const acknowledged = (
  command: CommandName,
  key: string,
  about: About,
  { body }: Answer,
): Given => ({
  command,
  key,
  ...about,
  kind: 'acknowledged',
  stream: String(body['stream']),
  revision: BigInt(String(body['revision'])),
  position: BigInt(String(body['position'])),
})

/** Notes what a caller was told; the answer, unless it was refused. */
export const noteIn =
  (record: (given: Given) => void) =>
  (command: CommandName, key: string, about: About, verdict: Verdict): Answer | undefined => {
    if (verdict.kind === 'refused') {
      const { code, message } = verdict.refusal
      record({ command, key, ...about, kind: 'refused', code, said: message })
      return undefined
    }
    record(acknowledged(command, key, about, verdict.answer))
    return verdict.answer
  }
