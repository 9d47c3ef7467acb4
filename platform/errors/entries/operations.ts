import { entry } from '../entry.ts'

/** What operators do to the hub. */
export const operations = {
  CONFIRMATION_REQUIRED: entry(
    422,
    'Confirmation required',
    'It takes something away: say its subject again in `confirm`.',
  ),
  PREVIEW_OUTDATED: entry(
    409,
    'Preview is outdated',
    'Things have changed since the dry run. Make it again, look at it, and send its hash.',
  ),
} as const
