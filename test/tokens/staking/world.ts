import { pino } from 'pino'
import type { CommandDefinition } from '../../../commands/shared/definition.ts'
import { change } from '../../../commands/shared/change.ts'
import { execute } from '../../../commands/shared/execute.ts'
import { load } from '../../../commands/shared/load.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { openRewards } from '../../../commands/tokens/rewards/open-rewards.ts'
import { DeviceFacts } from '../../../domain/devices/device-facts.ts'
import { device } from '../../../domain/devices/device.ts'
import { deviceQueue } from '../../../domain/devices/device-queue.ts'
import type { FaultDomain } from '../../../domain/billing/failure-policy.ts'
import { job } from '../../../domain/jobs/job.ts'
import type { Aggregate } from '../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import { addressKeyOf, chainAddress } from '../../../domain/tokens/addresses/address.ts'
import { readContract } from '../../../platform/chain/contracts/call.ts'
import type { ContractName } from '../../../platform/chain/contracts/artifacts.ts'
import { manualClock, systemClock } from '../../../platform/clock/clock.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { register } from '../../../sagas/runtime/registry.ts'
import { createWatch } from '../../../sagas/tokens/chain/watch.ts'
import { rewardCycle } from '../../../sagas/tokens/rewards/cycle.ts'
import { performRewardEffects } from '../../../sagas/tokens/rewards/perform.ts'
import {
  performRegistryEffects,
  performSlashingEffects,
} from '../../../sagas/tokens/staking/perform.ts'
import { computerRegistry } from '../../../sagas/tokens/staking/registry.ts'
import { stakeSlashing } from '../../../sagas/tokens/staking/slashing.ts'
import { runSending } from '../../../sagas/tokens/transactions/sending/drive.ts'
import { failureOf, price, resultOf, submissionOf } from '../../kit/jobs.ts'
import { memoryProgress, runSagas } from '../../kit/saga-runtime.ts'
import { contextOf, servicesOn } from '../../kit/services.ts'
import { startTestChain } from '../../servers/chain.ts'
import { startTestEventStore } from '../../servers/event-store.ts'
import { eventually } from '../../servers/eventually.ts'
import type { z } from 'zod'

const sagas = [
  register(computerRegistry, performRegistryEffects),
  register(stakeSlashing, performSlashingEffects),
  register(rewardCycle, performRewardEffects),
]
const logger = pino({ level: 'silent' })
const facts = DeviceFacts.parse({
  name: 'Row 5',
  technology: 'SUPERCONDUCTING',
  qubits: 5,
  shots: { min: 1, max: 20_000 },
  priceBook: [price],
  execution: { provider: 'simulator' },
})

/** Stakes, rewards and slashings on a real chain and a real event store; the chain's blocks are made final by hand. */
export const openStakingWorld = async () => {
  const [chain, { eventStore, stop }] = await Promise.all([startTestChain(), startTestEventStore()])
  const { settings, port, keys, treasury } = chain
  const clock = manualClock(systemClock.now().toISOString())
  const services: Services = {
    ...servicesOn(eventStore, clock),
    chains: new Map([[settings.chain, port]]),
    chainKeys: keys,
  }
  const ending = new AbortController()
  await openRewards(services)
  const { signal } = ending
  const watching = createWatch({ services, port, treasury: treasury.address }, logger).run(signal)
  const sending = runSending({ services, progress: memoryProgress(), logger }, signal)
  const endSagas = runSagas(services, sagas)

  const tell = async <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    command: Command,
  ): Promise<void> => {
    const done = await change(services, contextOf(newId()), 'test', aggregate, id, command)
    if (!('stream' in done)) throw new Error(JSON.stringify(done))
  }
  const stateOf = async <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
  ): Promise<State> => (await load(eventStore, services.foldCache, aggregate, id)).state

  return {
    ...{ chain, services, clock, stateOf },
    key: settings.chain,
    /** As somebody of this organisation. */
    run: async <Input extends z.ZodType, Answer>(
      command: CommandDefinition<Input, Answer>,
      input: z.input<Input>,
      organisation: string,
      scopes: readonly string[] = ['*'],
    ) => execute(services, command, input, contextOf(newId(), { organisation, scopes })),
    /** A device with its queue open, and an address of its owner. */
    provider: async () => {
      const [deviceId, organisation] = [newId(), newId()]
      const wallet = await chain.account(1_000n * 10n ** 18n)
      const { address } = wallet
      await tell(device, deviceId, {
        ...{ type: 'RegisterDevice', providerOrganisation: organisation, deviceId, facts },
      })
      await tell(deviceQueue, deviceId, {
        ...{ type: 'ConfigureQueue', deviceId, accepting: true, retired: false, windows: [] },
        concurrency: 1,
      })
      const key = addressKeyOf(settings.chain, address)
      await tell(chainAddress, key, {
        ...{ type: 'LinkAddress', chain: settings.chain, address, addressId: newId() },
        ...{ organisation, user: newId(), challengeId: newId() },
      })
      return { deviceId, organisation, wallet, address }
    },
    /** A job from its submission to its charge, two seconds on the device; failed by somebody's fault, or paid. */
    job: async (
      on: { readonly deviceId: string; readonly organisation: string },
      by: string,
      fault?: FaultDomain,
    ) => {
      const [jobId, { deviceId }] = [newId(), on]
      const usage = { shots: 1000, qpuSeconds: 2 }
      const usd = (amount: string) => ({ amount, asset: 'USD/2' })
      await tell(job, jobId, {
        type: 'SubmitJob',
        submission: submissionOf({
          ...{ jobId, deviceId, organisation: by, providerOrganisation: on.organisation },
        }),
      })
      await tell(job, jobId, { type: 'QueueJob', holdId: newId(), amount: usd('2000') })
      await tell(deviceQueue, deviceId, { type: 'EnqueueJob', deviceId, jobId, user: by })
      const run = { attempt: 1, clientToken: jobId, providerJobId: jobId }
      await tell(job, jobId, { type: 'RecordDispatch', ...run })
      await tell(
        job,
        jobId,
        fault === undefined
          ? { type: 'CompleteJob', result: resultOf(1000), usage }
          : { type: 'FailJob', failure: failureOf(fault), usage },
      )
      await tell(deviceQueue, deviceId, {
        ...{ type: 'ReleaseJob', deviceId, jobId, usedSeconds: usage.qpuSeconds },
      })
      if (fault === undefined)
        await tell(job, jobId, {
          type: 'SettleCharge',
          ...{ charged: usd('1100'), providerShare: usd('990'), commission: usd('110') },
        })
    },
    /** Makes blocks until it is so. */
    final: async <Value>(ask: () => Promise<Value | undefined>): Promise<Value> =>
      eventually(async () => {
        await chain.mine(2)
        return ask()
      }),
    read: async (contract: ContractName, method: string, ...texts: readonly string[]) => {
      const found = await readContract(port, contract, method, texts)
      if (found.kind !== 'found') throw new Error(JSON.stringify(found))
      return found.value
    },
    close: async () => {
      ending.abort()
      await endSagas()
      await Promise.allSettled([watching, sending])
      await stop()
      await chain.stop()
    },
  }
}
