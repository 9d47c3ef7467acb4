import type { KindSummary } from '../../domain/engagement/summary.ts'
import type { Schedule } from '../../domain/engagement/schedule.ts'
import { builder } from '../schema/builder.ts'
import { readPreferences } from './notification-reads.ts'
import { NotificationSeverity } from './notification-type.ts'
import { requireReader } from './person.ts'

type Channels = { readonly inApp: boolean; readonly mail: boolean; readonly webhook: boolean }

const NotificationChannels = builder.objectRef<Channels>('NotificationChannels')
builder.objectType(NotificationChannels, {
  description: 'Where a kind of notification is told.',
  fields: (t) => ({
    inApp: t.exposeBoolean('inApp', { description: 'In the list of notifications.' }),
    mail: t.exposeBoolean('mail', { description: 'By mail.' }),
    webhook: t.exposeBoolean('webhook', {
      description:
        'To the webhook endpoints of your organisation that subscribe to notification.created.',
    }),
  }),
})

const NotificationKind = builder.objectRef<KindSummary>('NotificationKind')
builder.objectType(NotificationKind, {
  description: 'Something that people are told of.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'Its name, as commands take it.' }),
    title: t.exposeString('title', { description: 'The title of its notifications, a template.' }),
    severity: t.expose('severity', {
      type: NotificationSeverity,
      description: 'How much it matters.',
    }),
    security: t.exposeBoolean('security', {
      description: 'Whether it tells of the safety of accounts: it can’t be switched off.',
    }),
    standard: t.field({
      type: NotificationChannels,
      description: 'Where it is told to who did not choose.',
      resolve: ({ standard }) => standard,
    }),
  }),
})

const DigestEvery = builder.enumType('DigestEvery', {
  description: 'How notifications are gathered into mails.',
  values: {
    NOTIFICATION: { description: 'A mail for each, at once.' },
    HOUR: { description: 'One mail every full hour.' },
    DAY: { description: 'One mail a day.' },
  },
})

const NotificationSchedule = builder.objectRef<Schedule>('NotificationSchedule')
builder.objectType(NotificationSchedule, {
  description: 'When notifications are mailed. Times of day are those of the time zone.',
  fields: (t) => ({
    timeZone: t.exposeString('timeZone', { description: 'IANA’s name of it.' }),
    digestEvery: t.field({
      type: DigestEvery,
      description: 'How they are gathered.',
      resolve: ({ digest }) => digest.every,
    }),
    digestAt: t.string({
      nullable: true,
      description: 'When the mail of the day goes out.',
      resolve: ({ digest }) => (digest.every === 'DAY' ? digest.at : null),
    }),
    quietFrom: t.string({
      nullable: true,
      description: 'When the quiet hours begin; null when there are none.',
      resolve: ({ quiet }) => quiet?.from ?? null,
    }),
    quietTo: t.string({
      nullable: true,
      description: 'When the quiet hours end.',
      resolve: ({ quiet }) => quiet?.to ?? null,
    }),
  }),
})

type Chosen = { readonly kind: string; readonly channels: Channels }
const NotificationChoice = builder.objectRef<Chosen>('NotificationChoice')
builder.objectType(NotificationChoice, {
  description: 'Where you are told of one kind.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'The kind’s name.' }),
    channels: t.field({
      type: NotificationChannels,
      description: 'Where you are told of it.',
      resolve: ({ channels }) => channels,
    }),
  }),
})

type Preferences = { readonly schedule: Schedule; readonly choices: readonly Chosen[] }
const NotificationPreferences = builder.objectRef<Preferences>('NotificationPreferences')
builder.objectType(NotificationPreferences, {
  description: 'How you want to be told.',
  fields: (t) => ({
    schedule: t.field({
      type: NotificationSchedule,
      description: 'When you are mailed.',
      resolve: ({ schedule }) => schedule,
    }),
    choices: t.field({
      type: [NotificationChoice],
      description: 'Every kind, and where you are told of it.',
      resolve: ({ choices }) => [...choices],
    }),
  }),
})

builder.queryFields((t) => ({
  notificationKinds: t.field({
    type: [NotificationKind],
    description: 'Everything that people are told of.',
    resolve: (_, _args, { view }) => [...view.rules.notifications.kinds],
  }),
  notificationPreferences: t.field({
    type: NotificationPreferences,
    description: 'How you want to be told.',
    resolve: async (_, _args, { view }) => {
      const row = await readPreferences(view.db, requireReader(view.caller))
      const choices = view.rules.notifications.kinds.map(({ kind, security, standard }) => ({
        kind,
        channels: { ...standard, ...row?.channels[kind], ...(security ? on : {}) },
      }))
      return { schedule: row?.schedule ?? view.rules.notifications.schedule, choices }
    },
  }),
}))

const on = { inApp: true, mail: true } as const
