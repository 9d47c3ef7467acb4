export const examplePrice = {
  version: '2027-01',
  asset: 'USD/2',
  validFrom: '2027-01-01T00:00:00.000Z',
  perTask: '0.30',
  perShot: '0.00145',
}

/** A device and a calibration as the examples of the reference show them. */
export const exampleDevice = {
  name: 'Row 5',
  description: 'Five qubits in a row.',
  technology: 'SUPERCONDUCTING' as const,
  qubits: 5,
  connectivity: [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
  ] as [number, number][],
  shots: { min: 1, max: 20_000 },
  priceBook: [examplePrice],
  execution: { provider: 'simulator' as const },
}

export const exampleCalibration = {
  format: 'qhub' as const,
  calibration: {
    takenAt: '2027-01-01T06:00:00.000Z',
    source: 'QHUB' as const,
    qubits: [
      { index: 0, t1Us: 180, t2Us: 120, p01: 0.012, p10: 0.021 },
      { index: 1, t1Us: 192, t2Us: 129, p01: 0.012, p10: 0.021 },
    ],
    gates: [
      { name: 'sx', qubits: [0], error: 0.0004, durationNs: 35 },
      { name: 'cx', qubits: [0, 1], error: 0.009, durationNs: 300 },
    ],
  },
}
