import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../../shared/rejection.ts'
import { addMs, dayMs } from '../../subscriptions/calendar.ts'
import { imbalanceOf } from '../ledger/postings.ts'
import { availableAt, totalOf } from './balance.ts'
import type { PayeeEvent } from './payee-events.ts'
import { balanceOf } from './payee-state.ts'
import { payee, type PayeeCommand } from './payee.ts'

const organisation = idNamed('seller')
const asset = 'USD/2'
const payoutIds = [0, 1, 2, 3].map((n) => idNamed(`payout ${n}`))

type Step =
  | { readonly do: 'settle'; readonly apps: number; readonly devices: number }
  | { readonly do: 'again' }
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'command'; readonly command: PayeeCommand }

const amount = fc.integer({ min: -5_000, max: 8_000 })
const payoutId = fc.constantFrom(...payoutIds)
const command: fc.Arbitrary<PayeeCommand> = fc.oneof(
  fc.record({
    organisation: fc.constant(organisation),
    type: fc.constant('RequestPayout' as const),
    payoutId,
    asset: fc.constant(asset),
    amount: fc.bigInt({ min: -10n, max: 10_000n }),
  }),
  fc.constant({ organisation, type: 'RequestDuePayouts' } as const),
  fc.record({
    organisation: fc.constant(organisation),
    type: fc.constant('RecordPayoutPaid' as const),
    payoutId,
    reference: fc.constant('po'),
  }),
  fc.record({
    organisation: fc.constant(organisation),
    type: fc.constant('RecordPayoutFailed' as const),
    payoutId,
    code: fc.constant('closed'),
  }),
  fc.record({
    organisation: fc.constant(organisation),
    type: fc.constant('RecordPayoutUnknown' as const),
    payoutId,
    reason: fc.constant('TIMED_OUT'),
  }),
  fc.record({
    organisation: fc.constant(organisation),
    type: fc.constant('RecordAccount' as const),
    accountId: fc.constant('acct'),
    onboarding: fc.constantFrom('ACTIVE' as const, 'RESTRICTED' as const),
    requirementsDue: fc.constant([]),
  }),
  fc.record({
    organisation: fc.constant(organisation),
    type: fc.constant('ChangeSettings' as const),
    settings: fc.record({ holdBackDays: fc.integer({ min: 0, max: 5 }) }),
  }),
)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('settle' as const), apps: amount, devices: amount }),
  },
  fc.constant({ do: 'again' } as const),
  fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 0, max: 4 }) }),
  { weight: 5, arbitrary: fc.record({ do: fc.constant('command' as const), command }) },
)

/** What the ledger says of one account, from the postings alone; counted on the credit side. */
const onAccount = (events: readonly PayeeEvent[], account: string): bigint =>
  events
    .flatMap(({ data }) => ('postings' in data ? data.postings : []))
    .filter((leg) => leg.account === `${account}:${organisation}`)
    .reduce((sum, { side, amount: of }) => sum + (side === 'CREDIT' ? BigInt(of) : -BigInt(of)), 0n)

t.test(
  'whatever happens, the balance is the ledger’s, and nothing is paid that is not there',
  async () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const events: PayeeEvent[] = [
          {
            type: 'PayeeOnboardingStarted',
            data: { organisation, accountId: 'acct', country: 'DE', at: meta.now },
          },
        ]
        let state = events.reduce(payee.evolve, payee.initial)
        let now = meta.now
        let position = 0
        let settled = 0n
        let last: PayeeCommand | undefined
        const perform = (each: PayeeCommand, key: string) => {
          const before = availableAt(balanceOf(state, asset), now)
          const decided = payee.decide(each, state, {
            ...meta,
            now,
            id: (name) => idNamed(key + name),
          })
          if (isRejection(decided)) return
          let out = 0n
          for (const event of decided) {
            if (event.type === 'PayoutRequested') out += BigInt(event.data.amount)
            if ('postings' in event.data && imbalanceOf(event.data.postings) !== 0n)
              throw new Error('unbalanced')
            state = payee.evolve(state, event)
            events.push(event)
          }
          if (out > before) throw new Error('paid more than there was')
        }
        for (const [index, each] of steps.entries()) {
          if (each.do === 'wait') now = addMs(now, each.days * dayMs)
          if (each.do === 'command') perform(each.command, `${index}`)
          if (each.do === 'again' && last !== undefined) perform(last, `${index}`)
          if (each.do === 'settle') {
            const [ofApps, ofDevices] = [BigInt(each.apps), BigInt(each.devices)]
            const plus = (n: bigint) => (n > 0n ? n : 0n)
            last = {
              ...{ organisation, asset, ofApps, ofDevices, count: 1, commission: 0n },
              type: 'SettleEarnings',
              runId: idNamed(`run ${index}`),
              fromPosition: BigInt(position),
              toPosition: BigInt(position + 10),
              gross: plus(ofApps) + plus(ofDevices),
              refunded: plus(-ofApps) + plus(-ofDevices),
            }
            position += 10
            settled += ofApps + ofDevices
            perform(last, `${index}`)
          }
          const balance = totalOf(balanceOf(state, asset))
          const transit = onAccount(events, 'payout_in_transit')
          const owed = onAccount(events, 'seller_payable') + onAccount(events, 'provider_payable')
          if (balance !== onAccount(events, 'payee_balance')) throw new Error('not the ledger’s')
          if (-owed !== settled) throw new Error('settled twice, or not at all')
          if (transit < 0n) throw new Error('more came back than went out')
        }
      }),
      { numRuns: 300 },
    )
  },
)
