import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import { LRUCache } from 'lru-cache'
import type { SnapshotStore } from '../../platform/snapshots/snapshots.ts'
import type { CommandTrace, Folded } from './folded.ts'

/** A fold that was kept, and the id of the event that it ends with, to be looked for in the log. */
export type Remembered = { readonly folded: Folded<unknown>; readonly eventId: string }

/**
 * Folds of long streams, kept so that a new process need not read them from the start. Discardable: present, absent,
 * old or broken, they change what a fold costs and never what it is.
 */
export type FoldSnapshots = {
  /** Of a stream with fewer events than this, none is looked for. */
  readonly firstPage: number
  /** What was kept of a stream by this very code; nothing when it cannot be used. */
  readonly recall: (stream: string) => Promise<Remembered | undefined>
  /** Keeps a fold if the stream has grown enough since. Ends when that is done; never rejects. */
  readonly offer: (stream: string, folded: Folded<unknown>) => Promise<void>
}

type Options = {
  readonly store: SnapshotStore
  readonly codeVersion: string
  /** A stream is kept from so many events on. */
  readonly worthwhile?: number
  readonly onTrouble: (error: unknown) => void
}

type Kept = {
  readonly stream: string
  readonly revision: bigint
  readonly state: unknown
  readonly position: bigint
  readonly origin: string | undefined
  readonly commands: readonly (readonly [string, CommandTrace])[]
}

const digestBytes = 32
const digestOf = (content: Buffer): Buffer => createHash('sha256').update(content).digest()

const packed = (kept: Kept): Buffer => {
  const content = serialize(kept)
  return Buffer.concat([digestOf(content), content])
}

/** Nothing when it is not as it was written: the digest is looked at before anything is read from it. */
const unpacked = (body: Buffer): Kept | undefined => {
  const content = body.subarray(digestBytes)
  if (!digestOf(content).equals(body.subarray(0, digestBytes))) return undefined
  // Its digest says that `packed` wrote it, and its code version that this code did.
  return deserialize(content) as Kept
}

export const createFoldSnapshots = ({
  store,
  codeVersion,
  worthwhile = 1_000,
  onTrouble,
}: Options): FoldSnapshots => {
  /** Revision up to which a stream is kept, or on its way there. */
  const kept = new LRUCache<string, bigint>({ max: 10_000 })

  const recall = async (stream: string): Promise<Remembered | undefined> => {
    const snapshot = await store.get(stream)
    if (snapshot?.codeVersion !== codeVersion) return undefined
    const content = unpacked(snapshot.body)
    if (content?.stream !== stream) return undefined
    const { state, revision, position, origin } = content
    const commands = new Map(content.commands)
    const last = content.commands.find(([, trace]) => trace.revision === revision)
    if (last === undefined) return undefined
    kept.set(stream, revision)
    const folded = { state, revision, position, commands }
    return {
      folded: origin === undefined ? folded : { ...folded, origin },
      eventId: last[1].eventId,
    }
  }

  const keep = async (stream: string, folded: Folded<unknown>): Promise<void> => {
    const { state, revision, position, origin } = folded
    // Traces are shared between the versions of a fold; later ones are not this one's.
    const commands = [...folded.commands].filter(([, trace]) => trace.revision <= revision)
    const body = packed({ stream, revision, state, position, origin, commands })
    await store.put(stream, { codeVersion, revision, body })
  }

  return {
    firstPage: Math.ceil(worthwhile / 5),
    recall: (stream) =>
      recall(stream).catch((error: unknown) => {
        onTrouble(error)
        return undefined
      }),
    offer: async (stream, folded) => {
      const { revision } = folded
      const before = kept.get(stream) ?? -1n
      // Ever rarer as a stream grows, so that all its snapshots together cost a few times the last.
      const enough = before / 4n > BigInt(worthwhile) ? before / 4n : BigInt(worthwhile)
      if (revision - before < enough) return
      kept.set(stream, revision)
      await keep(stream, folded).catch(onTrouble)
    },
  }
}
