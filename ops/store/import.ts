import { openChannel, type Channel } from '../../platform/event-store/channel.ts'
import { createAppendLane, type AppendLane } from '../../platform/event-store/append-lane.ts'
import { checkDump, eventsOfDump, readDumpManifest } from './dump-file.ts'
import { isTombstone, type DumpedEvent } from './dump.ts'
import { stepsOf, type ImportStep } from './import-steps.ts'
import { StoreToolError } from './problem.ts'
import type { OnStep } from '../progress/step.ts'
import { eventsOfStore } from './remote-log.ts'

export type ImportReport = {
  /** Events that this run appended, tombstones among them. */
  readonly appended: number
  /** Events that were there already, from a run before. */
  readonly found: number
}

const attemptMs = 60_000
/** Appends that are under way together; a server takes those of one call in their order. */
const side = 64

const notAPrefix = (stream: string, revision: bigint): StoreToolError =>
  new StoreToolError(
    'NOT_THE_SAME_LOG',
    `The target holds event ${revision.toString()} of ${stream}, which is not what the export has there: only an empty store, or one with the beginning of this export, can be imported into`,
  )

/** Compares the target with what was to come; false where the target ends. Ids of tombstones are the server's own. */
const isThere = async (step: ImportStep, target: AsyncIterator<DumpedEvent>): Promise<boolean> => {
  const wanted = step.kind === 'append' ? step.events.map(({ id }) => id) : [undefined]
  for (const [i, id] of wanted.entries()) {
    const next = await target.next()
    if (next.done === true) return false
    const { value } = next
    const isSame =
      step.kind === 'append'
        ? value.stream === step.stream &&
          value.revision === step.from + BigInt(i) &&
          value.id === id
        : value.stream === step.stream && isTombstone(value)
    if (!isSame) throw notAPrefix(value.stream, value.revision)
  }
  return true
}

const sizeOf = (step: ImportStep): number => (step.kind === 'append' ? step.events.length : 1)

const append = async (lane: AppendLane, step: ImportStep & { kind: 'append' }): Promise<void> => {
  const { stream, from, events } = step
  const reply = await lane(stream, events, from === 0n ? 'no-stream' : from - 1n)
  if (reply.error === undefined) return
  const { type, message } = reply.error
  throw new StoreToolError(
    'IMPORT_REFUSED',
    `The target refused event ${from.toString()} of ${stream}: ${type}: ${message}`,
  )
}

/** Carries out steps, in order, several under way at a time. */
const carryOut = async (
  channel: Channel,
  steps: AsyncIterable<ImportStep>,
  done: (step: ImportStep) => void,
): Promise<void> => {
  const lane = createAppendLane(channel, attemptMs)
  const underWay = new Set<Promise<void>>()
  let failed: { readonly error: unknown } | undefined
  const settled = async (): Promise<void> => {
    await Promise.all(underWay)
    if (failed !== undefined) throw failed.error
  }
  for await (const step of steps) {
    if (failed !== undefined) break
    if (step.kind === 'tombstone') {
      await settled()
      await channel.client.tombstoneStream(step.stream, { expectedRevision: 'any' })
      done(step)
      continue
    }
    const running: Promise<void> = append(lane, step)
      .then(() => done(step))
      .catch((error: unknown) => {
        failed ??= { error }
      })
      .finally(() => underWay.delete(running))
    underWay.add(running)
    if (underWay.size >= side) await Promise.race(underWay)
  }
  await settled()
}

async function* from(
  first: ImportStep | undefined,
  rest: AsyncIterator<ImportStep>,
): AsyncGenerator<ImportStep, void, undefined> {
  if (first === undefined) return
  yield first
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}

/**
 * Appends an export to any EventStoreDB: every event with its id at its revision, so that it can be run again after it was
 * interrupted and nothing is there twice. Throws StoreToolError on a target that holds something else.
 */
export const importInto = async (
  url: string,
  directory: string,
  onStep: OnStep,
): Promise<ImportReport> => {
  const manifest = readDumpManifest(directory)
  await checkDump(directory, manifest, onStep)
  const channel = openChannel(url)
  const total = manifest.events
  let [appended, found] = [0, 0]
  try {
    const steps = stepsOf(eventsOfDump(directory))[Symbol.asyncIterator]()
    const target = eventsOfStore(channel)
    let next = await steps.next()
    while (next.done !== true && (await isThere(next.value, target))) {
      found += sizeOf(next.value)
      onStep({ phase: 'compare', done: found, total, unit: 'events' })
      next = await steps.next()
    }
    await target.return()
    await carryOut(channel, from(next.done === true ? undefined : next.value, steps), (step) => {
      appended += sizeOf(step)
      onStep({ phase: 'import', done: found + appended, total, unit: 'events' })
    })
    return { appended, found }
  } finally {
    await channel.close()
  }
}
