import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { getById } from '../../shared/id-map.ts'
import type { LimitScope, LimitWindow, Spender } from './limits.ts'
import { wallet, type WalletCommand } from './wallet.ts'

const of = { organisation: idNamed('buyer'), asset: 'USD/2' } as const
const tomorrow = '2026-01-02T00:00:00.000Z'
const nextMonth = '2026-02-01T00:00:00.000Z'

const credit: WalletCommand = { ...of, type: 'CreditWallet', amount: 1_000n, reason: 'test' }
const limit = (
  amount: bigint,
  scope: LimitScope = 'ORGANISATION',
  window: LimitWindow = 'DAY',
  name = 'limit',
): WalletCommand => ({
  ...of,
  type: 'SetSpendingLimit',
  limitId: idNamed(name),
  scope,
  ...(scope === 'ORGANISATION' ? {} : { subjectId: idNamed(scope) }),
  window,
  amount,
})
const hold = (amount: bigint, spender: Spender = {}, name = 'hold'): WalletCommand => ({
  ...of,
  type: 'HoldFunds',
  holdId: idNamed(name),
  jobId: idNamed('job'),
  amount,
  spender,
})
const capture = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'CaptureHold',
  holdId: idNamed('hold'),
  amount,
  providerOrganisation: idNamed('provider'),
  commissionBasisPoints: 1_000,
})
const charge = (amount: bigint): WalletCommand => ({
  ...of,
  type: 'ChargeWallet',
  chargeId: idNamed('charge'),
  purpose: 'SUBSCRIPTION_PERIOD',
  subjectId: idNamed('subscription'),
  amount,
  sellerOrganisation: idNamed('seller'),
  commissionBasisPoints: 1_500,
})

const { given, after } = decider(wallet)
const used = (state: ReturnType<typeof after>['state']): bigint | undefined =>
  getById(state.limits, idNamed('limit'))?.used

t.test('an id is the same in capitals', async () => {
  const capitals: WalletCommand = {
    ...of,
    type: 'SetSpendingLimit',
    limitId: idNamed('limit'),
    ...{ scope: 'USER', subjectId: idNamed('USER').toUpperCase(), window: 'DAY', amount: 10n },
  }
  after(credit, capitals)
    .when(hold(11n, { userId: idNamed('USER') }))
    .then('SPENDING_LIMIT_EXCEEDED')
})
t.test('a limit holds for holds and charges alike', async () => {
  const before = after(credit, limit(100n))
  before.when(hold(101n)).then('SPENDING_LIMIT_EXCEEDED')
  before.when(charge(101n)).then('SPENDING_LIMIT_EXCEEDED')
  after(credit, limit(100n), hold(60n)).when(charge(41n)).then('SPENDING_LIMIT_EXCEEDED')
  after(credit, limit(100n), hold(60n)).when(charge(40n)).then(['WalletCharged'])
})
t.test('a clock that is behind at midnight begins no day anew', async () => {
  const events = [...after(credit, limit(100n)).events]
  const spend = (at: string, name: string) =>
    given(...events)
      .at(at)
      .when(hold(60n, {}, name))
  const { decision } = spend(tomorrow, 'a')
  events.push(...('rejected' in decision ? [] : decision))
  spend('2026-01-01T23:59:59.990Z', 'b').then('SPENDING_LIMIT_EXCEEDED')
  spend('2026-01-02T00:00:00.010Z', 'b').then('SPENDING_LIMIT_EXCEEDED')
  spend('2026-01-03T00:00:00.000Z', 'b').then(['FundsHeld'])
})
t.test('of those whom it is about', async () => {
  const subjects: readonly (readonly [LimitScope, Spender])[] = [
    ['DEVICE', { deviceId: idNamed('DEVICE') }],
    ['API_KEY', { apiKeyId: idNamed('API_KEY') }],
    ['SESSION', { sessionId: idNamed('SESSION') }],
    ['USER', { userId: idNamed('USER') }],
  ]
  for (const [scope, spender] of subjects) {
    const before = after(credit, limit(10n, scope))
    before.when(hold(11n, spender)).then('SPENDING_LIMIT_EXCEEDED')
    before.when(hold(11n, { userId: idNamed('another') })).then(['FundsHeld'])
    before.when(hold(11n)).then(['FundsHeld'])
  }
})
t.test('in its window', async () => {
  const spent = (window: LimitWindow) =>
    after(credit, limit(100n, 'ORGANISATION', window), hold(100n))
  const more = hold(100n, {}, 'another')
  spent('DAY').when(more).then('SPENDING_LIMIT_EXCEEDED')
  spent('DAY').at(tomorrow).when(more).then(['FundsHeld'])
  spent('MONTH').at(tomorrow).when(more).then('SPENDING_LIMIT_EXCEEDED')
  spent('MONTH').at(nextMonth).when(more).then(['FundsHeld'])
  spent('TOTAL').at(nextMonth).when(more).then('SPENDING_LIMIT_EXCEEDED')
})
t.test('what goes back is free again, in the window that it was counted in', async (t) => {
  t.equal(used(after(credit, limit(100n), hold(60n), capture(20n)).state), 20n)
  const next = after(credit, limit(100n), hold(60n))
  const { decision } = next.at(tomorrow).when(hold(30n, {}, 'another'))
  const held = 'rejected' in decision ? [] : decision
  const released = decider(wallet)
    .given(...next.events, ...held)
    .at(tomorrow)
    .when({ ...of, type: 'ReleaseHold', holdId: idNamed('hold'), reason: 'test' })
  released.then(['HoldReleased'])
  t.equal(used([...held].reduce(wallet.evolve, next.state)), 30n)
  const after2 = 'rejected' in released.decision ? [] : released.decision
  t.equal(used([...held, ...after2].reduce(wallet.evolve, next.state)), 30n)
})
t.test('there is one limit on one thing; it gets another amount, or is removed', async () => {
  const remove: WalletCommand = { ...of, type: 'RemoveSpendingLimit', limitId: idNamed('limit') }
  after(credit, limit(100n)).when(limit(100n)).then([])
  after(credit, limit(100n)).when(limit(200n)).then(['SpendingLimitSet'])
  after(credit, limit(100n)).when(limit(100n, 'USER')).then('ALREADY_EXISTS')
  after(credit, limit(100n))
    .when(limit(100n, 'ORGANISATION', 'DAY', 'second'))
    .then('ALREADY_EXISTS')
  after(credit, limit(100n)).when(remove).then(['SpendingLimitRemoved'])
  after(credit, limit(100n), remove).when(remove).then([])
  after(credit, limit(100n), remove).when(limit(100n)).then('ALREADY_EXISTS')
  after(credit, limit(100n), remove).when(hold(500n)).then(['FundsHeld'])
  after(credit).when(remove).then('NOT_FOUND')
  after(credit)
    .when({
      ...of,
      type: 'SetSpendingLimit',
      limitId: idNamed('x'),
      scope: 'USER',
      window: 'DAY',
      amount: 1n,
    })
    .then('INVALID_INPUT')
})
