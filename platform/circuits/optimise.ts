import { compile } from '../providers/simulator/language/compile.ts'
import type { Diagnostic } from '../providers/simulator/language/diagnostic.ts'
import type { CompiledProgram } from '../providers/simulator/language/instructions.ts'
import type { ProgramLimits } from '../providers/simulator/language/limits.ts'
import type { ProgramInputs } from '../../domain/jobs/program-inputs.ts'
import { rewriteBlocks } from './blocks.ts'
import { cancel } from './cancel.ts'
import type { Operation } from './circuit.ts'
import { figuresOf, isBetter, isPreferred, type Figures } from './figures.ts'
import { fromGround } from './ground.ts'
import { isLowered, lower } from './lower.ts'
import { compare } from './prove.ts'
import { readCircuit } from './read.ts'
import type { Basis } from './two-qubit.ts'
import { writeCircuit } from './write.ts'

export type OptimiseOptions = {
  /** `KEEP` writes any gate of the library; `CX` gates on one qubit and CX alone. */
  readonly basis: Basis
  /** Whether what the beginning in |0> makes needless may go. */
  readonly fromGround: boolean
  /** State vectors up to so many qubits are compared. */
  readonly proofQubits: number
  /** And up to so many amplitudes touched by gates. */
  readonly proofWork: number
}

export type Proof =
  | {
      readonly kind: 'PROVED'
      /** Where the state vectors began that were compared. */
      readonly from: 'GROUND_STATE' | 'GROUND_AND_RANDOM_STATE'
      readonly distance: number
      /** Ways through the program's measurements. */
      readonly branches: number
    }
  | { readonly kind: 'NOT_CHECKED'; readonly reason: string }

export type Optimised = {
  readonly kind: 'optimised'
  /** In the language of the given program, its inputs written into it. */
  readonly source: string
  readonly before: Figures
  readonly after: Figures
  /** Whether it is the same only as every run begins: with all qubits in |0>. */
  readonly fromGround: boolean
  readonly proof: Proof
}

export type OptimiseOutcome =
  | Optimised
  /** Nothing was found that makes it smaller. */
  | { readonly kind: 'unchanged'; readonly source: string; readonly figures: Figures }
  | { readonly kind: 'invalid'; readonly diagnostic: Diagnostic }
  | { readonly kind: 'unsupported'; readonly reason: string }

const mostOperations = 20_000
const mostRounds = 24
const mostBlocks = 200
export const provedDistance = 1e-9

type Step = (operations: readonly Operation[]) => readonly Operation[]

/** Takes a step if it makes nothing worse. */
const tried = (operations: readonly Operation[], step: Step): readonly Operation[] => {
  const next = step(operations)
  return isBetter(figuresOf(next), figuresOf(operations)) ? next : operations
}

/** All blocks at once; where that makes something worse, those that do not, one after the other. */
const withBlocks = (operations: readonly Operation[], basis: Basis): readonly Operation[] => {
  const rewrite =
    (only?: (block: number) => boolean): Step =>
    (given) =>
      cancel(rewriteBlocks(given, basis, only), basis)
  const all = tried(operations, rewrite())
  if (all !== operations) return all
  let best = operations
  for (let block = 0; block < mostBlocks; block += 1)
    best = tried(
      best,
      rewrite((b) => b === block),
    )
  return best
}

/** Whether the beginning in |0> was made use of. */
type Rewritten = { readonly operations: readonly Operation[]; readonly grounded: boolean }

const improved = (
  given: Rewritten,
  qubits: number,
  basis: Basis,
  useGround: boolean,
): Rewritten => {
  let { operations, grounded } = given
  for (let round = 0; round < mostRounds; round += 1) {
    const before = operations
    operations = tried(operations, (all) => cancel(all, basis))
    if (useGround) {
      const next = tried(operations, (all) => cancel(fromGround(all, qubits), basis))
      grounded ||= next !== operations
      operations = next
    }
    operations = withBlocks(operations, basis)
    if (operations === before) break
  }
  return { operations, grounded }
}

/** In CX alone; also by way of all gates, where that comes to less. */
const improvedInCx = (given: Rewritten, qubits: number, useGround: boolean): Rewritten => {
  const inCx = (from: Rewritten): Rewritten =>
    improved({ ...from, operations: lower(from.operations) }, qubits, 'CX', useGround)
  let best = inCx(given)
  for (;;) {
    const detour = inCx(improved(best, qubits, 'KEEP', useGround))
    if (!isBetter(figuresOf(detour.operations), figuresOf(best.operations))) break
    best = detour
  }
  const other = inCx(improved(given, qubits, 'KEEP', useGround))
  return isPreferred(figuresOf(other.operations), figuresOf(best.operations)) ? other : best
}

const workOf = ({ qubits, instructions }: CompiledProgram): number =>
  instructions.filter(({ op }) => op === 'gate').length * 2 ** qubits

const unchecked = (reason: string): Proof => ({ kind: 'NOT_CHECKED', reason })

/** The programs compared on the engine; nothing when they differ. */
const proofOf = (
  before: CompiledProgram,
  after: CompiledProgram,
  grounded: boolean,
  { proofQubits, proofWork }: OptimiseOptions,
): Proof | undefined => {
  if (before.qubits > proofQubits) {
    const limit = `state vectors are compared up to ${String(proofQubits)}`
    return unchecked(`${String(before.qubits)} qubits; ${limit}`)
  }
  if (workOf(before) + workOf(after) > proofWork)
    return unchecked('too many gates to compare state vectors in time')
  const ground = compare(before, after, 'GROUND_STATE')
  if (ground.kind === 'too-many-branches')
    return unchecked('too many ways through the measurements')
  if (ground.kind === 'different' || ground.distance > provedDistance) return undefined
  const { distance, branches } = ground
  const resets = [before, after].some(({ instructions }) =>
    instructions.some(({ op }) => op === 'reset'),
  )
  if (grounded || resets) return { kind: 'PROVED', from: 'GROUND_STATE', distance, branches }
  const random = compare(before, after, 'RANDOM_PRODUCT_STATE')
  if (random.kind !== 'compared' || random.distance > provedDistance) return undefined
  const worst = Math.max(distance, random.distance)
  return { kind: 'PROVED', from: 'GROUND_AND_RANDOM_STATE', distance: worst, branches }
}

type Written =
  | {
      readonly kind: 'written'
      readonly source: string
      readonly program: CompiledProgram
      readonly before: Figures
      readonly after: Figures
      readonly grounded: boolean
    }
  | { readonly kind: 'as-it-is'; readonly figures: Figures }
  | { readonly kind: 'unsupported'; readonly reason: string }

/** One pass: read, rewritten, written and read again by the compiler. */
const pass = (
  program: CompiledProgram,
  limits: ProgramLimits,
  { basis, fromGround: useGround }: OptimiseOptions,
): Written => {
  if (program.instructions.length > mostOperations)
    return { kind: 'unsupported', reason: `more than ${String(mostOperations)} operations` }
  const read = readCircuit(program)
  if (read.kind === 'unsupported') return read
  const { circuit } = read
  const { qubits } = circuit
  const inCx = basis === 'CX'
  const given = inCx ? lower(circuit.operations) : circuit.operations
  const before = figuresOf(given)
  const start: Rewritten = { operations: circuit.operations, grounded: false }
  const found = inCx
    ? improvedInCx(start, qubits, useGround)
    : improved(start, qubits, 'KEEP', useGround)
  const better = isBetter(figuresOf(found.operations), before)
  if (!better && (!inCx || isLowered(circuit.operations)))
    return { kind: 'as-it-is', figures: before }
  const { operations, grounded } = better ? found : { operations: given, grounded: false }
  const written = writeCircuit({ ...circuit, operations })
  if (written.kind === 'unwritable') return { kind: 'unsupported', reason: written.reason }
  const { source } = written
  const again = compile(source, limits)
  if (again.kind === 'invalid')
    throw new Error(`the rewritten program does not compile: ${again.diagnostic.message}`)
  const after = figuresOf(operations)
  return { kind: 'written', source, program: again.program, before, after, grounded }
}

/**
 * Writes a program with fewer gates, until there is nothing more to be had, and compares both on the engine: what is not
 * shown to be equal, where it can be, is never handed out.
 */
export const optimise = (
  source: string,
  inputs: ProgramInputs,
  limits: ProgramLimits,
  options: OptimiseOptions,
): OptimiseOutcome => {
  const compiled = compile(source, limits, inputs)
  if (compiled.kind === 'invalid') return compiled
  const first = pass(compiled.program, limits, options)
  if (first.kind === 'unsupported') return first
  if (first.kind === 'as-it-is') return { kind: 'unchanged', source, figures: first.figures }
  let last = first
  let { grounded } = first
  for (;;) {
    const next = pass(last.program, limits, options)
    if (next.kind !== 'written') break
    last = next
    grounded ||= next.grounded
  }
  const proof = proofOf(compiled.program, last.program, grounded, options)
  if (proof === undefined) throw new Error('the rewritten program is not the same as the given one')
  const { before } = first
  const { source: shorter, after } = last
  return { kind: 'optimised', source: shorter, before, after, fromGround: grounded, proof }
}
