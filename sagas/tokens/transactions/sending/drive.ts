import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Services } from '../../../../commands/shared/services.ts'
import type { ProgressStore } from '../../../../platform/checkpoint/progress.ts'
import { together } from '../../../runtime/together.ts'
import { createIntake, intakePartition } from './intake.ts'
import { sendingRound, signersOf } from './round.ts'
import { standardPolicy, type Sender, type SenderPolicy } from './sender.ts'

export type SendingPorts = {
  readonly services: Services
  readonly progress: ProgressStore
  readonly logger: Logger
  readonly policy?: SenderPolicy
}

/** A bell that is heard by whoever waits, or waits next. */
const createBell = () => {
  let rung = false
  let wake = (): void => undefined
  return {
    ring: (): void => {
      rung = true
      wake()
    },
    /** Until it rings, or so long. */
    wait: async (ms: number, signal: AbortSignal): Promise<void> => {
      const waited = new AbortController()
      wake = () => waited.abort()
      if (!rung)
        await pause(ms, undefined, { signal: AbortSignal.any([signal, waited.signal]) }).catch(
          () => undefined,
        )
      rung = false
    },
  }
}

/** After trouble it is looked again this much later. */
const afterTroubleMs = 2_000

/**
 * Sends what the hub asks for on all its chains, until the signal is aborted. One process of all is to do so: two cost
 * requests, and refusals, but send nothing twice.
 */
export const runSending = async (
  { services, progress, logger, policy = standardPolicy }: SendingPorts,
  signal: AbortSignal,
): Promise<void> => {
  const senders = [...services.chains.values()].map((port): Sender => {
    return { services, port, keys: services.chainKeys, policy, logger }
  })
  const bells = new Map(senders.map(({ port }) => [port.settings.chain, createBell()]))
  const intake = createIntake({
    ...{ services, progress, logger },
    addressOf: (chain, signer) =>
      senders
        .filter(({ port }) => port.settings.chain === chain)
        .flatMap(signersOf)
        .find(({ name }) => name === signer)?.address,
    wake: (chain) => bells.get(chain)?.ring(),
  })
  const drive = async (sender: Sender, stop: AbortSignal): Promise<void> => {
    const { chain, pollMs } = sender.port.settings
    const isStopped = (): boolean => stop.aborted
    while (!isStopped()) {
      let waitMs = pollMs
      try {
        await sendingRound(sender, isStopped)
      } catch (error) {
        if (isStopped()) return
        logger.warn({ error, chain }, 'sending on a chain had to stop, and goes on')
        waitMs = Math.max(pollMs, afterTroubleMs)
      }
      await bells.get(chain)?.wait(waitMs, stop)
    }
  }
  await together(
    signal,
    (stop) => intake.join(intakePartition, stop),
    ...senders.map((sender) => (stop: AbortSignal) => drive(sender, stop)),
  )
}
