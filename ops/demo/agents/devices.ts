import { calibration, noisy } from '../devices.ts'

const price = (perTask: string, perShot: string) => [
  { version: '2026-01', asset: 'USD/2', validFrom: '2026-01-01T00:00:00.000Z', perTask, perShot },
]

/** The calibration of the demo, with every error so many times what it was. */
export const worse = (times: number) => ({
  ...calibration,
  qubits: calibration.qubits.map((qubit) => ({
    ...qubit,
    p01: qubit.p01 * times,
    p10: qubit.p10 * times,
  })),
  gates: calibration.gates.map((gate) => ({ ...gate, error: gate.error * times })),
})

/** Three that could do it: the most accurate for its price, a cheap one, and one that is beyond the budget. */
export const steady = { ...noisy, name: 'Steady 5', priceBook: price('0.30', '0.0004') }
export const shaky = { ...noisy, name: 'Shaky 5', priceBook: price('0.05', '0.0001') }
export const exclusive = { ...noisy, name: 'Exclusive 5', priceBook: price('1.00', '0.01') }
