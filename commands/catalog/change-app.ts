import { z } from 'zod'
import { Visibility } from '../../domain/catalog/app-details.ts'
import { AppInput } from './app-input.ts'
import { changeOfApp, OfApp } from './change-own-app.ts'

/** Says anew what the app tells of itself. */
export const changeApp = changeOfApp(
  'catalog.change-app',
  OfApp.extend({ details: AppInput }),
  ({ appId, details }) => ({ type: 'ChangeAppDetails', appId, details }),
)

export const changeVisibility = changeOfApp(
  'catalog.change-visibility',
  OfApp.extend({ visibility: Visibility }),
  (input) => ({ type: 'ChangeAppVisibility', ...input }),
)

/** Puts the app into the registry. */
export const publishApp = changeOfApp('catalog.publish-app', OfApp, ({ appId }) => ({
  type: 'PublishApp',
  appId,
}))

/** Takes it out of the registry. */
export const withdrawApp = changeOfApp(
  'catalog.withdraw-app',
  OfApp.extend({ reason: z.string().trim().min(1).max(500) }),
  (input) => ({ type: 'WithdrawApp', ...input }),
)
