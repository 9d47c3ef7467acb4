import { z } from 'zod'
import fc, { type Arbitrary } from '../../kit/fast-check.ts'
import { arbitraryOf, damaged, Schema } from '../kit/arbitrary.ts'
import type { Operation } from '../kit/documented.ts'

export type FuzzRequest = {
  readonly url: string
  /** Which of the senders. */
  readonly sender: number
  readonly body: unknown
  readonly ifMatch: string | undefined
}

/** What the world of a run has to offer: ids of things that are there, people who send, a program that compiles. */
export type Material = {
  readonly ids: readonly string[]
  readonly senders: number
  readonly work: Readonly<Record<string, unknown>>
}

const Body = z.object({ content: z.object({ 'application/json': z.object({ schema: Schema }) }) })

/** How often a body is right, nearly right, or anything: a body that is right costs the most, and finds the least. */
const weights = { right: 1, nearly: 6, anything: 1 }

const bodies = ({ requestBody }: Operation, ids: readonly string[]): Arbitrary<unknown> => {
  const given = Body.safeParse(requestBody)
  if (!given.success) return fc.constant(undefined)
  const right = arbitraryOf(given.data.content['application/json'].schema, ids)
  return fc.oneof(
    { weight: weights.right, arbitrary: right },
    { weight: weights.nearly, arbitrary: right.chain(damaged) },
    { weight: weights.anything, arbitrary: fc.jsonValue() },
  )
}

/** A program now and then, so that some submissions get further than the compiler. */
const withProgram = (body: unknown, real: boolean, work: Material['work']): unknown =>
  real && typeof body === 'object' && body !== null && 'source' in body
    ? { ...body, ...work }
    : body

const isConditional = ({ parameters }: Operation): boolean =>
  parameters.some(({ name }) => name === 'If-Match')

/** Requests for an operation: right ones, nearly right ones, and anything. */
export const requestsFor = (
  path: string,
  operation: Operation,
  { ids, senders, work }: Material,
): Arbitrary<FuzzRequest> =>
  fc
    .record({
      values: fc.array(fc.oneof({ weight: 40, arbitrary: fc.constantFrom(...ids) }, fc.string()), {
        minLength: 4,
        maxLength: 4,
      }),
      query: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom('', '', '?validateOnly=true') },
        fc.constantFrom('?validateOnly=1', '?x=1'),
      ),
      sender: fc.nat({ max: senders - 1 }),
      body: fc.tuple(bodies(operation, ids), fc.boolean()),
      ifMatch: fc.oneof(
        { weight: 9, arbitrary: fc.constant(isConditional(operation) ? '*' : undefined) },
        fc.constantFrom('"0"', '"1"', 'W/"0"', 'x', undefined),
      ),
    })
    .map(({ values, query, sender, body: [body, real], ifMatch }) => {
      const left = [...values]
      const filled = path.replace(/\{[^}]+\}/g, () => encodeURIComponent(left.pop() ?? ''))
      return { url: filled + query, sender, body: withProgram(body, real, work), ifMatch }
    })
