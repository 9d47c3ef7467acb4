import { z } from 'zod'
import type { Figures } from '../../../platform/circuits/figures.ts'
import type { Proof } from '../../../platform/circuits/optimise.ts'
import type { CommandContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'
import { answered, notDone, refusal, type Answer } from './answer.ts'
import { CircuitInput } from './input.ts'

export const OptimisationInput = CircuitInput.extend({
  /** `KEEP` writes any gate of the library; `CX` gates on one qubit and CX alone. */
  basis: z.enum(['KEEP', 'CX']).default('KEEP'),
  /** Whether what the beginning in |0> makes needless may go. */
  fromGround: z.boolean().default(true),
})

const count = z.int().min(0)

export const CircuitFigures = z.strictObject({
  gates: count,
  /** As they are billed: a gate on N > 2 qubits counts as 6 (N - 2). */
  twoQubitGates: count,
  depth: count,
  twoQubitDepth: count,
})

export const Optimisation = z.strictObject({
  outcome: z.enum(['OPTIMISED', 'UNCHANGED', 'NOT_REWRITTEN']),
  /** The program to use: a shorter one, or the given one. */
  source: z.string().max(16 * 1024 * 1024),
  /** In gates of the basis; absent of what was not rewritten. */
  before: CircuitFigures.exactOptional(),
  after: CircuitFigures.exactOptional(),
  /** Whether it is the same only for runs that begin with all qubits in |0>, as all runs of the hub do. */
  fromGround: z.boolean(),
  /** How it was shown to be the same program. */
  proof: z.strictObject({
    kind: z.enum(['PROVED', 'NOT_CHECKED', 'SAME_TEXT']),
    /** Where the state vectors began that were compared. */
    from: z.enum(['GROUND_STATE', 'GROUND_AND_RANDOM_STATE']).exactOptional(),
    /** The largest norm of a difference of final states. */
    distance: z.number().min(0).exactOptional(),
    reason: z.string().max(500).exactOptional(),
  }),
  /** What of the program is not rewritten. */
  reason: z.string().max(500).exactOptional(),
})
export type Optimisation = z.output<typeof Optimisation>

const figuresView = ({ gates, billedTwoQubit, depth, twoQubitDepth }: Figures) => ({
  ...{ gates, twoQubitGates: billedTwoQubit },
  ...{ depth, twoQubitDepth },
})

const proofView = (proof: Proof): Optimisation['proof'] =>
  proof.kind === 'NOT_CHECKED'
    ? proof
    : { kind: proof.kind, from: proof.from, distance: proof.distance }

/** A circuit with fewer gates that does the same, or word that there is none to be had. */
export const optimiseCircuit = async (
  { circuitDesk }: Services,
  context: CommandContext,
  { source, inputs = {}, basis, fromGround }: z.output<typeof OptimisationInput>,
): Promise<Answer<Optimisation>> => {
  const refused = refusal(context, 'agents:read')
  if (refused !== undefined) return refused
  const outcome = await circuitDesk.optimise(source, inputs, { basis, fromGround })
  const asItIs = { source, fromGround: false, proof: { kind: 'SAME_TEXT' } } as const
  switch (outcome.kind) {
    case 'optimised':
      return answered({
        outcome: 'OPTIMISED',
        source: outcome.source,
        before: figuresView(outcome.before),
        after: figuresView(outcome.after),
        fromGround: outcome.fromGround,
        proof: proofView(outcome.proof),
      })
    case 'unchanged': {
      const figures = figuresView(outcome.figures)
      return answered({ ...asItIs, outcome: 'UNCHANGED', before: figures, after: figures })
    }
    case 'unsupported':
      return answered({ ...asItIs, outcome: 'NOT_REWRITTEN', reason: outcome.reason })
    case 'invalid':
    case 'too-large':
    case 'failed':
      return notDone(outcome)
    default:
      return outcome satisfies never
  }
}
