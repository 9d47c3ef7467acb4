/** Devices of the demo: ideal, noisy, one that always fails and one that takes its time. */
const simulator = {
  technology: 'SIMULATOR',
  qubits: 20,
  shots: { min: 1, max: 20_000 },
}

const price = (perTask: string, perShot: string) => [
  { version: '2026-01', asset: 'USD/2', validFrom: '2026-01-01T00:00:00.000Z', perTask, perShot },
]

export const ideal = {
  ...simulator,
  name: 'Ideal 20',
  description: 'Twenty qubits without noise.',
  priceBook: price('0.02', '0.0001'),
  execution: { provider: 'simulator', concurrency: 2 },
}

export const noisy = {
  ...simulator,
  name: 'Noisy 5',
  description: 'Five qubits in a row, with the errors of its calibration.',
  technology: 'SUPERCONDUCTING',
  qubits: 5,
  connectivity: [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
  ],
  priceBook: price('0.30', '0.00145'),
  execution: { provider: 'simulator', noise: true },
}

export const failing = {
  ...simulator,
  name: 'Failing 20',
  description: 'Loses every run, to show what happens to the money.',
  priceBook: price('0.30', '0.00145'),
  execution: { provider: 'simulator', fault: { kind: 'DEVICE_ERROR', probability: 1 } },
}

export const slow = {
  ...simulator,
  name: 'Slow 20',
  description: 'Takes a minute for everything: time to cancel.',
  priceBook: price('0.30', '0.00145'),
  execution: {
    provider: 'simulator',
    timeLimit: 300,
    fault: { kind: 'SLOW', probability: 1, delayMs: 60_000 },
  },
}

/** Errors of the order that superconducting devices of 2026 publish; made up for this device. */
export const calibration = {
  takenAt: '2026-11-20T06:00:00.000Z',
  source: 'QHUB',
  qubits: [0, 1, 2, 3, 4].map((index) => ({
    index,
    t1Us: 180 + 12 * index,
    t2Us: 120 + 9 * index,
    p01: 0.012,
    p10: 0.021,
  })),
  gates: [
    ...[0, 1, 2, 3, 4].map((qubit) => ({
      name: 'sx',
      qubits: [qubit],
      error: 0.0004,
      durationNs: 35,
    })),
    ...[0, 1, 2, 3].map((qubit) => ({
      name: 'cx',
      qubits: [qubit, qubit + 1],
      error: 0.009,
      durationNs: 300,
    })),
  ],
}
