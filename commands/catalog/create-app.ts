import { app } from '../../domain/catalog/app.ts'
import { Visibility } from '../../domain/catalog/app-details.ts'
import { Slug } from '../../domain/catalog/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import { AppInput } from './app-input.ts'
import { organisationOf } from './own.ts'
import { reserveSlug } from './reserve-slug.ts'

/** A developer makes an app. Nobody else sees it until it is published or listed. */
export const createApp = defineCommand({
  name: 'catalog.create-app',
  input: AppInput.extend({ slug: Slug, visibility: Visibility.default('PUBLIC') }),
  scope: 'catalog:write',
  run: async ({ slug, visibility, ...details }, tools) => {
    const organisationId = organisationOf(tools.context)
    if (typeof organisationId !== 'string') return organisationId
    const appId = derivedId(tools.context.commandId, 'app')
    const refused = await reserveSlug(tools, slug, appId)
    if (refused !== undefined) return refused
    const wish = { type: 'CreateApp', appId, organisationId, slug, details, visibility } as const
    const changed = await tools.change(app, appId, wish)
    return 'stream' in changed ? { answer: { appId, slug }, changed } : changed
  },
})
