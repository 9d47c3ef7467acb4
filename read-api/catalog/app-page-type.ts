import type { AppPageRow } from '../../projections/catalog/tables.ts'
import { builder } from '../schema/builder.ts'

export const AppPage = builder.objectRef<AppPageRow>('AppPage').implement({
  description: 'A page of an app’s documentation.',
  fields: (t) => ({
    pageId: t.exposeID('page_id', { description: 'The hub’s id, as commands take it.' }),
    title: t.exposeString('title', { description: 'Its title.' }),
    body: t.exposeString('body', { description: 'Its text. Markdown.' }),
    changedAt: t.expose('changed_at', { type: 'DateTime', description: 'When it last changed.' }),
  }),
})
