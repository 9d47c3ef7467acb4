import type { StoredLimit } from '../../../projections/billing/wallet/tables.ts'
import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'

const LimitScope = builder.enumType('SpendingLimitScope', {
  description: 'Whose spending is limited.',
  values: {
    ORGANISATION: { description: 'Everybody’s.' },
    DEVICE: { description: 'What is spent on one device.' },
    API_KEY: { description: 'What is spent with one API key.' },
    SESSION: { description: 'What is spent in one session.' },
    USER: { description: 'What one person spends.' },
  },
})
const LimitWindow = builder.enumType('SpendingLimitWindow', {
  description: 'In what time, by the calendar in UTC.',
  values: {
    DAY: { description: 'A day.' },
    MONTH: { description: 'A calendar month.' },
    TOTAL: { description: 'Ever, since it was set.' },
  },
})

type Limit = StoredLimit & { readonly asset: string }

/** How much of an ISO 8601 instant names the window that it lies in. */
const named: Readonly<Record<StoredLimit['window'], number>> = { DAY: 10, MONTH: 7, TOTAL: 0 }

/** Nothing is used yet in a window that has only begun. */
const usedNow = ({ window, used, usedIn }: StoredLimit, now: string): string =>
  now.slice(0, named[window]) === usedIn ? used : '0'

export const SpendingLimit = builder
  .objectRef<Limit & { readonly now: string }>('SpendingLimit')
  .implement({
    description: 'No more than so much in a day, a month or ever. What is held for jobs counts.',
    fields: (t) => ({
      limitId: t.exposeID('limitId', { description: 'The hub’s id, as commands take it.' }),
      scope: t.expose('scope', { type: LimitScope, description: 'Whose spending is limited.' }),
      subjectId: t.id({
        nullable: true,
        description: 'Of the device, API key, session or person; null for the organisation.',
        resolve: ({ subjectId }) => subjectId ?? null,
      }),
      window: t.expose('window', { type: LimitWindow, description: 'In what time.' }),
      limit: t.field({
        type: Money,
        description: 'How much at most.',
        resolve: ({ limit, asset }) => ({ amount: limit, asset }),
      }),
      used: t.field({
        type: Money,
        description: 'How much of it is used in the window that it is now.',
        resolve: ({ asset, now, ...limit }) => ({ amount: usedNow(limit, now), asset }),
      }),
    }),
  })
