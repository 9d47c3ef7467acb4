/** Does one thing about generations in a process of its own, and is killed at a statement: of this text, the n-th time; or at the end. */
import { createMemoryCache } from '../../platform/cache/memory-cache.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { compareGenerations } from '../../projections/generations/compare.ts'
import { dropGeneration } from '../../projections/generations/drop.ts'
import { liveGeneration } from '../../projections/generations/generations.ts'
import { movePointer } from '../../projections/generations/move-pointer.ts'
import { besideLive, lastLeft, promoteGeneration } from '../../projections/generations/promote.ts'
import { driveReplay } from '../../projections/replays/drive.ts'
import { noVault } from '../read-models/rows.ts'
import { dieAt, dieNow } from '../servers/die-at.ts'

const [eventStoreUrl = '', postgresUrl = '', what = '', text = '', nth = '1'] =
  process.argv.slice(2)
if (text !== 'the end') dieAt(new RegExp(text), Number(nth))
const { pool } = await connectPostgres(postgresUrl)

switch (what) {
  case 'build': {
    const eventStore = connectEventStore(eventStoreUrl)
    const parts = { eventStore, pool, vault: noVault, builder: 'doomed', maxEvents: 40 }
    await driveReplay(parts, new AbortController().signal)
    break
  }
  case 'promote': {
    const [live, to] = [(await liveGeneration(pool)).generation, await besideLive(pool)]
    const { hash } = await compareGenerations(pool, live, to)
    await promoteGeneration(pool, to, hash)
    break
  }
  case 'rollback':
    await movePointer(pool, await lastLeft(pool))
    break
  case 'drop':
    await dropGeneration(pool, createMemoryCache(), await besideLive(pool), 0)
    break
  default:
    throw new Error(`nobody knows how to ${what}`)
}
dieNow()
