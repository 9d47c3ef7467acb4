import { z } from 'zod'

/** What a model wrote: no call asks for more. */
export const AnswerText = z.string().max(4_000_000)
