import { setImmediate as turn } from 'node:timers/promises'
import { linkTargetOf } from '../core/links.ts'
import type { EventStoreNode } from '../core/node.ts'
import { findStream, readStreamForwards } from '../core/read-stream.ts'
import { firstRevision } from '../core/retention.ts'
import { dataOf, idOf, revisionOf, streamOf } from '../store/record.ts'
import { createLatest } from './latest.ts'
import { subjectOf, type Message } from './message.ts'
import { removeOwn, retainOwn, writeOwn } from './own-streams.ts'
import { createProgress } from './progress.ts'
import { parkedStreamOf } from './settings.ts'
import { targetOf } from './source.ts'

/** What a group has set aside, as links in a stream of its own. */
export type Parking = {
  /** Resolves when the message is on disk. */
  readonly park: (message: Message, reason: string) => Promise<void>
  /** How many are parked and not being tried again. */
  readonly count: () => number
  /** Takes the parked up again, oldest first, below a revision of the parked stream when one is given. */
  readonly replay: (stopAt: number | undefined, take: (message: Message) => void) => Promise<void>
  /** A message that was taken up again is done with; its link is hidden once all before it are. */
  readonly finish: (revision: number) => void
  /** Resolves when nothing is left to write. */
  readonly idle: () => Promise<void>
  readonly remove: () => Promise<void>
}

/** The parked link points at the event itself; where a link led nowhere, at what that link did. */
const linkDataOf = (message: Message): string => {
  const { bytes } = message.entry
  const isLost = message.target === null && linkTargetOf(bytes) !== undefined
  const subject = subjectOf(message)
  return isLost ? dataOf(bytes).toString('utf8') : `${revisionOf(subject)}@${streamOf(subject)}`
}

const page = 256

export const createParking = (node: EventStoreNode, key: string): Parking => {
  const stream = parkedStreamOf(key)
  const underWay = new Set<Promise<void>>()
  const truncation = createLatest((revision) => retainOwn(node, stream, { $tb: revision }))
  const replayed = createProgress()
  const tickets = new Map<number, number>()
  /** The first revision that has not been taken up again. */
  let next = 0
  let replaying = false

  const settled = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.allSettled(underWay)
  }
  const firstWaiting = (): number => {
    const { retention, last } = node.streams.get(stream)
    return Math.max(next, firstRevision(retention, last))
  }
  const finish = (revision: number): void => {
    const ticket = tickets.get(revision)
    if (ticket === undefined) return
    tickets.delete(revision)
    const before = replayed.doneUpTo()
    replayed.finish(ticket)
    const done = replayed.doneUpTo()
    if (done !== undefined && done !== before) truncation.write(done + 1)
  }
  const takeUp = async (stopAt: number, take: (message: Message) => void): Promise<void> => {
    let taken = 0
    const found = findStream(node.streams, stream)
    if (found.kind !== 'found') return
    for (const entry of readStreamForwards(node.log, found.state, firstWaiting(), node.now())) {
      const revision = revisionOf(entry.bytes)
      if (revision >= stopAt) return
      next = revision + 1
      tickets.set(revision, replayed.take(revision))
      const target = targetOf(node, entry)
      const ticket = { kind: 'replayed', revision } as const
      // What can't be read any more can't be tried again either.
      if (target === null) finish(revision)
      else take({ id: idOf(entry.bytes), entry, place: revision, target, retries: 0, ticket })
      if (++taken % page === 0) await turn()
    }
  }
  return {
    park: (message, reason) => {
      const written = writeOwn(node, stream, {
        type: '$>',
        contentType: 'application/octet-stream',
        data: linkDataOf(message),
        metadata: JSON.stringify({
          added: new Date(node.now()).toISOString(),
          reason,
          subscriptionEventNumber: revisionOf(message.entry.bytes),
        }),
      })
      underWay.add(written)
      return written.finally(() => underWay.delete(written))
    },
    count: () => {
      const found = findStream(node.streams, stream)
      if (found.kind !== 'found') return 0
      return Math.max(0, found.state.last + 1 - underWay.size - firstWaiting())
    },
    replay: async (stopAt, take) => {
      if (replaying) return
      replaying = true
      try {
        await settled()
        // What is parked from now on is not of this replay.
        const end = node.streams.get(stream).last + 1
        await takeUp(Math.min(stopAt ?? end, end), take)
      } finally {
        replaying = false
      }
    },
    finish,
    idle: async () => {
      await settled()
      await truncation.idle()
    },
    remove: () => removeOwn(node, stream),
  }
}
