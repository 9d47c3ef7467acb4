import type { Fit } from '../../domain/agents/circuits/fit.ts'
import type { CircuitProfile } from '../../domain/agents/circuits/profile.ts'
import type { Coupling } from './coupling.ts'

const most = 5
const lossOf = (error: number, times: number): number =>
  -times * Math.log1p(-Math.min(error, 0.999_999))

type Way = { readonly cost: number; readonly edges: readonly (readonly [number, number])[] }

/** The ways of least error from one qubit to all others (Dijkstra). */
const waysFrom = (coupling: Coupling, start: number): ReadonlyMap<number, Way> => {
  const done = new Map<number, Way>()
  const open = new Map<number, Way>([[start, { cost: 0, edges: [] }]])
  while (open.size > 0) {
    let [next, way] = [-1, { cost: Infinity, edges: [] } as Way]
    for (const [qubit, found] of open)
      if (found.cost < way.cost || next < 0) [next, way] = [qubit, found]
    open.delete(next)
    done.set(next, way)
    for (const other of coupling.neighbours(next)) {
      if (done.has(other)) continue
      const cost = way.cost + lossOf(coupling.pairError(next, other), 1) + 1e-9
      if (cost < (open.get(other)?.cost ?? Infinity))
        open.set(other, { cost, edges: [...way.edges, [next, other]] })
    }
  }
  return done
}

const createWays = (coupling: Coupling) => {
  const known = new Map<number, ReadonlyMap<number, Way>>()
  return (a: number, b: number): Way | undefined => {
    if (coupling.allToAll) return { cost: lossOf(coupling.pairError(a, b), 1), edges: [[a, b]] }
    const ways = known.get(a) ?? waysFrom(coupling, a)
    known.set(a, ways)
    return ways.get(b)
  }
}

/** What gates between two device qubits lose: at a distance one is swapped up to the other, and back. */
const pairLoss = (way: Way | undefined, gates: number): number => {
  if (way === undefined) return Infinity
  const last = way.edges.length - 1
  return (
    way.edges.reduce((sum, _, index) => sum + (index === last ? gates : 6), 0) *
    (way.cost / (last + 1))
  )
}

/** Greedy: the pair with most gates first, each qubit where it loses least to those that lie already. */
const choose = (profile: CircuitProfile, coupling: Coupling): readonly number[] => {
  const { qubits } = profile
  const pairs = profile.inCx?.pairs ?? []
  const wayOf = createWays(coupling)
  const layout: (number | undefined)[] = Array.from({ length: qubits }, () => undefined)
  const free = new Set(Array.from({ length: coupling.qubits }, (_, qubit) => qubit))
  const weight = (qubit: number): number =>
    pairs.reduce(
      (sum, { qubits: [a, b], gates }) => (a === qubit || b === qubit ? sum + gates : sum),
      0,
    )
  const own = (qubit: number, at: number): number =>
    lossOf(coupling.oneError(at), profile.inCx?.oneQubit[qubit] ?? 0) +
    lossOf(coupling.readoutError(at), profile.inCx?.measured[qubit] ?? 0)
  const lossAt = (qubit: number, at: number): number =>
    pairs.reduce(
      (sum, { qubits: [a, b], gates }) => {
        const other = a === qubit ? layout[b] : b === qubit ? layout[a] : undefined
        return other === undefined ? sum : sum + pairLoss(wayOf(other, at), gates)
      },
      own(qubit, at),
    )
  /** Of a place for a first qubit: how good the surroundings are. */
  const surroundings = (at: number): number => {
    const errors = coupling
      .neighbours(at)
      .slice(0, 64)
      .map((other) => coupling.pairError(at, other))
    return errors.length === 0 ? 1 : Math.min(...errors) + coupling.readoutError(at) / 4
  }
  const attached = (qubit: number): number =>
    pairs.reduce((sum, { qubits: [a, b], gates }) => {
      const other = a === qubit ? b : b === qubit ? a : undefined
      return other !== undefined && layout[other] !== undefined ? sum + gates : sum
    }, 0)
  const left = new Set(Array.from({ length: qubits }, (_, qubit) => qubit))
  while (left.size > 0) {
    const [qubit = 0] = [...left].sort(
      (x, y) => attached(y) - attached(x) || weight(y) - weight(x) || x - y,
    )
    const isFirst = attached(qubit) === 0
    const cost = (at: number): number => (isFirst ? surroundings(at) : lossAt(qubit, at))
    let [best, least] = [-1, Infinity]
    for (const at of free) {
      const found = cost(at)
      if (found < least || best < 0) [best, least] = [at, found]
    }
    layout[qubit] = best
    free.delete(best)
    left.delete(qubit)
  }
  return layout.map((at) => at ?? 0)
}

const fitAt = (
  profile: CircuitProfile,
  coupling: Coupling,
  layout: readonly number[],
  placement: Fit['placement'],
): Fit | undefined => {
  const { inCx } = profile
  if (inCx === undefined) return undefined
  const wayOf = createWays(coupling)
  const losses: { deviceQubits: readonly number[]; gates: number; loss: number }[] = []
  const at = (qubit: number): number => layout[qubit] ?? 0
  let swaps = 0
  for (const { qubits, gates } of inCx.pairs) {
    const way = wayOf(at(qubits[0]), at(qubits[1]))
    if (way === undefined) return undefined
    const last = way.edges.length - 1
    swaps += 2 * last
    way.edges.forEach(([a, b], index) => {
      // A swap is three CX; one goes there, one comes back.
      const times = index === last ? gates : 6
      losses.push({
        deviceQubits: [a, b],
        gates: times,
        loss: lossOf(coupling.pairError(a, b), times),
      })
    })
  }
  inCx.oneQubit.forEach((gates, qubit) => {
    if (gates > 0)
      losses.push({
        deviceQubits: [at(qubit)],
        gates,
        loss: lossOf(coupling.oneError(at(qubit)), gates),
      })
  })
  const gateLoss = losses.reduce((sum, { loss }) => sum + loss, 0)
  const readLoss = inCx.measured.reduce(
    (sum, times, qubit) => sum + lossOf(coupling.readoutError(at(qubit)), Math.min(times, 1)),
    0,
  )
  const used = layout.filter(
    (_, qubit) =>
      (inCx.oneQubit[qubit] ?? 0) > 0 || inCx.pairs.some(({ qubits }) => qubits.includes(qubit)),
  )
  const shortest = (time: (qubit: number) => number | undefined): number | undefined => {
    const times = used.flatMap((qubit) => time(qubit) ?? [])
    return times.length === 0 ? undefined : Math.min(...times)
  }
  const { pairNs, oneNs } = coupling
  const durationUs =
    pairNs === undefined
      ? undefined
      : ((inCx.twoQubitDepth + 3 * swaps) * pairNs +
          (inCx.depth - inCx.twoQubitDepth) * (oneNs ?? 0)) /
        1000
  const [t1, t2] = [shortest(coupling.t1Us), shortest(coupling.t2Us)]
  return {
    placement,
    layout: [...layout],
    twoQubitGates: inCx.pairs.reduce((sum, { gates }) => sum + gates, 0) + 3 * swaps,
    swaps,
    gateError: -Math.expm1(-gateLoss),
    readoutError: -Math.expm1(-readLoss),
    success: Math.exp(-gateLoss - readLoss),
    ...(durationUs === undefined ? {} : { durationUs }),
    ...(durationUs === undefined || t1 === undefined ? {} : { overT1: durationUs / t1 }),
    ...(durationUs === undefined || t2 === undefined ? {} : { overT2: durationUs / t2 }),
    worst: losses
      .toSorted((a, b) => b.loss - a.loss)
      .filter(({ loss }) => loss > 0)
      .slice(0, most)
      .map(({ deviceQubits, gates, loss }) => ({
        deviceQubits: [...deviceQubits],
        gates,
        lost: -Math.expm1(-loss),
      })),
  }
}

/**
 * What of a circuit goes wrong on a device, by the errors that were measured of its qubits and couplings: gates and
 * readings fail one by one and independently. An estimate: idling, crosstalk and the router's skill are not in it.
 */
export const fitsOf = (profile: CircuitProfile, coupling: Coupling): readonly Fit[] => {
  if (profile.qubits > coupling.qubits) return []
  const numbered = fitAt(
    profile,
    coupling,
    Array.from({ length: profile.qubits }, (_, qubit) => qubit),
    'AS_NUMBERED',
  )
  const chosen = fitAt(profile, coupling, choose(profile, coupling), 'CHOSEN')
  return [numbered, chosen].flatMap((fit) => fit ?? [])
}
