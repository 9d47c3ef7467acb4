import type { Calibration } from '../../domain/devices/calibration.ts'

/** What is asked of a device to place a circuit on it. */
export type DeviceGraph = {
  readonly qubits: number
  /** Pairs on which a gate on two qubits is native; empty means all to all. */
  readonly connectivity: readonly (readonly [number, number])[]
  readonly calibration?: Calibration
}

export type Coupling = {
  readonly qubits: number
  readonly allToAll: boolean
  readonly neighbours: (qubit: number) => readonly number[]
  /** Of a gate on two qubits that are coupled; the median of the device where none was measured. */
  readonly pairError: (a: number, b: number) => number
  readonly oneError: (qubit: number) => number
  readonly readoutError: (qubit: number) => number
  readonly t1Us: (qubit: number) => number | undefined
  readonly t2Us: (qubit: number) => number | undefined
  readonly pairNs: number | undefined
  readonly oneNs: number | undefined
}

const median = (values: readonly number[]): number | undefined => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)]
}

/** Done by changing the frame: no time, no error. And what is no gate. */
const noGate = new Set(['rz', 'id', 'reset', 'measure', 'measure_2', 'delay'])

const keyOf = (a: number, b: number): string =>
  a < b ? `${String(a)} ${String(b)}` : `${String(b)} ${String(a)}`

/** The best of the native gates wherever several were measured. An error of 1 is how vendors mark what is broken. */
const measuredErrors = ({ gates = [] }: Partial<Calibration>, arity: number) => {
  const errors = new Map<string, number>()
  const durations: number[] = []
  for (const { name, qubits, error, durationNs } of gates) {
    if (qubits.length !== arity || noGate.has(name)) continue
    const [a = 0, b = a] = qubits
    const key = arity === 1 ? String(a) : keyOf(a, b)
    if (error !== undefined) errors.set(key, Math.min(errors.get(key) ?? 1, error))
    if (durationNs !== undefined && durationNs > 0) durations.push(durationNs)
  }
  return { errors, durationNs: median(durations) }
}

export const couplingOf = ({ qubits, connectivity, calibration }: DeviceGraph): Coupling => {
  const one = measuredErrors(calibration ?? {}, 1)
  const two = measuredErrors(calibration ?? {}, 2)
  const working = (errors: ReadonlyMap<string, number>): number =>
    median([...errors.values()].filter((error) => error < 1)) ?? 0
  const [typicalOne, typicalTwo] = [working(one.errors), working(two.errors)]
  const byQubit = new Map((calibration?.qubits ?? []).map((qubit) => [qubit.index, qubit]))
  const around = new Map<number, Set<number>>()
  for (const [a, b] of connectivity) {
    around.set(a, (around.get(a) ?? new Set()).add(b))
    around.set(b, (around.get(b) ?? new Set()).add(a))
  }
  const everyQubit = Array.from({ length: qubits }, (_, qubit) => qubit)
  const allToAll = connectivity.length === 0
  return {
    qubits,
    allToAll,
    neighbours: (qubit) =>
      allToAll ? everyQubit.filter((other) => other !== qubit) : [...(around.get(qubit) ?? [])],
    pairError: (a, b) => two.errors.get(keyOf(a, b)) ?? typicalTwo,
    oneError: (qubit) => one.errors.get(String(qubit)) ?? typicalOne,
    readoutError: (index) => {
      const qubit = byQubit.get(index)
      if (qubit?.p01 !== undefined && qubit.p10 !== undefined) return (qubit.p01 + qubit.p10) / 2
      return qubit?.readoutError ?? 0
    },
    t1Us: (qubit) => byQubit.get(qubit)?.t1Us,
    t2Us: (qubit) => byQubit.get(qubit)?.t2Us,
    pairNs: two.durationNs,
    oneNs: one.durationNs,
  }
}
