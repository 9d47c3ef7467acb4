import { writeSync } from 'node:fs'
import type { Point } from './catalogue.ts'

/** What the hub's process tells its supervisor, a line of JSON each. */
export type Report =
  /** Its modules are loaded; it waits for the word. */
  | { readonly told: 'warm' }
  | { readonly told: 'ready' }
  | { readonly told: 'fired'; readonly point: number }
  /** The event store's process is to be killed now. */
  | { readonly told: 'kill-store' }
  /** The hub could not be started. */
  | { readonly told: 'failed'; readonly error: string }

/** What the supervisor tells the process. The first word starts the hub. */
export type Word = { readonly arm: readonly Point[] }

const descriptor = 3

/** Written when this returns, so that a kill right behind it finds it done. */
export const report = (what: Report): void => {
  writeSync(descriptor, `${JSON.stringify(what)}\n`)
}
