import { cliPage } from './cli-page.ts'
import { errorsPage } from './errors-page.ts'
import { eventsPage } from './events-page.ts'

const docs = new URL('../../docs/', import.meta.url)

/** Pages that are generated, and where they stand. */
export const pages: readonly { readonly file: URL; readonly text: () => string }[] = [
  { file: new URL('reference/errors.md', docs), text: errorsPage },
  { file: new URL('reference/events.md', docs), text: eventsPage },
  { file: new URL('reference/cli.md', docs), text: cliPage },
]

/** Made from the OpenAPI document that a hub serves. */
export const httpPageFile = new URL('reference/http.md', docs)
