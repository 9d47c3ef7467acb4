import { money } from '../../domain/shared/money.ts'
import { chainEntry } from '../../domain/tokens/chain/entry.ts'
import { rewardEpochs, type RewardEpochsCommand } from '../../domain/tokens/rewards/epochs.ts'
import { bytes32OfId } from '../../domain/tokens/staking/computer-id.ts'
import {
  computerKeyOf,
  quantumComputer,
  type QuantumComputerCommand,
  type RegistryEntry,
} from '../../domain/tokens/staking/computer.ts'
import { slashing, type SlashingCommand } from '../../domain/tokens/staking/slashing.ts'
import { qvt } from '../../domain/tokens/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import type { Recorder } from './recorder.ts'
import { idOf } from './samples.ts'

type Step = (recorder: Recorder, device: string, name: string, owner: string) => void

const chain = 'local'
const hash = (text: string): string => `0x${Buffer.from(text).toString('hex').padEnd(64, '0')}`
export const staker = `0x${'aB'.repeat(20)}`
const entry: RegistryEntry = { operator: staker, capacity: 5, active: true }

type Wish<Command> = Command extends unknown
  ? Omit<Command, 'chain' | 'deviceId' | 'computerId'>
  : never

const onComputer =
  (wish: (owner: string) => Wish<QuantumComputerCommand>): Step =>
  (recorder, device, _, owner) => {
    const deviceId = idOf('device', device)
    const command = { ...wish(owner), chain, deviceId, computerId: bytes32OfId(deviceId) }
    recorder.record(quantumComputer, computerKeyOf(chain, deviceId), command)
  }
const onRewards =
  (wish: (device: string) => Wish<RewardEpochsCommand>): Step =>
  (recorder, device) => {
    // One of the wishes, with its chain: it is one of the commands.
    const command = { ...wish(device), chain } as RewardEpochsCommand
    recorder.record(rewardEpochs, chain, command)
  }
const onSlashing =
  (wish: (slashingId: string, device: string, owner: string) => SlashingCommand): Step =>
  (recorder, device, name, owner) => {
    const slashingId = idOf('slashing', name)
    recorder.record(slashing, slashingId, wish(slashingId, device, owner))
  }

/** What the staking contract says of a stake on a device; final, or only seen. */
const said =
  (event: string, more: Readonly<Record<string, string>>, isFinal = true): Step =>
  (recorder, device, name) => {
    const entryId = derivedId('said', event, device, name, JSON.stringify(more))
    const deviceId = bytes32OfId(idOf('device', device))
    recorder.record(chainEntry, entryId, {
      type: 'SeeEntry',
      entry: {
        ...{ entryId, chain, contract: 'STAKING', event, ordinal: 0 },
        arguments: { deviceId, staker, ...more },
        transactionHash: hash(event),
        block: { number: '3', hash: hash('3'), at: '2026-01-01T00:00:00.000Z' },
      },
    })
    if (isFinal) recorder.record(chainEntry, entryId, { type: 'SettleEntry', as: 'FINALISED' })
  }

/** What may happen to computers, their stakes, slashings and rewards. */
export const stakingSteps = {
  computerRequested: onComputer((owner) => ({
    ...{ type: 'RequestRegistration', organisation: idOf('organisation', owner), wanted: entry },
  })),
  computerRegistered: onComputer(() => ({
    ...{ type: 'RecordRegistration', entryId: idOf('entry', 'c'), block: '7', registered: entry },
  })),
  staked: said('Staked', { amount: '100' }),
  unstakeRequested: said('UnstakeRequested', { amount: '30', availableAt: '1767225600' }),
  stakeSlashed: said('Slashed', { amount: '80', fromUnbonding: '10', reason: hash('s') }),
  stakedAgain: said('Staked', { amount: '5' }, false),
  rewardsOpened: onRewards(() => ({ type: 'OpenRewards' })),
  epochBegun: onRewards(() => ({
    ...{ type: 'BeginEpoch', toPosition: 500n, terms: { pool: 1_000n, perSecond: 10n } },
  })),
  epochDivided: onRewards((device) => ({
    ...{ type: 'DivideEpoch', epoch: 1, service: [], root: hash('root') },
    shares: [
      {
        deviceId: idOf('device', device),
        computerId: bytes32OfId(idOf('device', device)),
        ...{ account: staker, microseconds: '2500000', amount: '25' },
      },
    ],
  })),
  epochAsked: onRewards(() => ({ type: 'PostEpoch', epoch: 1 })),
  epochPosted: onRewards(() => ({
    ...{ type: 'RecordPosted', epoch: 1, entryId: idOf('entry', 'e') },
    ...{ root: hash('root'), total: '25' },
  })),
  slashingProposed: onSlashing((slashingId, device, owner) => ({
    ...{ type: 'ProposeSlashing', slashingId, slashId: bytes32OfId(slashingId), chain, epoch: 1 },
    ...{ deviceId: idOf('device', device), computerId: bytes32OfId(idOf('device', device)) },
    ...{ organisation: idOf('organisation', owner), operator: staker, reservations: 9, failed: 3 },
    ...{ amount: money(20n, qvt), policyVersion: '1' },
  })),
  slashingContested: onSlashing(() => ({ type: 'Contest', reason: 'the network' })),
  slashingUpheld: onSlashing(() => ({ type: 'Uphold', reason: 'the log' })),
  slashingWaived: onSlashing(() => ({ type: 'Waive', reason: 'the network' })),
  slashingCarriedOut: onSlashing(() => ({
    ...{ type: 'RecordSlashed', entryId: idOf('entry', 's'), taken: money(7n, qvt) },
  })),
} as const satisfies Readonly<Record<string, Step>>
