import { leafHash, sameHash } from '../../domain/audit/hashes.ts'
import { isAudited, leafOf } from '../../domain/audit/leaf.ts'
import { sha256 } from '../../platform/audit/sha256.ts'
import type { StoredLog } from '../../platform/event-store/stored-log.ts'
import type { WireEvent } from '../../platform/event-store/wire/read-reply.ts'
import { tileSize } from './tiles.ts'
import type { AuditTree, Leaf, LeafPlace } from './tree.ts'

/** Leaves that are written at once. */
const most = 4_096

export const hashOfEvent = (event: WireEvent): Uint8Array => leafHash(sha256, leafOf(event))

const leafOfEvent = (event: WireEvent): Leaf => {
  const { position, stream, revision } = event
  return { position, stream, revision, hash: hashOfEvent(event) }
}

/** Whether the tree's last leaf is this log's event, at its place. */
const isOf = async (log: StoredLog, tree: AuditTree, size: number, last: LeafPlace) => {
  const event = await log.at(last.stream, last.revision)
  if (event?.position !== last.position) return false
  const tile = await tree.leavesOf(Math.floor((size - 1) / tileSize))
  const hash = tile[(size - 1) % tileSize]
  return hash !== undefined && sameHash(hash, hashOfEvent(event))
}

/** What ends the reading: nobody else may write the tree meanwhile. */
export class TreeOvertaken extends Error {
  override readonly name = 'TreeOvertaken'
}

export type CatchUp = {
  /** Leaves of the tree now. */
  readonly size: number
  /** Everything up to here was seen. */
  readonly readTo: bigint | 'start'
}

/** Where the tree stands in this log; undefined when it is of another one, or of another past. */
export const whereTreeStands = async (
  log: StoredLog,
  tree: AuditTree,
): Promise<CatchUp | undefined> => {
  const { size, last } = await tree.state()
  if (last === undefined) return { size: 0, readTo: 'start' }
  return (await isOf(log, tree, size, last)) ? { size, readTo: last.position } : undefined
}

/** Adds what came since, up to the end of the log. `rest` is waited for after every write. Throws TreeOvertaken. */
export const catchUp = async (
  log: StoredLog,
  tree: AuditTree,
  from: CatchUp,
  rest: () => Promise<void> = () => Promise.resolve(),
): Promise<CatchUp> => {
  let { size, readTo } = from
  let waiting: Leaf[] = []
  const write = async (): Promise<void> => {
    if (waiting.length === 0) return
    if (!(await tree.grow(size, waiting))) throw new TreeOvertaken(`others write the tree`)
    size += waiting.length
    waiting = []
    await rest()
  }
  for await (const events of log.after(readTo)) {
    waiting.push(...events.filter(isAudited).map(leafOfEvent))
    readTo = events.at(-1)?.position ?? readTo
    if (waiting.length >= most) await write()
  }
  await write()
  return { size, readTo }
}
