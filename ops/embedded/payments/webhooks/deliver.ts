import type { Simulator } from '../core/simulator.ts'
import type { SentEvent } from '../core/world.ts'
import type { FaultPlan } from '../faults/plan.ts'
import type { NoticeFault } from '../faults/fault.ts'
import { apiVersion } from '../http/version.ts'
import { post } from './post.ts'
import { signature } from './sign.ts'

export type DeliveryOptions = {
  /** The first pause after a delivery that failed; it doubles, up to an hour. */
  readonly retryMs: number
  readonly timeoutMs: number
}

export type Deliveries = {
  /** Sends what waits, without its pauses; resolves when each has been tried once. */
  readonly flush: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Notices are given up after three days, as the vendor gives them up. */
const longestSeconds = 3 * 86_400
const atOnce = 8

type Standing = { attempts: number; notBefore: number; fault: NoticeFault | undefined }

export const bodyOf = (event: SentEvent): string =>
  JSON.stringify({
    id: event.id,
    object: 'event',
    api_version: apiVersion,
    created: event.created,
    type: event.type,
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: event.key ?? null },
    data: { object: event.object },
    ...(event.account === undefined ? {} : { account: event.account }),
  })

/** Tells the hub what happened: at least once, in no promised order. */
export const startDeliveries = (
  simulator: Simulator,
  plan: FaultPlan,
  { retryMs, timeoutMs }: DeliveryOptions,
): Deliveries => {
  const { world } = simulator
  const standings = new Map<string, Standing>()
  const under = new Map<string, Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const standingOf = (event: SentEvent): Standing => {
    const known = standings.get(event.id)
    if (known !== undefined) return known
    const fault = plan.forNotice(event.type, JSON.stringify(event.object))
    const wait = fault?.kind === 'late' || fault?.kind === 'overtaken' ? fault.ms : 0
    const standing = { attempts: 0, notBefore: Date.now() + wait, fault }
    standings.set(event.id, standing)
    return standing
  }

  const over = async (id: string): Promise<void> => {
    standings.delete(id)
    await simulator.write({ delivered: [id] })
  }

  const send = async (event: SentEvent, standing: Standing): Promise<boolean> => {
    const { webhook } = world.settings
    if (webhook === undefined) return false
    const { fault, attempts } = standing
    const body = bodyOf(event)
    // The time of the machine: who receives it compares it with theirs.
    const seconds = Math.floor(Date.now() / 1000)
    const first = attempts === 0 ? fault?.kind : undefined
    const signed = signature(
      webhook.secret,
      body,
      first === 'oldSignature' ? seconds - 3600 : seconds,
    )
    const sent = first === 'tamper' ? body.replace('"livemode":false', '"livemode":true') : body
    const once = (): Promise<boolean> =>
      post(webhook.url, sent, { 'stripe-signature': signed }, timeoutMs)
    const received = await once()
    return first === 'twice' ? (await once()) && received : received
  }

  const attempt = async (event: SentEvent): Promise<void> => {
    const standing = standingOf(event)
    await simulator.settled()
    if (standing.fault?.kind === 'lose') return over(event.id)
    if (await send(event, standing)) {
      await over(event.id)
      for (const other of standings.values())
        if (other.fault?.kind === 'overtaken') other.notBefore = 0
      return
    }
    standing.attempts += 1
    standing.notBefore = Date.now() + Math.min(retryMs * 2 ** (standing.attempts - 1), 3_600_000)
    const age = simulator.now() / 1000 + world.settings.clockOffsetSeconds - event.created
    if (age > longestSeconds) await over(event.id)
  }

  const begin = (event: SentEvent): Promise<void> => {
    const done = attempt(event).finally(() => {
      under.delete(event.id)
      pump()
    })
    under.set(event.id, done)
    return done
  }

  const waiting = (): SentEvent[] =>
    [...world.undelivered].flatMap((id) => {
      const event = world.events.get(id)
      return event === undefined || under.has(id) ? [] : [event]
    })

  const pump = (): void => {
    clearTimeout(timer)
    if (stopped || world.settings.webhook === undefined) return
    let next = Infinity
    for (const event of waiting()) {
      if (under.size >= atOnce) return
      const { notBefore } = standingOf(event)
      if (notBefore <= Date.now()) void begin(event)
      else next = Math.min(next, notBefore)
    }
    if (next < Infinity) timer = setTimeout(pump, Math.max(1, next - Date.now()))
  }

  simulator.onChange(pump)
  pump()
  return {
    flush: async () => {
      await Promise.all(under.values())
      for (const event of waiting()) await begin(event)
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await Promise.all(under.values())
    },
  }
}
