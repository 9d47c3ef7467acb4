import { z } from 'zod'
import type { GateCalibration, QubitCalibration } from '../../domain/devices/calibration.ts'
import {
  executionDays,
  invalid,
  issuesOf,
  toUtc,
  undirected,
  type Issue,
  type ReadOutcome,
} from './outcome.ts'

/* Amazon Braket's device capabilities, the `deviceCapabilities` text that `GetDevice` answers, for gate-model QPUs. */

const fraction = z.number().min(0).max(1)
const time = z.object({ value: z.number().positive(), unit: z.literal('S') })
const fidelityType = z.object({ name: z.string() })
const hour = z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$/u)

const Capabilities = z.object({
  service: z.object({
    executionWindows: z.array(
      z.object({ executionDay: z.enum(executionDays), windowStartHour: hour, windowEndHour: hour }),
    ),
    shotsRange: z.tuple([z.int().min(1), z.int().min(1)]),
    deviceCost: z.object({ price: z.number().min(0), unit: z.string().min(1) }).nullish(),
    updatedAt: z.iso.datetime({ offset: true, local: true }),
  }),
  paradigm: z.object({
    qubitCount: z.int().min(1).max(10_000),
    nativeGateSet: z.array(z.string().min(1)),
    connectivity: z.object({
      fullyConnected: z.boolean(),
      connectivityGraph: z.record(z.string(), z.array(z.string())),
    }),
  }),
  standardized: z.object({
    oneQubitProperties: z.record(
      z.string(),
      z.object({
        T1: time.nullish(),
        T2: time.nullish(),
        oneQubitFidelity: z.array(z.object({ fidelityType, fidelity: fraction })),
      }),
    ),
    twoQubitProperties: z.record(
      z.string(),
      z.object({
        twoQubitGateFidelity: z.array(
          z.object({ gateName: z.string().min(1), fidelity: fraction, fidelityType }),
        ),
      }),
    ),
  }),
})

type Capabilities = z.output<typeof Capabilities>

/** Braket hands the document out as text, and some of its samples as the text of a text. */
const decode = (input: unknown): unknown => {
  let document = input
  for (let round = 0; round < 2 && typeof document === 'string'; round += 1)
    document = JSON.parse(document)
  return document
}

const inOrder = (labels: Iterable<string>): readonly string[] =>
  [...new Set(labels)].sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1))

const labelsOf = ({ paradigm, standardized }: Capabilities): readonly string[] => {
  const graph = Object.entries(paradigm.connectivity.connectivityGraph)
  return inOrder([
    ...graph.flatMap(([from, to]) => [from, ...to]),
    ...Object.keys(standardized.oneQubitProperties),
  ])
}

/** Native gates on one qubit, the most general first: the one that a benchmarked fidelity speaks of. */
const oneQubitGates = ['prx', 'gpi', 'rx', 'phasedxz', 'u', 'xy']

const decimal = (price: number): string => price.toFixed(12).replace(/\.?0+$/u, '')

/** 1 - fidelity, without the digits that binary subtraction makes up. */
const infidelity = (fidelity: number): number => Number((1 - fidelity).toPrecision(12))

const qubitOf = (
  index: number,
  properties: Capabilities['standardized']['oneQubitProperties'][string] | undefined,
): QubitCalibration => {
  const fidelity = (name: string): number | undefined =>
    properties?.oneQubitFidelity.find(({ fidelityType: type }) => type.name === name)?.fidelity
  const [t1, t2] = [properties?.T1?.value, properties?.T2?.value]
  const [readout, p01, p10] = [
    fidelity('READOUT'),
    fidelity('READOUT_ERROR_0_TO_1'),
    fidelity('READOUT_ERROR_1_TO_0'),
  ]
  return {
    index,
    ...(t1 === undefined ? {} : { t1Us: t1 * 1e6 }),
    ...(t2 === undefined ? {} : { t2Us: t2 * 1e6 }),
    ...(readout === undefined ? {} : { readoutError: infidelity(readout) }),
    ...(p01 === undefined ? {} : { p01 }),
    ...(p10 === undefined ? {} : { p10 }),
  }
}

/** Reads one device. `input` is the capabilities document, parsed or as text; its name stands elsewhere in Braket. */
export const readBraketDevice = (name: string, input: unknown): ReadOutcome => {
  let document: unknown
  try {
    document = decode(input)
  } catch (error) {
    return invalid({ path: '', message: error instanceof Error ? error.message : 'not JSON' })
  }
  const parsed = Capabilities.safeParse(document)
  if (!parsed.success) return invalid(...issuesOf(parsed.error))
  const { service, paradigm, standardized } = parsed.data
  const labels = labelsOf(parsed.data)
  const issues: Issue[] = []
  if (labels.length !== paradigm.qubitCount) {
    issues.push({
      path: 'paradigm.qubitCount',
      message: `${paradigm.qubitCount} qubits, ${labels.length} are described`,
    })
  }
  const [min, max] = service.shotsRange
  if (min > max) issues.push({ path: 'service.shotsRange', message: 'the least is above the most' })
  const indexOf = new Map(labels.map((label, position) => [label, position]))

  const native = paradigm.nativeGateSet.map((gate) => gate.toLowerCase())
  const oneQubitGate = oneQubitGates.find((gate) => native.includes(gate))
  const gates: GateCalibration[] = []
  for (const [label, { oneQubitFidelity }] of Object.entries(standardized.oneQubitProperties)) {
    const benchmark = oneQubitFidelity.find(({ fidelityType: type }) =>
      type.name.endsWith('RANDOMIZED_BENCHMARKING'),
    )
    if (oneQubitGate === undefined || benchmark === undefined) continue
    gates.push({
      name: oneQubitGate,
      qubits: [indexOf.get(label) ?? 0],
      error: infidelity(benchmark.fidelity),
    })
  }
  for (const [pair, { twoQubitGateFidelity }] of Object.entries(standardized.twoQubitProperties)) {
    const path = `standardized.twoQubitProperties.${pair}`
    const qubits = pair.split('-').map((label) => indexOf.get(label))
    const [a, b] = qubits
    if (qubits.length !== 2 || a === undefined || b === undefined || a === b) {
      issues.push({ path, message: 'does not name two qubits of the device' })
      continue
    }
    // Fidelities of whole Clifford operations are listed too; they are no gates.
    for (const { gateName, fidelity } of twoQubitGateFidelity) {
      const gate = gateName.toLowerCase()
      if (native.includes(gate))
        gates.push({ name: gate, qubits: [a, b], error: infidelity(fidelity) })
    }
  }
  if (issues.length > 0) return invalid(...issues)

  const { fullyConnected, connectivityGraph } = paradigm.connectivity
  const edges = Object.entries(connectivityGraph).flatMap(([from, targets]) =>
    targets.map((to) => [indexOf.get(from) ?? 0, indexOf.get(to) ?? 0] as const),
  )
  const { deviceCost: cost } = service
  return {
    kind: 'ok',
    device: {
      name,
      qubits: paradigm.qubitCount,
      qubitLabels: labels,
      connectivity: fullyConnected ? [] : undirected(edges),
      gateSet: paradigm.nativeGateSet,
      shots: { min, max },
      executionWindows: service.executionWindows,
      ...(cost == null ? {} : { cost: { price: decimal(cost.price), unit: cost.unit } }),
    },
    calibration: {
      takenAt: toUtc(service.updatedAt),
      source: 'BRAKET',
      qubits: labels.map((label, index) => qubitOf(index, standardized.oneQubitProperties[label])),
      gates,
    },
  }
}
