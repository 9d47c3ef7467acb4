import { gunzipSync, gzipSync } from 'node:zlib'
import t from 'tap'
import { change } from '../../commands/shared/change.ts'
import type { AnyAggregate } from '../../domain/aggregates.ts'
import { wallet, walletIdOf, type WalletCommand } from '../../domain/billing/wallet/wallet.ts'
import { device, type DeviceCommand } from '../../domain/devices/device.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { isRejection, reject } from '../../domain/shared/rejection.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { createRecorder } from '../../ops/decisions/recorder.ts'
import { readRecording, writeRecording } from '../../ops/decisions/recording.ts'
import { replayDecisions } from '../../ops/decisions/replay.ts'
import { reportOf } from '../../ops/decisions/report.ts'
import { memoryLog } from '../kit/memory-log.ts'
import { contextOf, servicesOn } from '../kit/services.ts'
import { facts } from '../read-models/samples.ts'

const id = (name: string): string => derivedId('decisions', name)
const [organisation, provider, holdId, deviceId] = [id('o'), id('p'), id('h'), id('d')]
const of = { organisation, asset: 'USD/2' } as const

const walletCommands: readonly WalletCommand[] = [
  { ...of, type: 'CreditWallet', amount: 1000n, reason: 'Welcome' },
  { ...of, type: 'HoldFunds', holdId, jobId: holdId, amount: 5000n },
  { ...of, type: 'HoldFunds', holdId, jobId: holdId, amount: 500n },
  { ...of, type: 'HoldFunds', holdId, jobId: holdId, amount: 500n },
  {
    ...of,
    type: 'CaptureHold',
    holdId,
    amount: 333n,
    providerOrganisation: provider,
    commissionBasisPoints: 1000,
  },
  { ...of, type: 'RefundCharge', holdId, amount: 100n, reason: 'goodwill' },
]
const deviceCommands: readonly DeviceCommand[] = [
  { type: 'RegisterDevice', providerOrganisation: provider, deviceId, facts: facts('five') },
  { type: 'GoOnline' },
  { type: 'PauseDevice', reason: 'maintenance' },
]

/** What a small workload decided, from its recording. */
const recorded = async () => {
  const { eventStore, all } = memoryLog()
  const recorder = createRecorder()
  const services = { ...servicesOn(eventStore), decided: recorder.listen }
  let commands = 0
  const context = () => contextOf(derivedId('command', `${(commands += 1)}`))
  for (const command of walletCommands)
    await change(services, context(), 'input', wallet, walletIdOf(organisation, 'USD/2'), command)
  for (const command of deviceCommands)
    await change(services, context(), 'input', device, deviceId, command)
  return readRecording(writeRecording(recorder.with(all)))
}
const recording = await recorded()
const replay = (...aggregates: readonly AnyAggregate[]) => replayDecisions(recording, aggregates)

t.test('today’s deciders decide what they decided', async (t) => {
  t.strictSame(replay(wallet, device), { decisions: 9, differences: [] })
  t.strictSame(recording.decisions.map(({ outcome }) => Object.keys(outcome)[0]).slice(0, 4), [
    'events',
    'rejected',
    'events',
    'events',
  ])
})

t.test('so they do on what was brought out of an earlier book', async (t) => {
  const { eventStore, all } = memoryLog()
  const recorder = createRecorder()
  const clock = manualClock('2026-01-31T23:59:00.000Z')
  const services = { ...servicesOn(eventStore, clock), decided: recorder.listen }
  for (const [index, command] of walletCommands.entries()) {
    if (command.type === 'RefundCharge') clock.advance(60_000)
    const context = contextOf(derivedId('command', index.toString()))
    await change(services, context, 'input', wallet, walletIdOf(organisation, 'USD/2'), command)
  }
  const kept = readRecording(writeRecording(recorder.with(all)))
  t.match(kept.decisions.at(-1), { stream: /\.1$/, brought: [{ type: 'EntryBroughtForward' }] })
  t.strictSame(replayDecisions(kept, [wallet]), { decisions: 6, differences: [] })
})

t.test('a decider that decides otherwise is reported, field by field', async (t) => {
  const generous: typeof wallet = {
    ...wallet,
    decide: (command, state, meta) =>
      wallet.decide(
        command.type === 'CaptureHold' ? { ...command, commissionBasisPoints: 0 } : command,
        state,
        meta,
      ),
  }
  const { differences } = replay(generous, device)
  t.match(differences, [
    {
      decider: 'wallet CaptureHold',
      field: 'events[0].data.postings[1].amount',
      recorded: '300',
      today: '333',
      revision: 1,
    },
  ])
  t.match(reportOf({ decisions: 9, differences }), [
    'wallet CaptureHold: 1 differ, the first:',
    /^ {2}wallet-.* after revision 1: .*: recorded "300", today "333"$/,
    '9 decisions, 1 would differ',
  ])
})

t.test(
  'so is one that refuses what it took, takes what it refused, or refuses for another reason',
  async (t) => {
    const strict: typeof device = {
      ...device,
      decide: (command, state, meta) =>
        command.type === 'PauseDevice'
          ? reject('FORBIDDEN', 'not any more')
          : device.decide(command, state, meta),
    }
    t.match(replay(strict).differences, [
      { decider: 'device PauseDevice', field: 'events', today: undefined },
    ])
    const lax: typeof wallet = {
      ...wallet,
      decide: (command, state, meta) => {
        const decision = wallet.decide(command, state, meta)
        return isRejection(decision) ? [] : decision
      },
    }
    t.match(replay(lax).differences, [
      { decider: 'wallet HoldFunds', field: 'rejected', recorded: 'INSUFFICIENT_FUNDS' },
    ])
    const renamed: typeof wallet = {
      ...wallet,
      decide: (command, state, meta) => {
        const decision = wallet.decide(command, state, meta)
        return isRejection(decision) ? reject('FORBIDDEN', '') : decision
      },
    }
    t.match(replay(renamed).differences, [
      { field: 'rejected', recorded: 'INSUFFICIENT_FUNDS', today: 'FORBIDDEN' },
    ])
  },
)

t.test('so is a fold that leads elsewhere, and a decider that fails', async (t) => {
  const forgetful: typeof wallet = {
    ...wallet,
    evolve: (state, event) => (event.type === 'FundsHeld' ? state : wallet.evolve(state, event)),
  }
  t.match(
    replay(forgetful).differences.map(({ decider }) => decider),
    ['wallet HoldFunds', 'wallet CaptureHold'],
  )
  const failing: AnyAggregate = {
    ...device,
    decide: () => {
      throw new Error('out of order')
    },
  }
  t.match(replay(failing).differences, [{ today: undefined, field: 'events' }, {}, {}])
  const unstorable: AnyAggregate = {
    ...device,
    decide: (): readonly DomainEvent[] => [{ type: 'DeviceWentOnline', data: {} }],
  }
  t.equal(replay(unstorable).differences.length, 3)
})

t.test('a recording that is not whole, or of another form, is refused', async (t) => {
  const bytes = writeRecording(recording)
  t.strictSame(readRecording(bytes), recording)
  const text = gunzipSync(bytes).toString()
  const cut = gzipSync(text.split('\n').slice(0, -2).join('\n'))
  t.throws(() => readRecording(cut), /not whole/)
  t.throws(() => readRecording(gzipSync(text.replace('"format":1', '"format":2'))))
  t.throws(() => readRecording(gzipSync(text.split('\n').slice(1).join('\n'))), /header/)
})
