import type { Services } from '../../../commands/shared/services.ts'
import { messageIdOf, sendingOf } from '../../../commands/engagement/message.ts'
import { organisation } from '../../../domain/accounts/organisation.ts'
import { user } from '../../../domain/accounts/user.ts'
import type { Facts } from '../../../domain/engagement/facts.ts'
import {
  notificationPreferences,
  scheduleOf,
  wantedOf,
} from '../../../domain/engagement/preferences.ts'
import { dueAt } from '../../../domain/engagement/schedule.ts'
import { toldOf, type Audience, type Told } from '../../../domain/engagement/told.ts'
import { subscribesTo } from '../../../domain/engagement/webhook-endpoint.ts'
import { newsAbout, newsOf, type WebhookNews } from '../../../domain/engagement/webhook-payload.ts'
import { webhooks } from '../../../domain/engagement/webhooks.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import { msOf } from '../../../domain/shared/instant.ts'
import type { RecordedEvent } from '../../../platform/event-store/types.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { notificationIdOf } from '../../../platform/ids/notification-id.ts'
import { append, type Story } from './append.ts'
import type { Past } from './past.ts'
import { queueMail } from './queue-mail.ts'

/** What is older when it is come to is in the list of notifications, and is mailed to nobody any more. */
const mailedWithinMs = 86_400_000

export type Teller = { readonly services: Services; readonly past: Past }

/** An event, and all that was known before it. */
export type Happened = {
  readonly recorded: RecordedEvent
  readonly event: DomainEvent
  readonly before: Facts | undefined
}

/**
 * Everything that leaves the hub because of one event, put on record in streams of its own: mails that become due, messages to
 * endpoints. Done again, it finds each of them done.
 */
export const tell = async (
  teller: Teller,
  happened: Happened,
  signal: AbortSignal,
): Promise<void> => {
  const { recorded, event, before } = happened
  for (const news of newsOf(before, event))
    await sendNews(teller, recorded, news, recorded.id, signal)
  for (const told of toldOf(before, event)) {
    const people = await recipients(teller.past, told.audience, recorded.position)
    for (const userId of people) await tellPerson(teller, recorded, told, userId, signal)
  }
}

/** Those whom the audience meant when it happened. */
const recipients = async (
  past: Past,
  { kind, id }: Audience,
  position: bigint,
): Promise<readonly string[]> => {
  if (kind === 'PERSON') return [id]
  const members = await past.at(organisation, id, position)
  return members.kind === 'existing' ? Object.keys(members.members) : []
}

const tellPerson = async (
  teller: Teller,
  recorded: RecordedEvent,
  told: Told,
  userId: string,
  signal: AbortSignal,
): Promise<void> => {
  const { services, past } = teller
  const { position, metadata } = recorded
  const wishes = await past.at(notificationPreferences, userId, position)
  const { mail, webhook } = wantedOf(wishes, told.kind)
  const notificationId = notificationIdOf(recorded.id, told.kind)
  const at = metadata.occurredAt
  if (mail && services.clock.now().getTime() - msOf(at) <= mailedWithinMs) {
    const due = dueAt(scheduleOf(wishes, told.kind), at)
    const isAtOnce = due === at
    await queueMail(
      services,
      storyOf(recorded),
      { told, userId, notificationId, at, due, isAtOnce },
      signal,
    )
  }
  if (webhook) {
    const account = await past.at(user, userId, position)
    if (account.kind !== 'registered') return
    const { organisationId } = account
    const { kind, severity, title, text, about } = told
    const facts = { notificationId, userId, organisationId, kind, severity, title, text, about, at }
    const news = newsAbout('notification.created', facts)
    await sendNews(teller, recorded, news, derivedId(notificationId, userId), signal)
  }
}

/** To each endpoint that listened when it happened, as a message under an id that follows from both. */
const sendNews = async (
  { services, past }: Teller,
  recorded: RecordedEvent,
  news: WebhookNews,
  source: string,
  signal: AbortSignal,
): Promise<void> => {
  const { position, metadata } = recorded
  const { endpoints } = await past.at(webhooks, news.organisationId, position)
  for (const endpoint of Object.values(endpoints)) {
    if (endpoint.disabled !== undefined || !subscribesTo(endpoint, news.type)) continue
    const { endpointId } = endpoint
    const messageId = messageIdOf(endpointId, `${news.type} ${source}`)
    const to = { endpointId, messageId, cause: 'EVENT' } as const
    const command = sendingOf(news, to, { occurredAt: metadata.occurredAt, position })
    await append.message(services, storyOf(recorded), command, signal)
  }
}

const storyOf = ({ id, metadata }: RecordedEvent): Story => ({
  correlationId: metadata.$correlationId,
  causationId: id,
})
