import { z } from 'zod'
import { Money } from '../../shared/money.ts'

const Statement = z.string().trim().min(1).max(500)

/** What a piece of software does: named so that tasks and checks can say which of them they serve. */
const Functional = z.strictObject({ id: z.string().regex(/^F[1-9][0-9]?$/), statement: Statement })

const Quality = z.enum(['COST', 'ACCURACY', 'TIME', 'SIZE', 'VERIFIABILITY', 'PORTABILITY'])

/** How well it does it. */
const NonFunctional = z.strictObject({
  id: z.string().regex(/^N[1-9][0-9]?$/),
  quality: Quality,
  statement: Statement,
})

/** What is to be there in the end, in the order in which one comes out of the other. */
export const Deliverable = z.enum(['CIRCUIT', 'RESULT', 'TESTS', 'CAPSULE', 'DEPLOYMENT_PLAN'])
export type Deliverable = z.output<typeof Deliverable>

/** In the place of an algorithm where it was not said, or not understood. */
export const unnamed = 'unknown'

const CircuitWish = z.strictObject({
  /** As people of the field call it: `bell`, `ghz`, `grover`. */
  algorithm: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  qubits: z.int().min(1).max(64).exactOptional(),
  /** What the algorithm takes besides: the string that is marked, the phase that is estimated. */
  parameters: z.record(z.string().max(40), z.union([z.number(), z.string().max(200)])),
})

const RunWish = z.strictObject({
  shots: z.int().min(1).max(100_000),
  /** More may not be spent on the device. */
  maximumCost: Money,
})

const unique = (ids: readonly string[]): boolean => new Set(ids).size === ids.length

/** What somebody wants, as it was understood. `questions` are what they left open, `assumptions` what was filled in. */
export const Requirements = z
  .strictObject({
    goal: Statement,
    functional: z.array(Functional).min(1).max(20).readonly(),
    nonFunctional: z.array(NonFunctional).max(20).readonly(),
    circuit: CircuitWish,
    /** Absent where nothing is to be run. */
    run: RunWish.exactOptional(),
    deliverables: z.array(Deliverable).min(1).max(Deliverable.options.length).readonly(),
    assumptions: z.array(Statement).max(20).readonly(),
    questions: z.array(Statement).max(20).readonly(),
  })
  .refine(
    ({ functional, nonFunctional }) =>
      unique([...functional, ...nonFunctional].map(({ id }) => id)),
    {
      message: 'two requirements have one id',
      path: ['functional'],
    },
  )
  .refine(({ deliverables }) => unique(deliverables), {
    message: 'a deliverable is named twice',
    path: ['deliverables'],
  })
  .refine(({ deliverables, run }) => deliverables.includes('RESULT') === (run !== undefined), {
    message: 'a RESULT takes a run, and a run gives a RESULT',
    path: ['run'],
  })
export type Requirements = z.output<typeof Requirements>

export const requirementIds = ({ functional, nonFunctional }: Requirements): readonly string[] =>
  [...functional, ...nonFunctional].map(({ id }) => id)
