import { randomUUID } from 'node:crypto'
import { change } from '../../../commands/shared/change.ts'
import { systemContext } from '../../../commands/shared/context.ts'
import { job, type JobCommand } from '../../../domain/jobs/job.ts'
import { wallet, walletIdOf, type WalletCommand } from '../../../domain/billing/wallet/wallet.ts'
import type { TestHub } from './hub.ts'

type Outcome = Awaited<ReturnType<typeof change>>

const written = (outcome: Outcome): void => {
  if (!('stream' in outcome)) throw new Error(outcome.detail)
}

/** What the execution saga would tell a job. */
export const tellJob = async (hub: TestHub, jobId: string, command: JobCommand): Promise<void> => {
  const context = systemContext('test', randomUUID(), jobId, jobId)
  written(await change(hub.services, context, 'test', job, jobId, command))
  hub.bus.publish(`qhub.job.${jobId}`, {})
}

export const tellWallet = async (
  hub: TestHub,
  organisation: string,
  command: WalletCommand,
): Promise<void> => {
  const context = systemContext('test', randomUUID(), organisation, organisation)
  const id = walletIdOf(organisation, command.asset)
  written(await change(hub.services, context, 'test', wallet, id, command))
}

const sha = 'a'.repeat(64)

/** As the simulator would complete a Bell job of 100 shots. */
export const completion: JobCommand = {
  type: 'CompleteJob',
  usage: { shots: 100, qpuSeconds: 0.01 },
  result: {
    bitOrder: 'CLBIT0_RIGHTMOST_LATER_REGISTERS_LEFT',
    histogram: { encoding: 'json', counts: { '00': 48, '11': 52 } },
    registers: [{ name: 'c', size: 2 }],
    shots: 100,
    executionSeconds: 0.01,
    engine: { name: 'test', version: '1' },
    seed: '1',
    programHash: sha,
    resultHash: sha,
  },
}
