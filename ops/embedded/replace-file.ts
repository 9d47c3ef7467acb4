import { writeFileSync } from 'node:fs'
import { putInPlace } from './event-store/store/files.ts'

/** Puts text in the place of a file in one step, on disk: a kill leaves the old file or the new one. */
export const replaceFile = (path: string, text: string): void => {
  const draft = `${path}.draft`
  writeFileSync(draft, text, { flush: true })
  putInPlace(draft, path)
}
