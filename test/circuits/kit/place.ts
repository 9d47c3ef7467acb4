import { z } from 'zod'

const At = z.object({
  pointer: z.string(),
  code: z.string(),
  detail: z.string().min(1),
  line: z.int().min(1),
  column: z.int().min(1),
})

/** The problem document of a program that was refused: where it is wrong. */
export const Place = z.object({ errors: z.tuple([At], At) })
