import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { Id, Instant } from '../shared/values.ts'

/** The days (UTC) on which one account took one app. The stream's id follows from both, and each day counts once. */
export const category = 'appDownload'

// Events: the stored contract.
const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const Downloaded = z.strictObject({
  downloadsId: Id,
  appId: Id,
  /** The version that was taken first on this day. */
  versionId: Id,
  /** A person, or the organisation whose key it was. */
  accountId: Id,
  day: Day,
  at: Instant,
})
export const definitions = [defineEvent('AppDownloaded', 1, Downloaded)] as const
export type AppDownloadEvent = EventOf<(typeof definitions)[number]>

// State.
export type AppDownload = { readonly lastDay: string }

export const initial: AppDownload = { lastDay: '' }

export const evolve = (_state: AppDownload, { data }: AppDownloadEvent): AppDownload => ({
  lastDay: data.day,
})

// Commands.
export type AppDownloadCommand = {
  readonly type: 'CountDownload'
  readonly downloadsId: string
  readonly appId: string
  readonly versionId: string
  readonly accountId: string
}

export const decide = (
  { type: _, ...download }: AppDownloadCommand,
  { lastDay }: AppDownload,
  meta: DecisionMeta,
): Decision<AppDownloadEvent> => {
  const day = meta.now.slice(0, 10)
  // A clock that is behind does not count a day again.
  if (day <= lastDay) return []
  return [{ type: 'AppDownloaded', data: { ...download, day, at: meta.now } }]
}

export const appDownload: Aggregate<AppDownload, AppDownloadCommand, AppDownloadEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
