import { z } from 'zod'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { Id, Instant } from '../shared/values.ts'
import { AppDetails, maxPages, Page, Visibility } from './app-details.ts'
import { SemVer, Slug } from './values.ts'

const Fact = z.strictObject({ appId: Id, at: Instant })

/** The version that the app is from here on: null when none qualifies. */
const Latest = z.strictObject({ versionId: Id, semver: SemVer }).nullable()

/** The stored contract of an app. Events that change what is the latest version say which it is. */
export const definitions = [
  defineEvent(
    'AppCreated',
    1,
    Fact.extend({
      organisationId: Id,
      slug: Slug,
      details: AppDetails,
      visibility: Visibility,
      /** The project that it was released from. */
      projectId: Id.exactOptional(),
    }),
  ),
  defineEvent('AppCreationAbandoned', 1, Fact),
  defineEvent('AppDetailsChanged', 1, Fact.extend({ details: AppDetails })),
  defineEvent('AppVisibilityChanged', 1, Fact.extend({ visibility: Visibility })),
  defineEvent('AppPagePut', 1, Fact.extend({ pageId: Id, page: Page })),
  defineEvent('AppPageRemoved', 1, Fact.extend({ pageId: Id })),
  defineEvent('AppPagesOrdered', 1, Fact.extend({ pageIds: z.array(Id).max(maxPages) })),
  defineEvent(
    'AppVersionReleased',
    1,
    Fact.extend({ versionId: Id, semver: SemVer, latest: Latest }),
  ),
  defineEvent(
    'AppVersionYanked',
    1,
    Fact.extend({ versionId: Id, semver: SemVer, latest: Latest }),
  ),
  defineEvent('AppPublished', 1, Fact),
  defineEvent('AppWithdrawn', 1, Fact.extend({ reason: z.string().max(500) })),
  defineEvent('AppFeatured', 1, Fact),
  defineEvent('AppFeatureEnded', 1, Fact),
] as const
export type AppEvent = EventOf<(typeof definitions)[number]>
