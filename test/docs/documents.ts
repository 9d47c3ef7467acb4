import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = new URL('../../', import.meta.url)

/** A document of the repository; `path` from its root. */
export type Document = { readonly path: string; readonly text: string }

export const documentAt = (path: string): Document => ({
  path,
  text: readFileSync(new URL(path, root), 'utf8'),
})

/** README, CONTRIBUTING and everything below docs/. */
export const documents = (): readonly Document[] => {
  const pages = readdirSync(fileURLToPath(new URL('docs/', root)), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.md'))
    .sort()
  return ['README.md', 'CONTRIBUTING.md', ...pages.map((name) => `docs/${name}`)].map(documentAt)
}
