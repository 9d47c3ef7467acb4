import { z } from 'zod'
import { app } from '../../domain/catalog/app.ts'
import { defineCommand } from '../shared/definition.ts'
import { OfApp } from './change-own-app.ts'

/** An operator puts a public app in front, or ends that. */
export const featureApp = defineCommand({
  name: 'catalog.feature-app',
  input: OfApp.extend({ featured: z.boolean() }),
  scope: 'catalog:admin',
  run: async ({ appId, featured }, tools) => {
    const type = featured ? 'FeatureApp' : 'EndAppFeature'
    const changed = await tools.change(app, appId, { type, appId })
    return 'stream' in changed ? { answer: { appId, featured }, changed } : changed
  },
})
