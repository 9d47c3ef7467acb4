import { accountRoutes } from './accounts/account-routes.ts'
import { apiKeyRoutes } from './accounts/api-key-routes.ts'
import { organisationRoutes } from './accounts/organisation-routes.ts'
import { sessionRoutes } from './accounts/session-routes.ts'
import { billingRoutes } from './billing/routes.ts'
import { deviceRoutes } from './devices/routes.ts'
import { jobRoutes } from './jobs/routes.ts'
import type { Mount } from './mount.ts'

export const routes: readonly Mount[] = [
  ...accountRoutes,
  ...sessionRoutes,
  ...organisationRoutes,
  ...apiKeyRoutes,
  ...deviceRoutes,
  ...jobRoutes,
  ...billingRoutes,
]
