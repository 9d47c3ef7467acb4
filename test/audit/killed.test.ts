import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { isAudited } from '../../domain/audit/leaf.ts'
import { emptyRange, extendByLeaves, rootOf } from '../../domain/audit/range.ts'
import { readHeads, readKeys } from '../../ops/audit/heads.ts'
import { hexOf, sha256 } from '../../platform/audit/sha256.ts'
import { hashOfEvent } from '../../projections/audit/catch-up.ts'
import { startAuditWorld } from './world.ts'

t.setTimeout(90_000)
const world = await startAuditWorld()
t.teardown(world.stop)
const { eventStore, log, tree } = world

const program = fileURLToPath(new URL('doomed-keeper.ts', import.meta.url))
/** A keeper that is killed in the middle of its round. */
const killed = async (where: string, what: string): Promise<void> => {
  const args = ['--import=tsx', program, world.url, world.postgresUrl, where, what]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  // What the event says: the code, or the signal.
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  if (signal !== 'SIGKILL') throw new Error(`the keeper got past ${where} ${what}`)
}

const leavesNow = async (): Promise<readonly Uint8Array[]> => {
  const leaves: Uint8Array[] = []
  for await (const page of log.after('start'))
    leaves.push(...page.filter(isAudited).map(hashOfEvent))
  return leaves
}
const rootNow = (leaves: readonly Uint8Array[]) =>
  hexOf(rootOf(sha256, extendByLeaves(sha256, emptyRange(), leaves)))

/** Where it is killed, and how many heads there are then. */
const deaths = [
  ['statement', '^insert into "audit_tile"', 0],
  ['statement', '^commit', 0],
  ['before', 'auditKeys-', 0],
  ['after', 'auditKeys-', 0],
  ['before', 'treeHeads-', 0],
  ['after', 'treeHeads-', 1],
] as const

t.test(
  'killed wherever it writes, it leaves a tree that is one, and heads that follow',
  async (t) => {
    for (const [where, what, heads] of deaths) {
      await world.write(300)
      await killed(where, what)
      const leaves = await leavesNow()
      const { size } = await tree.state()
      t.equal(
        hexOf(await tree.root(size)),
        rootNow(leaves.slice(0, size)),
        `${where} ${what}: the tree of ${size} of ${leaves.length} leaves`,
      )
      t.equal((await readHeads(eventStore)).length, heads)
    }
    await world.write(1)
    t.match(await world.keeper().round('now'), { kind: 'signed' }, 'who comes next goes on')
    const leaves = await leavesNow()
    const all = await readHeads(eventStore)
    t.equal(all.length, 2)
    for (const { size, root } of all) t.equal(root, rootNow(leaves.slice(0, size)))
    t.equal((await readKeys(eventStore)).length, 1, 'the key was introduced once')
  },
)
