import { leafHash } from '../../domain/audit/hashes.ts'
import { leafOf } from '../../domain/audit/leaf.ts'
import { bytesOf, sha256 } from '../../platform/audit/sha256.ts'
import { eventOfLine, type DumpedEvent } from '../store/dump.ts'
import type { Pair } from './difference.ts'
import type { BadEvent } from './finding.ts'
import { marksOf, marksOfLine } from './marks.ts'

const eventIn = (bytes: Buffer): DumpedEvent | undefined => {
  try {
    return eventOfLine(bytes.toString('utf8'), 0)
  } catch {
    return undefined
  }
}

export const badEventOf = (
  index: number,
  event: Omit<DumpedEvent, 'data' | 'metadata'> | undefined,
): BadEvent => ({
  index,
  ...(event === undefined
    ? {}
    : {
        position: event.position.toString(),
        stream: event.stream,
        revision: event.revision.toString(),
        id: event.id,
        type: event.type,
      }),
})

/** Stands for the leaf of what is no event: it is nobody's. */
const noLeaf = sha256(Buffer.from('no leaf'))

export type ReadPair = {
  readonly pair: Pair
  /** For the trackers; absent where there is no line. */
  readonly found?: Uint8Array
  readonly expected?: Uint8Array
}

type Lines = AsyncGenerator<Buffer, void, undefined>

const nextOf = async (lines: Lines | undefined): Promise<Buffer | undefined> => {
  const next = await lines?.next()
  return next === undefined || next.done === true ? undefined : next.value
}

/** The events of an export side by side with what its other file says that they are. Leaves count from `from`. */
export async function* readPairs(
  events: Lines,
  hashes: Lines | undefined,
  from: number,
): AsyncGenerator<ReadPair, void, undefined> {
  for (let index = from; ; index += 1) {
    const bytes = await nextOf(events)
    const marked = await nextOf(hashes)
    if (bytes === undefined && marked === undefined) return
    const expected = marked === undefined ? undefined : marksOfLine(marked.toString('latin1'))
    const event = bytes === undefined ? undefined : eventIn(bytes)
    const leaf = event === undefined ? noLeaf : leafHash(sha256, leafOf(event))
    const read =
      bytes === undefined || event === undefined ? undefined : marksOf(event, leaf, bytes)
    const found = bytes === undefined ? undefined : (read ?? 'unreadable')
    yield {
      pair: {
        event: badEventOf(index, event),
        ...(found === undefined ? {} : { found }),
        ...(expected === undefined ? {} : { expected }),
      },
      ...(bytes === undefined ? {} : { found: leaf }),
      ...(expected === undefined ? {} : { expected: bytesOf(expected.leaf) }),
    }
  }
}
