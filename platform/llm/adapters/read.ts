import type { z } from 'zod'
import { Unreadable } from './vendor.ts'

/** What is needed of an answer, whatever else it holds. The types of the clients promise more than servers keep. */
export const readAs = <Schema extends z.ZodType>(
  schema: Schema,
  answer: unknown,
): z.output<Schema> => {
  const read = schema.safeParse(answer)
  if (read.success) return read.data
  throw new Unreadable('the answer has another form')
}
