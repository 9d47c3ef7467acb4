import { cpSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import t from 'tap'
import { openNode, type EventStoreNode } from '../embedded/event-store/core/node.ts'
import type { ProposedEvent } from '../embedded/event-store/core/outcome.ts'
import { idOf } from '../embedded/event-store/store/record.ts'
import { startEventStore } from '../embedded/event-store/start.ts'
import { backUp } from './backup.ts'
import { carryOut, planRepair } from './repair.ts'
import { restore } from './restore.ts'
import { verifyStore } from './verify.ts'
import { scavengeOnline } from './online-scavenge.ts'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'

t.setTimeout(120_000)
const quiet = (): void => undefined
const proposed = (): ProposedEvent => ({
  id: randomUUID(),
  type: 'T',
  contentType: 'application/json',
  metadata: Buffer.alloc(0),
  data: Buffer.from('{"n":1}'),
})
const any = { kind: 'any' } as const
const idsOf = (node: EventStoreNode): string[] =>
  node.log.forwards(0, 1_000_000).map(({ bytes }) => idOf(bytes))

const filled = async (directory: string, appends = 50): Promise<string[]> => {
  const node = openNode(directory)
  for (let i = 0; i < appends; i++) {
    await node.writer.append(`s-${i % 7}`, [proposed(), proposed()], any)
  }
  const ids = idsOf(node)
  await node.close()
  return ids
}

t.test('a backup taken under write load is a prefix of the log, restored as it was', async (t) => {
  const root = t.testdir({ data: {} })
  const data = join(root, 'data')
  const store = await startEventStore({ dataDir: data, port: 0 })
  const client = EventStoreDBClient.connectionString(store.connectionString)
  let writing = true
  let acknowledged = 0
  const writers = Array.from({ length: 16 }, async (_, writer) => {
    while (writing) {
      const events = Array.from({ length: 5 }, () => jsonEvent({ type: 'T', data: { writer } }))
      await client.appendToStream(`w-${writer}`, events)
      acknowledged += 5
    }
  })
  const backups = []
  for (let i = 0; i < 4; i++) {
    const target = 100 * (i + 1)
    while (acknowledged < target) await new Promise((resolve) => setImmediate(resolve))
    const before = acknowledged
    const manifest = await backUp(data, join(root, `backup-${i}`), quiet, new Date(0))
    t.ok(manifest.events >= before, `${manifest.events} of at least ${before}`)
    backups.push(manifest)
  }
  writing = false
  await Promise.all(writers)
  await client.dispose()
  await store.stop()
  const node = openNode(data)
  const all = idsOf(node)
  await node.close()
  for (const [i, { events }] of backups.entries()) {
    const to = join(root, `restored-${i}`)
    await restore(join(root, `backup-${i}`), to, quiet)
    t.equal((await verifyStore(to, quiet)).events, events)
    const again = openNode(to, { notice: (text) => t.fail(text) })
    t.same(idsOf(again), all.slice(0, events))
    t.equal((await again.writer.append('later', [proposed()], any)).kind, 'appended')
    await again.close()
  }
})

t.test('a backup that was changed is not restored, and leaves nothing behind', async (t) => {
  const root = t.testdir({ data: {} })
  await filled(join(root, 'data'))
  const { files } = await backUp(join(root, 'data'), join(root, 'backup'), quiet, new Date(0))
  const file = join(root, 'backup', files[0]!.name)
  const bytes = readFileSync(file)
  bytes[500] = (bytes[500] ?? 0) ^ 1
  writeFileSync(file, bytes)
  await t.rejects(restore(join(root, 'backup'), join(root, 'to'), quiet), {
    code: 'BACKUP_DAMAGED',
  })
  t.notOk(readdirSync(root).includes('to'))
  rmSync(join(root, 'backup', 'backup.json'))
  await t.rejects(restore(join(root, 'backup'), join(root, 'to'), quiet), { code: 'NO_BACKUP' })
  await t.rejects(restore(join(root, 'backup'), join(root, 'data'), quiet), { code: 'NO_BACKUP' })
})

t.test('a repair says what goes, takes nothing else, and keeps it beside', async (t) => {
  const root = t.testdir({ data: {} })
  const data = join(root, 'data')
  const ids = await filled(data)
  t.equal(planRepair(data), undefined)
  const chunk = readdirSync(data).find((name) => name.startsWith('chunk-')) ?? ''
  const intact = readFileSync(join(data, chunk))
  for (const share of [0, 0.3, 0.77, 0.999]) {
    const copy = join(root, `copy-${share}`)
    cpSync(data, copy, { recursive: true })
    const bytes = Buffer.from(intact)
    const at = 64 + Math.floor((bytes.length - 65) * share)
    bytes[at] = (bytes[at] ?? 0) ^ 4
    writeFileSync(join(copy, chunk), bytes)
    await t.rejects(verifyStore(copy, quiet), { code: 'store-damaged' })
    const plan = planRepair(copy)
    t.ok(plan)
    const aside = await carryOut(copy, plan!)
    t.equal(statSync(join(aside, chunk)).size, bytes.length)
    t.equal(planRepair(copy), undefined)
    const node = openNode(copy)
    const left = idsOf(node)
    t.same(left, ids.slice(0, left.length))
    // All but the damaged event itself could still be named.
    t.equal(left.length + plan!.lost.length, ids.length - 1)
    t.equal(left.length % 2, 0, 'appends are whole')
    t.equal((await node.writer.append('later', [proposed()], any)).kind, 'appended')
    await node.close()
    t.ok((await verifyStore(copy, quiet)).events > left.length)
  }
})

t.test('a verification counts everything, and looks into the index', async (t) => {
  const data = join(t.testdir({ data: {} }), 'data')
  const ids = await filled(data)
  t.match(await verifyStore(data, quiet), { events: ids.length, index: { kind: 'whole' } })
  const file = join(data, 'index.mdb')
  const bytes = readFileSync(file)
  bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1
  writeFileSync(file, bytes)
  t.match(await verifyStore(data, quiet), { index: { kind: 'to-be-rebuilt' } })
})

t.test('a running node is scavenged through its connection string', async (t) => {
  const data = join(t.testdir({ data: {} }), 'data')
  const store = await startEventStore({ dataDir: data, port: 0 })
  const client = EventStoreDBClient.connectionString(store.connectionString)
  for (let i = 0; i < 20; i++)
    await client.appendToStream('s', jsonEvent({ type: 'T', data: { i } }))
  await client.setStreamMetadata('s', { maxCount: 2 })
  const { result, removedBytes } = await scavengeOnline(store.connectionString, quiet)
  t.equal(result, 'Success')
  t.ok(removedBytes > 0)
  await client.dispose()
  await store.kill()
  t.match(await verifyStore(data, quiet), { index: { kind: 'to-be-rebuilt' } })
})
