import { decoderOf } from '../../domain/shared/decode.ts'
import type { Json } from '../../domain/shared/saga-events.ts'
import { createRecorder } from '../read-models/recorder.ts'
import { play } from '../read-models/steps.ts'
import { contractOf, versionsOf, type Version } from './contract.ts'
import { digestOf, nameOf, type Entry } from './entry.ts'
import { exampleOf } from './example.ts'
import type { Definitions } from './inspect.ts'

/** Events that the real deciders decided to, the first of each type: better examples than made-up ones. */
const decidedEvents = (): ReadonlyMap<string, Json> => {
  const recorder = createRecorder()
  play(recorder, ['registerDevice', 'calibrate', 'goOnline', 'publishPrice', 'configureQueue'])
  play(recorder, ['credit', 'issueQuote', 'submit', 'hold', 'queue', 'enqueue', 'dispatch'])
  play(recorder, ['compiling', 'executing', 'complete', 'leaveQueue', 'capture', 'settle'])
  play(recorder, ['refund', 'refundJob', 'pause', 'goOffline'])
  play(recorder, ['voidHold'], 'a', '3')
  play(recorder, ['submit', 'hold', 'queue', 'cancel', 'cancelled', 'release'], 'a', '2')
  // What the recorder keeps went through JSON.
  return new Map(recorder.events.toReversed().map(({ type, data }) => [type, data as Json]))
}

export type Additions = {
  readonly entries: readonly Entry[]
  /** Versions whose example nothing here can make. */
  readonly byHand: readonly string[]
}

/** Entries for every version that the catalogue does not have. */
export const additionsTo = (catalogue: readonly Entry[], definitions: Definitions): Additions => {
  const known = new Set(catalogue.map(nameOf))
  const decided = decidedEvents()
  const decode = decoderOf(definitions)
  const entries: Entry[] = []
  const byHand: string[] = []
  const isReadable = ({ type, version }: Version, data: Json): boolean => {
    try {
      decode({ type, data, metadata: { schema: version } })
      return true
    } catch {
      return false
    }
  }
  for (const each of [...definitions.values()].flatMap(versionsOf)) {
    if (known.has(nameOf(each))) continue
    const { type, version } = each
    const contract = contractOf(each.data)
    const candidates = [decided.get(type), exampleOf(contract)]
    const example = candidates.find((data) => data !== undefined && isReadable(each, data))
    if (example === undefined) byHand.push(nameOf(each))
    else entries.push({ type, version, digest: digestOf({ contract, example }), contract, example })
  }
  return { entries, byHand }
}
