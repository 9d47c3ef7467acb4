import t from 'tap'
import type { LinkedBlock } from './block.ts'
import { restOf } from './finality.ts'

const block = (number: number, branch = 'a'): LinkedBlock => ({
  number: String(number),
  hash: `${branch}${number}`,
  parentHash: `${branch}${number - 1}`,
  at: new Date(Date.UTC(2026, 0, 1) + number * 12_000).toISOString(),
})
const blocks = Array.from({ length: 40 }, (_, n) => block(n + 100))
const none = { safe: null, finalised: null }

t.test('by depth: so many blocks on it, a quarter of that for safe', async (t) => {
  t.same(restOf({ by: 'DEPTH', depth: 12 }, blocks, none), { safe: 136n, finalised: 127n })
  t.same(restOf({ by: 'DEPTH', depth: 500 }, blocks, none), { safe: 14n, finalised: 0n })
})

t.test('by time: by the chain’s own clock', async (t) => {
  t.same(restOf({ by: 'SECONDS', seconds: 240 }, blocks, none), { safe: 134n, finalised: 119n })
  t.same(restOf({ by: 'SECONDS', seconds: 86_400 }, blocks, none), { safe: 0n, finalised: 0n })
})

t.test('by the node’s tags: as far as its blocks are ours', async (t) => {
  const by = { by: 'TAG' } as const
  const tags = (safe: LinkedBlock, finalised: LinkedBlock) =>
    restOf(by, blocks, { safe, finalised })
  t.same(tags(block(130), block(120)), { safe: 130n, finalised: 120n })
  t.same(tags(block(900), block(80)), { safe: 139n, finalised: 80n })
  t.same(tags(block(130, 'b'), block(120)), { safe: 0n, finalised: 120n }, 'another branch')
  t.same(restOf(by, blocks, none), { safe: 0n, finalised: 0n })
  t.same(restOf(by, [], none), { safe: 0n, finalised: 0n })
})
