import { errorsPage } from './errors-page.ts'

const docs = new URL('../../docs/', import.meta.url)

/** Pages that are generated, and where they stand. */
export const pages: readonly { readonly file: URL; readonly text: () => string }[] = [
  { file: new URL('reference/errors.md', docs), text: errorsPage },
]
