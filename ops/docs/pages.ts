import { chartPage } from './chart-page.ts'
import { cliPage } from './cli-page.ts'
import { errorsPage } from './errors-page.ts'
import { eventsPage } from './events-page.ts'
import { failurePolicyPage } from './failure-policy-page.ts'
import { manPage } from './man-page.ts'
import { metricsPage } from './metrics-page.ts'
import { notificationsPage } from './notifications-page.ts'
import { webhooksPage } from './webhooks-page.ts'

const docs = new URL('../../docs/', import.meta.url)

/** Pages that are generated, and where they stand. */
export const pages: readonly { readonly file: URL; readonly text: () => string }[] = [
  { file: new URL('reference/errors.md', docs), text: errorsPage },
  { file: new URL('reference/events.md', docs), text: eventsPage },
  { file: new URL('reference/failure-policy.md', docs), text: failurePolicyPage },
  { file: new URL('reference/chart-of-accounts.md', docs), text: chartPage },
  { file: new URL('reference/cli.md', docs), text: cliPage },
  { file: new URL('man/qhub.1', docs), text: manPage },
  { file: new URL('reference/metrics.md', docs), text: metricsPage },
  { file: new URL('reference/notifications.md', docs), text: notificationsPage },
  { file: new URL('reference/webhooks.md', docs), text: webhooksPage },
]

/** Made from the OpenAPI document that a hub serves. */
export const httpPageFile = new URL('reference/http.md', docs)
