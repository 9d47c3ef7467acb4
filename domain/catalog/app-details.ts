import { z } from 'zod'
import { Repository, Tags } from './values.ts'

/** What an app is for. */
export const AppType = z.enum([
  'ALGORITHM',
  'OPTIMISATION',
  'SIMULATION',
  'CHEMISTRY',
  'MACHINE_LEARNING',
  'CRYPTOGRAPHY',
  'ERROR_CORRECTION',
  'EDUCATION',
  'TOOL',
  'OTHER',
])
export type AppType = z.output<typeof AppType>

/** PUBLIC: in the registry's lists. UNLISTED: for whoever knows its name. PRIVATE: for its organisation. */
export const Visibility = z.enum(['PUBLIC', 'UNLISTED', 'PRIVATE'])
export type Visibility = z.output<typeof Visibility>

/** What an app tells of itself. */
export const AppDetails = z.strictObject({
  name: z.string().trim().min(2).max(80),
  summary: z.string().trim().max(200),
  type: AppType,
  /** An SPDX expression; that it is one is checked where it comes in. */
  licence: z.string().min(1).max(120),
  /** Markdown. */
  readme: z.string().max(100_000),
  tags: Tags,
  repository: Repository.exactOptional(),
})
export type AppDetails = z.output<typeof AppDetails>

/** A page of the documentation, in Markdown. */
export const Page = z.strictObject({
  title: z.string().trim().min(1).max(120),
  body: z.string().max(100_000),
})

export const maxPages = 50
