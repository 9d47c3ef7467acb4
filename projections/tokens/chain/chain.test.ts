import t from 'tap'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import { chainEntries } from './chain-entries.ts'
import { chains } from './chains.ts'

const hash = (digit: string): string => `0x${digit.repeat(64)}`
const head = (number: string, digit: string) => ({
  ...{ number, hash: hash(digit), parentHash: hash('0'), at: meta.now },
})
const happens = (type: string, data: object) =>
  on('chain-local', { type, data: { chain: 'local', at: meta.now, ...data } })
const opened = happens('ChainOpened', {
  ...{ chainId: '31337', genesis: hash('e'), head: head('1', '1') },
})
const advanced = (number: string, safe: string, finalised: string) =>
  happens('ChainAdvanced', {
    ...{ head: head(number, 'a'), blocks: [], kept: '1', seen: [], safe, finalised },
    ...{ madeSafe: [], madeFinal: [] },
  })
const reorganised = happens('ChainReorganised', {
  ...{ from: head('9', 'a'), to: head('6', '6'), depth: 3, orphaned: [] },
})
const halted = happens('ChainHalted', { code: 'TOO_DEEP', detail: 'no common block' })
const row = (expected: object) => ({ chains: [{ chain: 'local', ...expected }] })

t.test('a chain stands where it was followed to', async () => {
  const { given } = projection(chains)
  given()
    .when(opened)
    .then(row({ head_number: 1n, finalised_number: 1n, reorganisations: 0 }))
  given(opened)
    .when(advanced('9', '8', '7'))
    .then(row({ head_number: 9n, safe_number: 8n, finalised_number: 7n }))
})

t.test('blocks that go are counted, and what was safe in them is not any more', async () => {
  const { given } = projection(chains)
  given(opened, advanced('9', '8', '5'))
    .when(reorganised)
    .then(row({ head_number: 6n, safe_number: 6n, finalised_number: 5n, deepest: 3 }))
})

t.test('it says why it is followed no further, and who had it go on', async () => {
  const { given } = projection(chains)
  const resumed = happens('ChainResumed', {
    ...{ by: 'ada', reason: 'the node is right again', to: head('4', '4'), orphaned: [] },
  })
  given(opened, halted)
    .when(advanced('2', '1', '1'))
    .then(row({ halted_code: 'TOO_DEEP' }))
  given(opened, advanced('9', '8', '5'), halted)
    .when(resumed)
    .then(row({ halted_code: null, resumed_by: 'ada', head_number: 4n, finalised_number: 4n }))
})

t.test('an entry is one row, wherever it stands', async () => {
  const { given } = projection(chainEntries)
  const entryId = idNamed('entry')
  const entry = (type: string, observation: number, digit: string) =>
    on(`chainEntry-${entryId}`, {
      type,
      data: {
        ...{ entryId, chain: 'local', contract: 'QVT', event: 'Transfer', ordinal: 2 },
        ...{ arguments: { value: '5' }, transactionHash: hash('f'), observation, at: meta.now },
        block: { number: '7', hash: hash(digit), at: meta.now },
        ...(type === 'ChainEntryOrphaned' ? { reason: 'REORGANISED' } : {}),
      },
    })
  const seen = entry('ChainEntrySeen', 1, 'a')
  const rows = (expected: object) => ({ chain_entries: [{ entry_id: entryId, ...expected }] })
  given()
    .when(seen)
    .then(rows({ status: 'SEEN', block_number: 7n, ordinal: 2 }))
  const orphaned = entry('ChainEntryOrphaned', 1, 'a')
  given(seen)
    .when(orphaned)
    .then(rows({ status: 'ORPHANED', observation: 1 }))
  given(seen, orphaned)
    .when(entry('ChainEntrySeen', 2, 'b'))
    .then(rows({ status: 'SEEN', observation: 2, block_hash: hash('b') }))
})
