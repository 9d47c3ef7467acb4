import { mkdirSync, writeFileSync } from 'node:fs'
import { pages } from './pages.ts'

/** Writes the pages of docs/reference that follow from the code. */
for (const { file, text } of pages) {
  mkdirSync(new URL('.', file), { recursive: true })
  writeFileSync(file, text())
}
