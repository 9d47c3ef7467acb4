import { z } from 'zod'
import { decodeEvent } from '../../domain/events.ts'
import { device, type DeviceEvent } from '../../domain/devices/device.ts'
import { PriceBookEntry } from '../../domain/devices/price-book.ts'
import { priceOf } from '../../domain/billing/price.ts'
import { estimateSeconds } from '../../domain/jobs/estimate.ts'
import type { JobSubmission } from '../../domain/jobs/job-events.ts'
import { amountOf, money } from '../../domain/shared/money.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import type { EventStore, RecordedEvent } from '../../platform/event-store/types.ts'
import { NoSuchChange } from './alter.ts'

export type JobChange =
  /** A version of the device's own price book. */
  | { readonly kind: 'priceBook'; readonly version: string }
  /** Members of the price that held, with other values. */
  | { readonly kind: 'price'; readonly members: Readonly<Record<string, unknown>> }
  | { readonly kind: 'queueSeconds'; readonly seconds: number }
  | { readonly kind: 'calibration'; readonly calibrationId: string }

export type JobQuestion = {
  readonly changed: string
  readonly submission: JobSubmission
  readonly replaced?: ReadonlyMap<bigint, unknown>
  readonly delay?: { readonly from: bigint; readonly ms: number }
}

type Input = {
  readonly event: RecordedEvent
  readonly input: { readonly type: string; readonly data: unknown }
}

const inputsOf = (stream: readonly RecordedEvent[]): readonly Input[] =>
  stream.flatMap((event) => {
    const read = decodeEvent(event)
    // By its type the data holds an input.
    return read.type === 'SagaInputReceived'
      ? [{ event, input: (read.data as Pick<Input, 'input'>).input }]
      : []
  })

const inputNamed = (stream: readonly RecordedEvent[], type: string): Input => {
  const found = inputsOf(stream).find(({ input }) => input.type === type)
  if (found === undefined) throw new NoSuchChange(`the job was not told of ${type}`)
  return found
}

/** The estimate and the most that a job may cost keep their proportion to what a caller agreed to: one is the other, or its ceiling. */
const repriced = (submission: JobSubmission, price: PriceBookEntry): JobSubmission => {
  const { circuit, shots, estimate, maximumCost, app } = submission
  if (price.asset !== submission.price.asset)
    throw new NoSuchChange(`the price is in ${price.asset}, the job in ${submission.price.asset}`)
  const { oneQubitGates, twoQubitGates } = circuit
  const seconds = estimateSeconds(circuit, shots)
  const device = amountOf(priceOf(price, { shots, seconds, oneQubitGates, twoQubitGates }))
  const fee = app?.fee === undefined ? 0n : amountOf(app.fee)
  const estimated = money(device + fee, price.asset)
  // Who gave a ceiling of their own keeps it.
  const isCeiling = amountOf(maximumCost) > amountOf(estimate)
  return {
    ...submission,
    price,
    estimate: estimated,
    maximumCost: isCeiling ? maximumCost : estimated,
  }
}

const priceBookOf = async (
  eventStore: Pick<EventStore, 'read'>,
  deviceId: string,
): Promise<readonly PriceBookEntry[]> =>
  (await eventStore.read(streamOf(device, deviceId))).flatMap((stored) => {
    // The stream's name says whose events it holds.
    const event = decodeEvent(stored) as DeviceEvent
    if (event.type === 'DeviceRegistered') return event.data.priceBook
    return event.type === 'DevicePricePublished' ? [event.data.price] : []
  })

/** The question that a change of one input is, of the recorded execution of a job. Throws NoSuchChange. */
export const jobQuestion = async (
  eventStore: Pick<EventStore, 'read'>,
  stream: readonly RecordedEvent[],
  change: JobChange,
): Promise<JobQuestion> => {
  const submitted = inputNamed(stream, 'JobSubmitted')
  // Out of the log, where it was held against the contract of its type.
  const submission = submitted.input.data as JobSubmission
  const told = (next: JobSubmission): Pick<JobQuestion, 'replaced' | 'submission'> => {
    const stored = submitted.event.data as { readonly input: object }
    const data = { ...stored, input: { ...stored.input, ...submitted.input, data: next } }
    return { replaced: new Map([[submitted.event.revision, data]]), submission: next }
  }
  switch (change.kind) {
    case 'priceBook': {
      const book = await priceBookOf(eventStore, submission.deviceId)
      const price = book.find(({ version }) => version === change.version)
      if (price === undefined)
        throw new NoSuchChange(
          `the device has no price ${change.version}; it has ${book.map(({ version }) => version).join(', ')}`,
        )
      return { changed: `price book ${change.version}`, ...told(repriced(submission, price)) }
    }
    case 'price': {
      const price = PriceBookEntry.safeParse({ ...submission.price, ...change.members })
      if (!price.success) throw new NoSuchChange(`no such price: ${z.prettifyError(price.error)}`)
      return {
        changed: `price ${JSON.stringify(change.members)}`,
        ...told(repriced(submission, price.data)),
      }
    }
    case 'calibration': {
      const { calibrationId } = change
      return { changed: `calibration ${calibrationId}`, ...told({ ...submission, calibrationId }) }
    }
    case 'queueSeconds': {
      const granted = inputNamed(stream, 'SlotGranted')
      const waited = Date.parse(granted.event.metadata.occurredAt) - queuedAt(stream)
      const ms = Math.round(change.seconds * 1000) - waited
      return {
        changed: `${change.seconds} s in the queue, not ${waited / 1000}`,
        submission,
        delay: { from: granted.event.revision, ms },
      }
    }
  }
}

/** When it got in line on the device. */
const queuedAt = (stream: readonly RecordedEvent[]): number => {
  const queued = stream.find(
    ({ type, data }) =>
      type === 'SagaEffectSucceeded' && (data as { readonly kind: string }).kind === 'enqueueJob',
  )
  if (queued === undefined) throw new NoSuchChange('the job was never in line')
  return Date.parse(queued.metadata.occurredAt)
}
