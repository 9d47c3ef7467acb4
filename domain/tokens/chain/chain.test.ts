import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import type { LinkedBlock } from './block.ts'
import { chain, type ChainCommand } from './chain.ts'
import type { SeenEntry } from './entry-events.ts'

const { after, given } = decider(chain)
const hash = (text: string): string => `0x${Buffer.from(text).toString('hex').padEnd(64, '0')}`
const at = meta.now
/** A block of a branch: `a3` stands on `a2`, and `b3` on what it is told. */
const block = (name: string, below = `a${Number(name.slice(1)) - 1}`): LinkedBlock => ({
  ...{ number: name.slice(1), hash: hash(name), parentHash: hash(below), at },
})
const genesis = hash('genesis')
const open: ChainCommand = {
  ...{ type: 'OpenChain', chain: 'local', chainId: '31337', genesis, head: block('a1') },
}
const entryIn = ({ number, hash: inBlock }: LinkedBlock): SeenEntry => ({
  ...{ entryId: idNamed(`entry ${inBlock}`), chain: 'local', contract: 'QVT', event: 'Transfer' },
  ...{ arguments: {}, transactionHash: hash('transaction'), ordinal: 0 },
  block: { number, hash: inBlock, at },
})
const advance = (
  blocks: readonly LinkedBlock[],
  rest = { safe: 0n, finalised: 0n },
  entries: readonly SeenEntry[] = [],
): ChainCommand => ({ type: 'Advance', chain: 'local', blocks, entries, rest, keep: 10 })
const back = (ancestor?: LinkedBlock): ChainCommand => ({
  ...{ type: 'Reorganise', chain: 'local' },
  ...(ancestor === undefined ? {} : { ancestor }),
})
const resume = (to?: LinkedBlock, first = genesis): ChainCommand => ({
  ...{ type: 'ResumeChain', chain: 'local', reason: 'looked at it' },
  ...(to === undefined ? {} : { to, genesis: first }),
})
const halt: ChainCommand = {
  ...{ type: 'HaltChain', chain: 'local', code: 'WRONG_CHAIN', detail: 'another one' },
}
const [a2, a3, a4] = [block('a2'), block('a3'), block('a4')]
const entry = entryIn(a3)

t.test('a chain is opened once, and goes on from its head', async () => {
  given().when(open).then(['ChainOpened'])
  after(open).when(open).then([])
  given()
    .when(advance([a2]))
    .then('NOT_FOUND')
  after(open)
    .when(advance([a2, a3]))
    .then(['ChainAdvanced'])
  after(open, advance([a2]))
    .when(advance([]))
    .then([])
})

t.test('what does not stand on the head is not believed', async () => {
  after(open)
    .when(advance([a3]))
    .then([])
  after(open, advance([a2]))
    .when(advance([block('b3', 'b2')]))
    .then([])
  after(open)
    .when(advance([a2, a4]))
    .then([])
})

t.test('entries come to rest with their blocks, never above the head', async (t) => {
  const seen = advance([a2, a3], { safe: 0n, finalised: 0n }, [entry])
  const { entryId } = entry
  const { decision } = after(open, seen).when(advance([a4], { safe: 3n, finalised: 2n }))
  t.match(decision, [{ data: { madeSafe: [entryId], madeFinal: [], safe: '3', finalised: '2' } }])
  const final = after(open, seen).when(advance([a4], { safe: 90n, finalised: 90n }))
  t.match(final.decision, [{ data: { madeFinal: [entryId], finalised: '4', kept: '4' } }])
  const { state } = after(open, seen)
  t.match(state, { consequences: [{ entryId, command: { type: 'SeeEntry' } }] })
})

t.test('blocks go down to the common ancestor, with what stood in them', async (t) => {
  const seen = advance([a2, a3], { safe: 3n, finalised: 0n }, [entry])
  const { decision } = after(open, seen).when(back(a2))
  const { entryId } = entry
  t.match(decision, [
    { type: 'ChainReorganised', data: { depth: 1, to: a2, from: a3, orphaned: [entryId] } },
  ])
  t.match(after(open, seen, back(a2)).state, {
    ...{ safe: 2n, open: [], consequences: [{ entryId, command: { type: 'OrphanEntry' } }] },
  })
  after(open, seen, back(a2))
    .when(advance([block('b3', 'a2')]))
    .then(['ChainAdvanced'])
  after(open, seen).when(back(a3)).then([])
})

t.test('deeper than what is kept, or than what is final, it halts', async () => {
  const seen = advance([a2, a3], { safe: 3n, finalised: 2n })
  after(open, seen).when(back()).then(['ChainHalted'])
  after(open, seen)
    .when(back(block('a1')))
    .then(['ChainHalted'])
  after(open, seen, back())
    .when(advance([a4]))
    .then([])
  after(open, seen, halt).when(halt).then([])
})

t.test('only what was halted is resumed, and not beyond where it was', async (t) => {
  const seen = advance([a2, a3], { safe: 0n, finalised: 0n }, [entry])
  after(open, seen).when(resume()).then('CHAIN_NOT_HALTED')
  after(open, seen, halt).when(resume()).then(['ChainResumed'])
  after(open, seen, halt)
    .when(resume(block('b9', 'b8')))
    .then('CHAIN_BLOCK_AHEAD')
  const other = block('b2', 'b1')
  const resumed = after(open, seen, halt, resume(other))
  t.match(resumed.state, { window: [block('a1'), other], open: [], finalised: 1n })
  resumed.when(advance([block('b3', 'b2')])).then(['ChainAdvanced'])
})

t.test('of another chain, nothing that was seen and not final stands', async (t) => {
  const seen = advance([a2, a3], { safe: 0n, finalised: 0n }, [entry])
  const far = block('c50', 'c49')
  const { state } = after(open, seen, halt, resume(far, hash('another')))
  t.match(state, { window: [far], open: [], genesis: hash('another') })
  t.equal(state.kind === 'following' && state.window.length, 1)
})
