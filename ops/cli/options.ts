import { InvalidArgumentError, Option } from 'commander'

/** Options that mean the same wherever they stand. */
export type Json = { readonly json?: boolean }
export type Reasoned = { readonly reason: string }
export type Why = { readonly reason?: string }
export type Confirmed = { readonly confirm?: string }

export const jsonOption = (description = 'one JSON document'): Option =>
  new Option('--json', description)

/** Of what takes long: lines of `"kind":"progress"`, then one of `"kind":"result"`. */
export const linesOption = (): Option =>
  jsonOption('progress and result as lines of JSON on stdout')

const reason = (text: string): string => {
  const trimmed = text.trim()
  if (trimmed.length >= 1 && trimmed.length <= 500) return trimmed
  throw new InvalidArgumentError('It has from 1 to 500 characters.')
}

/** Of what changes something in one of its ways only. */
export const optionalReason = (): Option =>
  new Option('--reason <text>', 'why; it stays on record, so nothing personal').argParser(reason)

/** Of everything that changes something. */
export const reasonOption = (): Option => optionalReason().makeOptionMandatory()

/** Of what the hub can tell beforehand: then nobody has to say why. */
export type Dry = { readonly dryRun?: boolean }
export const dryRunOptions = (): readonly [Option, Option] => [
  optionalReason(),
  new Option('--dry-run', 'say what would happen, and change nothing'),
]

/** Of everything that takes something away; `what` is what has to be typed. */
export const confirmOption = (what: string): Option =>
  new Option('--confirm <name>', `${what} once more, which a terminal asks for otherwise`)

/** A whole number between two others, both included. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`)
  }
