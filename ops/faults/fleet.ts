/** Devices that differ in what goes wrong on them. */
const common = { qubits: 20, shots: { min: 1, max: 20_000 }, technology: 'SIMULATOR' }

const price = (perTask: string, perShot: string) => [
  { version: '2026-01', asset: 'USD/2', validFrom: '2026-01-01T00:00:00.000Z', perTask, perShot },
]

const device = (name: string, execution: object, prices = price('0.30', '0.00145')) => ({
  ...common,
  name,
  priceBook: prices,
  execution: { provider: 'simulator', concurrency: 2, ...execution },
})

/** The time of day, as a window's contract has it. */
const timeOfDay = (at: number): string => new Date(at).toISOString().slice(11, 19)

const windows = 50
const everyMs = 6_000
const openMs = 3_000
const restMs = 11 * 3_600_000

/** Opens and shuts every few seconds, until it stays open. */
const windowsFrom = (now: Date): readonly object[] =>
  Array.from({ length: windows }, (_, index) => {
    const from = now.getTime() + index * everyMs
    const to = from + (index < windows - 1 ? openMs : restMs)
    return {
      executionDay: 'Everyday',
      windowStartHour: timeOfDay(from),
      windowEndHour: timeOfDay(to),
    }
  })

const fleet = {
  ideal: device('Ideal', { concurrency: 4 }, price('0.02', '0.0001')),
  noisy: device('Noisy', { noise: true }),
  failing: device('Failing', { fault: { kind: 'DEVICE_ERROR', probability: 0.6 } }),
  silent: device('Silent', { fault: { kind: 'LOST_REPLY', probability: 0.7 } }),
  slow: device('Slow', {
    concurrency: 6,
    // Longer than most strikes are apart: begun again by the provider, until it is let be.
    fault: { kind: 'SLOW', probability: 0.8, delayMs: 5_000 },
  }),
  partial: device('Partial', { fault: { kind: 'PARTIAL', probability: 0.7, fraction: 0.5 } }),
  windowed: device('Windowed', { concurrency: 4 }),
} as const

export type DeviceName = keyof typeof fleet
export const deviceNames: readonly DeviceName[] = [
  'ideal',
  'noisy',
  'failing',
  'silent',
  'slow',
  'partial',
  'windowed',
]

/** What a provider states of it, when it is registered at this moment. */
export const deviceOf = (name: DeviceName, now: Date): object =>
  name === 'windowed' ? { ...fleet[name], executionWindows: windowsFrom(now) } : fleet[name]

/** All qubits alike. Errors of the order that devices of 2026 publish; made up. */
export const calibration = {
  takenAt: '2026-11-20T06:00:00.000Z',
  source: 'QHUB',
  qubits: Array.from({ length: common.qubits }, (_, index) => ({
    index,
    t1Us: 180,
    t2Us: 120,
    p01: 0.012,
    p10: 0.021,
  })),
  gates: Array.from({ length: common.qubits }, (_, qubit) => ({
    name: 'sx',
    qubits: [qubit],
    error: 0.0004,
    durationNs: 35,
  })),
}
