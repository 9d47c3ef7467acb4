import t from 'tap'
import { asked, block, hash, onTransaction as told } from '../../../test/kit/chain-transactions.ts'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { meta } from '../../../test/kit/given-when-then/meta.ts'
import fc from '../../../test/kit/fast-check.ts'
import { instantOf, msOf } from '../../shared/instant.ts'
import { offerAbove, offerFor } from './fees.ts'
import { nextStep, type Step } from './next-step.ts'
import type { ChainTransactionCommand } from './transaction-command.ts'
import { chainTransaction } from './transaction.ts'
import type { Sighting, View } from './view.ts'

const policy = { raiseAfterMs: 60_000, sendAgainAfterMs: 15_000, ceiling: 10_000n }
const mined = { block, status: 'SUCCEEDED', gasUsed: 21_000n, gasPrice: 90n } as const
const inBlock = { kind: 'INCLUDED', rest: 'LATEST', ...mined } as const
const WAITS: Sighting = { kind: 'WAITS' }
const NOTHING: Sighting = { kind: 'NOTHING' }

const view = (changed: Partial<View> & { readonly first?: Sighting } = {}): View => {
  const { first, ...rest } = changed
  const attempts = new Map(first === undefined ? [] : [[hash(1), first] as const])
  const market = { baseFee: 50n, priorityFee: 2n }
  return { used: 3, usedForGood: 0, attempts, market, ...rest }
}
const out = [asked, told.nonce(3), told.signed(1), told.sent(1)] as const

/** What is done after these commands, so many seconds later. */
const stepAfter = (commands: readonly ChainTransactionCommand[], seen: View, seconds = 0): Step => {
  const { state } = decider(chainTransaction).after(...commands)
  if (state.kind === 'absent' || state.slot === undefined) throw new Error('it has no nonce')
  const now = instantOf(msOf(meta.now) + seconds * 1_000)
  return nextStep({ ...state, slot: state.slot }, seen, policy, now)
}

t.test('signed, sent, waited for', async (t) => {
  const assigned = [asked, told.nonce(3)] as const
  t.match(stepAfter(assigned, view()), { kind: 'SIGN', form: 'CALL', attempt: 1, maxFee: 102n })
  t.match(stepAfter(assigned, { ...view(), market: undefined }), { kind: 'WAIT' })
  t.match(stepAfter([...assigned, told.signed(1)], view({ first: NOTHING })), { kind: 'SEND' })
  t.match(stepAfter(out, view({ first: WAITS }), 59), { kind: 'WAIT' })
  t.match(stepAfter(out, view({ first: WAITS }), 60), { kind: 'SIGN', attempt: 2 })
  t.match(stepAfter(out, view({ first: WAITS, used: 2 }), 60), { kind: 'WAIT' }, 'another is first')
  t.match(stepAfter(out, view({ first: NOTHING }), 14), { kind: 'WAIT' })
  t.match(stepAfter(out, view({ first: NOTHING }), 15), { kind: 'DROPPED', hash: hash(1) })
  const silent = view({ first: { kind: 'UNANSWERED' } })
  t.match(stepAfter(out, silent, 600), { kind: 'WAIT' }, 'no answer says nothing')
})

t.test('included, safe, final, gone', async (t) => {
  const included = [...out, told.included(1)] as const
  t.match(stepAfter(out, view({ first: inBlock })), { kind: 'INCLUDED', shown: { hash: hash(1) } })
  t.match(stepAfter(included, view({ first: inBlock })), { kind: 'WAIT' })
  t.match(stepAfter(included, view({ first: { ...inBlock, rest: 'SAFE' } })), { kind: 'SAFE' })
  const final = view({ first: { ...inBlock, rest: 'FINALISED' } })
  t.match(stepAfter(included, final), { kind: 'FINALISED' })
  t.match(stepAfter(included, view({ first: NOTHING })), { kind: 'WAIT' }, 'the node lags')
  t.match(stepAfter(included, view({ first: NOTHING, instead: block })), { kind: 'WAIT' })
  const instead = { ...block, hash: hash(701) }
  t.match(stepAfter(included, view({ first: NOTHING, instead })), { kind: 'ORPHANED' })
})

t.test('a nonce is lost when it is used up for good, and every attempt is nowhere', async (t) => {
  const gone = { used: 4, usedForGood: 4 }
  t.match(stepAfter(out, view({ ...gone, first: NOTHING })), { kind: 'LOSE', nonce: 3 })
  t.match(stepAfter(out, view({ ...gone, first: { kind: 'UNANSWERED' } })), { kind: 'WAIT' })
  t.match(stepAfter(out, view({ used: 4, first: NOTHING }), 600), { kind: 'WAIT' }, 'not for good')
  t.match(stepAfter([...out, told.cancel], view({ first: WAITS })), {
    kind: 'SIGN',
    form: 'CANCEL',
  })
})

t.test('an offer that takes the place of another is a tenth above it, or none', async () => {
  const wei = fc.bigInt(0n, 10n ** 15n)
  const ceiling = 10n ** 14n
  fc.assert(
    fc.property(wei, wei, wei, wei, (baseFee, priorityFee, maxFee, maxPriorityFee) => {
      const market = { baseFee, priorityFee }
      const fresh = offerFor(market, ceiling)
      const above = offerAbove({ maxFee, maxPriorityFee }, market, ceiling)
      const isEnough = (after: bigint, before: bigint) => after * 10n >= before * 11n
      return (
        (fresh === undefined ||
          (fresh.maxFee <= ceiling && fresh.maxPriorityFee <= fresh.maxFee)) &&
        (above === undefined ||
          (above.maxFee <= ceiling &&
            above.maxPriorityFee <= above.maxFee &&
            isEnough(above.maxFee, maxFee) &&
            isEnough(above.maxPriorityFee, maxPriorityFee)))
      )
    }),
  )
})
