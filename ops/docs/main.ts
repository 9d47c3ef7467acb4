import { mkdirSync, writeFileSync } from 'node:fs'
import { httpPage } from './http-page.ts'
import { readOpenApi } from './open-api.ts'
import { httpPageFile, pages } from './pages.ts'

const write = (file: URL, text: string): void => {
  mkdirSync(new URL('.', file), { recursive: true })
  writeFileSync(file, text)
}

/** Writes the pages of docs/reference that follow from the code. */
for (const { file, text } of pages) write(file, text())
write(httpPageFile, httpPage(await readOpenApi()))
