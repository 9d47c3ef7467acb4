import type { z } from 'zod'
import type { Draft } from '../core/draft.ts'
import type { Answer } from '../core/world.ts'
import type { Form } from './form.ts'
import { read } from './params.ts'

/** What the faults in force ask of an operation that is carried out. */
export type Manner = {
  readonly decline?: string
  readonly requireAction?: boolean
  readonly processing?: boolean
  readonly dispute?: boolean
}

export type Request = {
  /** The last variable part of the path. */
  readonly id: string
  readonly form: Form
  /** The connected account on whose behalf it is. */
  readonly account: string | undefined
  readonly manner: Manner
  /** Where the simulator's own pages are. */
  readonly origin: string
}

/** One operation of the API: `payment_intents.capture` of `POST /v1/payment_intents/:id/capture`. */
export type Operation = {
  readonly name: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly run: (draft: Draft, request: Request) => Answer
}

export const operation = <Shape extends z.ZodType>(
  name: string,
  method: Operation['method'],
  path: string,
  shape: Shape,
  run: (draft: Draft, params: z.output<Shape>, request: Request) => Answer | object,
): Operation => ({
  name,
  method,
  path,
  run: (draft, request) => {
    const result = run(draft, read(shape, request.form), request)
    return isAnswer(result) ? result : { status: 200, body: result }
  },
})

const isAnswer = (value: object): value is Answer =>
  'status' in value && typeof value.status === 'number'
