import { z } from 'zod'
import { Rating } from '../../domain/catalog/review-events.ts'
import type { Services } from '../shared/services.ts'

/** What a person writes about an app. */
export const Opinion = z.strictObject({
  rating: Rating,
  title: z.string().trim().min(1).max(120),
  body: z.string().trim().min(1).max(5000),
})

/** Under the author's own key: erased with them. */
export const sealOpinion = async (
  { vault }: Services,
  author: string,
  { rating, title, body }: z.output<typeof Opinion>,
) => ({
  rating,
  title: await vault.seal(author, title),
  body: await vault.seal(author, body),
})
