import type { Json } from '../../../domain/shared/json.ts'

/** What the local provider answers to a prompt of the template: the same to the same variables, for ever. */
export type LocalRule = {
  readonly template: string
  readonly answer: (variables: Json) => string
}
