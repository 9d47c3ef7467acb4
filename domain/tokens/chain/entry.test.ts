import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../../shared/rejection.ts'
import { chainEntry, decide, evolve, initial, type ChainEntryCommand } from './entry.ts'

const { after, given } = decider(chainEntry)
const hash = (digit: string): string => `0x${digit.repeat(64)}`
const see = (digit = 'a', number = '7'): ChainEntryCommand => ({
  type: 'SeeEntry',
  entry: {
    ...{ entryId: idNamed('entry'), chain: 'local', contract: 'QVT', event: 'Transfer' },
    ...{ arguments: { value: '5' }, transactionHash: hash('f'), ordinal: 0 },
    block: { number, hash: hash(digit), at: meta.now },
  },
})
const safe: ChainEntryCommand = { type: 'SettleEntry', as: 'SAFE' }
const final: ChainEntryCommand = { type: 'SettleEntry', as: 'FINALISED' }
const orphan: ChainEntryCommand = { type: 'OrphanEntry' }

t.test('an entry is seen once in a block, and comes to rest', async () => {
  given().when(see()).then(['ChainEntrySeen'])
  after(see()).when(see()).then([])
  after(see()).when(safe).then(['ChainEntrySafe'])
  after(see(), safe).when(safe).then([])
  after(see(), safe).when(final).then(['ChainEntryFinalised'])
  after(see()).when(final).then(['ChainEntryFinalised'])
})

t.test('what was never seen is neither settled nor taken back', async () => {
  for (const command of [safe, final, orphan]) given().when(command).then([])
})

t.test('its block goes, and it is the same entry in another one', async () => {
  after(see(), safe).when(orphan).then(['ChainEntryOrphaned'])
  after(see(), orphan).when(orphan).then([])
  after(see(), orphan).when(final).then([])
  after(see(), orphan).when(see('b', '8')).then(['ChainEntrySeen'])
  after(see(), safe).when(see('b', '8')).then(['ChainEntryOrphaned', 'ChainEntrySeen'])
})

t.test('what is final stays', async () => {
  after(see(), final).when(orphan).then([])
  after(see(), final).when(see('b', '8')).then([])
})

t.test('observations count up, and between two of them it is always taken back', async () => {
  const any = fc.oneof(
    fc.constantFrom(safe, final, orphan),
    fc.constantFrom('a', 'b', 'c').map((digit) => see(digit)),
  )
  fc.assert(
    fc.property(fc.array(any, { maxLength: 15 }), (commands) => {
      let state = initial
      const told: string[] = []
      for (const command of commands) {
        const decision = decide(command, state, meta)
        if (isRejection(decision)) return false
        for (const event of decision) {
          state = evolve(state, event)
          told.push(`${event.type} ${event.data.observation}`)
        }
      }
      let seen = 0
      let stands = false
      return told.every((line) => {
        const [type, observation] = line.split(' ')
        if (type === 'ChainEntrySeen') {
          seen += 1
          if (stands) return false
          stands = true
        }
        if (type === 'ChainEntryOrphaned') stands = false
        return observation === String(seen)
      })
    }),
  )
})
