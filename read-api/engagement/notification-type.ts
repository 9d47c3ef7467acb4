import { builder } from '../schema/builder.ts'
import { encodeNodeId } from '../schema/node-id.ts'
import { Notification } from './refs.ts'

export const NotificationSeverity = builder.enumType('NotificationSeverity', {
  description: 'How much it matters.',
  values: {
    INFO: { description: 'Good to know.' },
    WARNING: { description: 'Something may have to be done.' },
    CRITICAL: { description: 'Something has to be done now.' },
  },
})

const NotificationAudience = builder.enumType('NotificationAudience', {
  description: 'Who was told.',
  values: {
    PERSON: { description: 'You alone.' },
    ORGANISATION: { description: 'Everybody of the organisation that you act for.' },
  },
})

builder.node(Notification, {
  description: 'Something that you were told, yourself or with your organisation.',
  id: { resolve: ({ notification_id }) => notification_id },
  loadOne: (id, { view }) => view.loaders.notifications.load(id),
  fields: (t) => ({
    notificationId: t.exposeID('notification_id', {
      description: 'The hub’s id, as commands take it.',
    }),
    kind: t.exposeString('kind', { description: 'What it is about; see `notificationKinds`.' }),
    severity: t.expose('severity', {
      type: NotificationSeverity,
      description: 'How much it matters.',
    }),
    audience: t.expose('audience', { type: NotificationAudience, description: 'Who was told.' }),
    title: t.exposeString('title', { description: 'In a line.' }),
    text: t.exposeString('text', { description: 'In a sentence or two.' }),
    aboutId: t.id({
      description: 'The object that it is about: `node` finds it, if you may see it.',
      resolve: ({ about }) => {
        const colon = about.indexOf(':')
        return encodeNodeId(about.slice(0, colon), about.slice(colon + 1))
      },
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened.' }),
    position: t.expose('position', {
      type: 'Position',
      description: 'Where in the log it happened.',
    }),
    read: t.exposeBoolean('read', { description: 'Whether you have read it.' }),
  }),
})
