import { LRUCache } from 'lru-cache'
import { lockDirectory } from '../embedded/event-store/lock.ts'
import { openLog, type Log, type Write } from '../embedded/event-store/store/log.ts'
import {
  encodeRecord,
  idOf,
  revisionOf,
  streamOf,
  tombstoneRevision,
} from '../embedded/event-store/store/record.ts'
import { mkdirSync } from 'node:fs'
import { checkDump, eventsOfDump, readDumpManifest } from './dump-file.ts'
import { isMoved, isTombstone, type DumpedEvent } from './dump.ts'
import type { ImportReport } from './import.ts'
import { StoreToolError } from './problem.ts'
import type { OnStep } from '../progress/step.ts'

const slice = 5_000
const namesKept = 200_000

const revisionNumber = (event: DumpedEvent): number =>
  isTombstone(event) ? tombstoneRevision : Number(event.revision)

/** Makes the records of a log that has no node: stream numbers as they come, one record behind the other. */
const createPlacer = (log: Log): ((event: DumpedEvent) => Write) => {
  const ids = new LRUCache<string, number>({ max: namesKept })
  let lastId = log.lastStreamId()
  let position = log.end()
  return (event) => {
    const { stream } = event
    const known = ids.get(stream) ?? log.streamIdOf(stream)
    const streamId = known ?? ++lastId
    ids.set(stream, streamId)
    const revision = revisionNumber(event)
    const createdMs = Number(BigInt(event.created) / 10_000n)
    const bytes = encodeRecord({ ...event, revision, position, createdMs })
    const write = { position, bytes, streamId, revision }
    position += bytes.length
    return known === undefined ? { ...write, name: stream } : write
  }
}

/** What is in the log already; throws where it is something else. */
function* existing(log: Log): Generator<Buffer, void, undefined> {
  for (let next = 0; ; ) {
    const page = log.forwards(next, 1_000)
    for (const { bytes } of page) if (isMoved(streamOf(bytes))) yield bytes
    const last = page.at(-1)
    if (last === undefined) return
    next = last.position + last.bytes.length
  }
}

const isSame = (bytes: Buffer, event: DumpedEvent): boolean =>
  streamOf(bytes) === event.stream &&
  revisionOf(bytes) === revisionNumber(event) &&
  idOf(bytes) === event.id

/**
 * Writes an export straight into the data directory of an embedded store on which no node runs: with the times of its
 * events, which no protocol can set, and with the revisions that a scavenge left. Goes on where it was interrupted.
 */
export const fillDirectory = async (
  directory: string,
  dump: string,
  onStep: OnStep,
): Promise<ImportReport> => {
  const manifest = readDumpManifest(dump)
  await checkDump(dump, manifest, onStep)
  mkdirSync(directory, { recursive: true })
  const unlock = lockDirectory(directory)
  const log = openLog(directory)
  let [appended, found] = [0, 0]
  try {
    const place = createPlacer(log)
    const there = existing(log)
    let waiting: Write[] = []
    const commit = async (): Promise<void> => {
      await log.commit(waiting.map((write) => [write]))
      appended += waiting.length
      waiting = []
      onStep({ phase: 'import', done: found + appended, total: manifest.events, unit: 'events' })
    }
    for await (const event of eventsOfDump(dump)) {
      const before = there.next()
      if (before.done !== true) {
        if (!isSame(before.value, event)) {
          throw new StoreToolError(
            'NOT_THE_SAME_LOG',
            `${directory} holds another log: only an empty store, or one with the beginning of this export, can be imported into`,
          )
        }
        found++
        continue
      }
      waiting.push(place(event))
      if (waiting.length >= slice) await commit()
    }
    await commit()
    return { appended, found }
  } finally {
    await log.close()
    unlock()
  }
}
