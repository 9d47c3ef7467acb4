import { z } from 'zod'
import type { Follow } from './follow.ts'

const Digits = z
  .string()
  .regex(/^[0-9]+$/)
  .max(20)

/** Where an answer stands in the log. `position` is the token for reads that must not be older (`atLeast`). */
export const Standing = z.object({
  stream: z.string().max(200),
  /** -1: there was nothing, and nothing had to be written. */
  revision: z
    .string()
    .regex(/^(?:-1|[0-9]+)$/)
    .max(20),
  position: Digits,
})

/** What `validateOnly` answers: the events that would be appended, and the state they would build on. */
export const Preview = Standing.extend({
  validateOnly: z.literal(true),
  events: z
    .array(z.object({ type: z.string().max(80), data: z.record(z.string().max(80), z.unknown()) }))
    .max(1000),
})

/** The forms of success of a command, by status. */
export const successesOf = (route: {
  readonly status: 200 | 201 | 202
  readonly answer: z.ZodObject
  readonly follow?: Follow
}): Readonly<Record<number, z.ZodType>> => {
  const answer = z.object({ ...route.answer.shape, ...Standing.shape })
  if (route.status === 200) return { 200: z.union([answer, Preview]) }
  const at200 =
    route.follow === undefined ? Preview : z.union([z.object(route.follow.answer.shape), Preview])
  return { 200: at200, [route.status]: answer }
}
