import { z } from 'zod'
import { ExecutionWindow } from './windows.ts'
import { PriceBookEntry } from './price-book.ts'

const probability = z.number().min(0).max(1)

/** A fault that a simulated device shows on purpose, decided per run, so that callers can practise for the real ones. */
export const InjectedFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('DEVICE_ERROR'), probability }),
  z.strictObject({ kind: z.literal('LOST_REPLY'), probability }),
  z.strictObject({ kind: z.literal('SLOW'), probability, delayMs: z.int().min(1).max(600_000) }),
  z.strictObject({ kind: z.literal('PARTIAL'), probability, fraction: z.number().gt(0).lt(1) }),
])

/** How the device executes: which provider stands behind it, and what the provider is told. */
export const Execution = z.strictObject({
  provider: z.enum(['simulator']),
  noise: z.boolean().default(false),
  fault: InjectedFault.exactOptional(),
  /** Jobs on the device at a time. */
  concurrency: z.int().min(1).max(64).default(1),
  /** Seconds one job may run before it is stopped. */
  timeLimit: z.int().min(1).max(3600).default(60),
})

/** What a provider states of a device at registration. */
export const DeviceFacts = z.strictObject({
  name: z.string().min(2).max(80),
  description: z.string().max(2000).default(''),
  technology: z.enum([
    'SUPERCONDUCTING',
    'TRAPPED_ION',
    'NEUTRAL_ATOM',
    'PHOTONIC',
    'SPIN',
    'SIMULATOR',
    'OTHER',
  ]),
  qubits: z.int().min(1).max(2000),
  /** Pairs on which a two-qubit gate is native; empty means all to all. */
  connectivity: z
    .array(z.tuple([z.int().min(0), z.int().min(0)]))
    .max(20_000)
    .default([]),
  /** Native gates; empty means every gate of the language. */
  gateSet: z.array(z.string().min(1).max(40)).max(100).default([]),
  shots: z.strictObject({ min: z.int().min(1), max: z.int().min(1).max(100_000) }),
  executionWindows: z.array(ExecutionWindow).max(50).default([]),
  /** Outside its windows a device either keeps new jobs in its queue or refuses them. */
  outsideWindows: z.enum(['QUEUE', 'REFUSE']).default('QUEUE'),
  priceBook: z.array(PriceBookEntry).min(1).max(50),
  execution: Execution,
})
export type DeviceFacts = z.output<typeof DeviceFacts>
