import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed, meta } from '../../../test/kit/given-when-then/meta.ts'
import { totalOf } from './balance.ts'
import { balanceOf } from './payee-state.ts'
import { payee } from './payee.ts'
import { statementOf } from './statement.ts'

const organisation = idNamed('seller')
const asset = 'USD/2'
const { after } = decider(payee)
const year = { asset, from: '2026-01-01T00:00:00.000Z', before: '2027-01-01T00:00:00.000Z' }

const payoutId = idNamed('payout')
const story = after(
  { organisation, type: 'StartOnboarding', accountId: 'acct_1', country: 'DE' },
  {
    organisation,
    type: 'RecordAccount',
    accountId: 'acct_1',
    onboarding: 'ACTIVE',
    requirementsDue: [],
  },
  { organisation, type: 'ChangeSettings', settings: { holdBackDays: 0 } },
  {
    organisation,
    type: 'SettleEarnings',
    ...{ asset, runId: idNamed('run'), fromPosition: 0n, toPosition: 9n, count: 3 },
    ...{ gross: 1_000n, commission: 150n, refunded: 50n, ofApps: 500n, ofDevices: 300n },
  },
  { organisation, type: 'RequestPayout', payoutId, asset, amount: 600n },
  { organisation, type: 'RecordPayoutPaid', payoutId, reference: 'po_1' },
  { organisation, type: 'RecordPayoutFailed', payoutId, code: 'account_closed' },
)

t.test('opening, every movement, closing: what the balance says', async (t) => {
  const { opening, lines, closing } = statementOf(story.events, year)
  t.equal(opening, 0n)
  t.same(
    lines.map(({ kind, amount, balance }) => [kind, amount, balance]),
    [
      ['EARNINGS', 800n, 800n],
      ['PAYOUT', -600n, 200n],
      ['PAYOUT_RETURNED', 600n, 800n],
    ],
  )
  t.equal(closing, totalOf(balanceOf(story.state, asset)))
})
t.test('what was before opens, what comes after is not there', async (t) => {
  const later = { ...year, from: '2026-02-01T00:00:00.000Z' }
  t.same(statementOf(story.events, later), { asset, opening: 800n, lines: [], closing: 800n })
  const earlier = { ...year, from: '2025-01-01T00:00:00.000Z', before: meta.now }
  t.match(statementOf(story.events, earlier), { opening: 0n, lines: [], closing: 0n })
  t.match(statementOf(story.events, { ...year, asset: 'EUR/2' }), { lines: [], closing: 0n })
})
