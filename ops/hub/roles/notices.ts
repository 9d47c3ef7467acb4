import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { noticesPath } from '../../../write-api/billing/payments/serve-notices.ts'
import { simulatorKey, simulatorWebhookSecret } from '../../embedded/payments/keys.ts'
import { running, type Running } from '../keep.ts'

export type NoticeAddress = {
  /** Of the payment simulator. */
  readonly simulator: string
  /** Of the command interface. */
  readonly writeApi: string
  readonly secret: string | undefined
}

const pauseMs = 2_000

const tell = async ({ simulator, writeApi, secret }: NoticeAddress): Promise<void> => {
  const url = `${writeApi}${noticesPath}`
  const answer = await fetch(`${simulator}/_simulator/webhook`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${simulatorKey}` },
    body: JSON.stringify({ url, secret: secret ?? simulatorWebhookSecret }),
    signal: AbortSignal.timeout(5_000),
  })
  if (!answer.ok) throw new Error(`the payment simulator answers ${answer.status}`)
}

/** Tells the simulator where this hub takes notices, as an operator tells the provider in its console. */
export const announceNotices = (address: NoticeAddress, logger: Logger): Running =>
  running(async (signal) => {
    while (!signal.aborted) {
      try {
        await tell(address)
        return
      } catch (error) {
        logger.warn({ error }, 'the payment simulator does not know yet where to send notices')
      }
      await pause(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  })
