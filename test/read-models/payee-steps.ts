import { commissionRules } from '../../domain/billing/payees/commission-rules.ts'
import { payee, type PayeeCommand } from '../../domain/billing/payees/payee.ts'
import { settlement, type SettlementCommand } from '../../domain/billing/payees/settlement.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, name: string, owner: string) => void

const asset = 'USD/2'

const onPayee =
  (wish: (organisation: string, recorder: Recorder, name: string) => PayeeCommand): Step =>
  (recorder, _, name, owner) => {
    const organisation = idOf('organisation', owner)
    recorder.record(payee, organisation, wish(organisation, recorder, name))
  }

/** Of the last event: what was earned up to there. */
const endOf = ({ events }: Recorder): bigint => events.at(-1)?.position ?? 0n

const settledTo = (recorder: Recorder, organisation: string): bigint =>
  recorder.events
    .filter(({ stream, type }) => stream === `payee-${organisation}` && type === 'EarningsSettled')
    .map(({ data }) => BigInt((data as { readonly toPosition: string }).toPosition))
    .at(-1) ?? 0n

const settle = (ofApps: bigint, ofDevices: bigint): Step =>
  onPayee((organisation, recorder) => ({
    ...{ organisation, asset, ofApps, ofDevices },
    type: 'SettleEarnings',
    runId: idOf('run', endOf(recorder).toString()),
    fromPosition: settledTo(recorder, organisation),
    toPosition: endOf(recorder),
    count: 2,
    gross: 1_000n,
    commission: 100n,
    refunded: 900n - ofApps - ofDevices,
  }))

const onSettlement =
  (wish: (recorder: Recorder) => SettlementCommand): Step =>
  (recorder) =>
    void recorder.record(settlement, 'hub', wish(recorder))

const runOf = ({ events }: Recorder): string =>
  events
    .filter(({ type }) => type === 'SettlementRunBegun')
    .map(({ data }) => (data as { readonly runId: string }).runId)
    .at(-1) ?? idOf('run', 'none')

/** What may happen to who earns, by the deciders. */
export const payeeSteps = {
  onboard: onPayee((organisation) => ({
    organisation,
    type: 'StartOnboarding',
    accountId: 'acct_1',
    country: 'DE',
  })),
  activate: onPayee((organisation) => ({
    organisation,
    type: 'RecordAccount',
    accountId: 'acct_1',
    onboarding: 'ACTIVE',
    requirementsDue: ['external_account'],
  })),
  payAtOnce: onPayee((organisation) => ({
    organisation,
    type: 'ChangeSettings',
    settings: { holdBackDays: 0, schedule: { every: 'DAY' } },
  })),
  settleEarnings: settle(600n, 300n),
  settleLosses: settle(-500n, 100n),
  payOut: onPayee((organisation, _, name) => ({
    ...{ organisation, asset, amount: 400n },
    type: 'RequestPayout',
    payoutId: idOf('payout', name),
  })),
  payoutSent: onPayee((organisation, _, name) => ({
    organisation,
    type: 'RecordPayoutSent',
    reference: 'po_1',
    payoutId: idOf('payout', name),
  })),
  payoutUnknown: onPayee((organisation, _, name) => ({
    organisation,
    type: 'RecordPayoutUnknown',
    reason: 'TIMED_OUT',
    payoutId: idOf('payout', name),
  })),
  payoutPaid: onPayee((organisation, _, name) => ({
    organisation,
    type: 'RecordPayoutPaid',
    reference: 'po_1',
    payoutId: idOf('payout', name),
  })),
  payoutFails: onPayee((organisation, _, name) => ({
    organisation,
    type: 'RecordPayoutFailed',
    code: 'account_closed',
    payoutId: idOf('payout', name),
  })),
  openSettlement: onSettlement(() => ({ type: 'OpenSettlement' })),
  beginRun: onSettlement((recorder) => ({ type: 'BeginRun', toPosition: endOf(recorder) })),
  completeRun: onSettlement((recorder) => ({
    type: 'CompleteRun',
    runId: runOf(recorder),
    sums: [{ asset, amount: '-400', payees: 1 }],
  })),
  setCommission: (recorder, _, name, owner) =>
    void recorder.record(commissionRules, 'hub', {
      type: 'SetRule',
      ruleId: idOf('rule', name, owner),
      scope: { of: 'SELLER', organisation: idOf('organisation', owner) },
      basisPoints: 1_250,
      note: 'as agreed',
    }),
  endCommission: (recorder, _, name, owner) =>
    void recorder.record(commissionRules, 'hub', {
      type: 'EndRule',
      ruleId: idOf('rule', name, owner),
    }),
} as const satisfies Readonly<Record<string, Step>>
