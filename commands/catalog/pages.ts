import { z } from 'zod'
import { app } from '../../domain/catalog/app.ts'
import { maxPages, Page } from '../../domain/catalog/app-details.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import { changeOfApp, OfApp } from './change-own-app.ts'
import { ownApp } from './own.ts'

const OfPage = OfApp.extend({ pageId: Id })

/** Puts a page at the end of the documentation. */
export const addPage = defineCommand({
  name: 'catalog.add-page',
  input: OfApp.extend(Page.shape),
  scope: 'catalog:write',
  run: async ({ appId, ...page }, tools) => {
    const own = await ownApp(tools, appId)
    if (isRejection(own)) return own
    const pageId = derivedId(tools.context.commandId, 'page')
    const changed = await tools.change(app, appId, { type: 'AddAppPage', appId, pageId, page })
    return 'stream' in changed ? { answer: { appId, pageId }, changed } : changed
  },
})

export const changePage = changeOfApp(
  'catalog.change-page',
  OfPage.extend(Page.shape),
  ({ appId, pageId, title, body }) => ({
    type: 'ChangeAppPage',
    appId,
    pageId,
    page: { title, body },
  }),
)

export const removePage = changeOfApp('catalog.remove-page', OfPage, (input) => ({
  type: 'RemoveAppPage',
  ...input,
}))

/** Says in which order the pages are read; each is named once. */
export const orderPages = changeOfApp(
  'catalog.order-pages',
  OfApp.extend({ pageIds: z.array(Id).max(maxPages) }),
  (input) => ({ type: 'OrderAppPages', ...input }),
)
