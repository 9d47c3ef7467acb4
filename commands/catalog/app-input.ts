import { AppDetails } from '../../domain/catalog/app-details.ts'
import { Licence } from './licence.ts'

/** What an app tells of itself, as it comes in: with defaults, and its licence checked. */
export const AppInput = AppDetails.extend({
  summary: AppDetails.shape.summary.default(''),
  licence: Licence,
  readme: AppDetails.shape.readme.default(''),
  tags: AppDetails.shape.tags
    .refine((tags) => new Set(tags).size === tags.length, { message: 'a tag stands there twice' })
    .default([]),
})
