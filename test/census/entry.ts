import { createHash } from 'node:crypto'
import stableStringify from 'safe-stable-stringify'
import { z } from 'zod'
import type { Json } from '../../domain/shared/json.ts'

const AnyJson: z.ZodType<Json> = z.json()

/** One version of one event type, as it stands in the catalogue for ever. */
export const Entry = z.strictObject({
  type: z.string().min(1),
  version: z.int().min(1),
  /** Of contract and example: a file that was edited by hand is told. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  contract: AnyJson,
  /** The data of an event as it could stand in a log. */
  example: AnyJson,
})
export type Entry = z.output<typeof Entry>

export const nameOf = ({ type, version }: Pick<Entry, 'type' | 'version'>): string =>
  `${type}@${version}`

export const digestOf = ({ contract, example }: Pick<Entry, 'contract' | 'example'>): string =>
  createHash('sha256')
    .update(stableStringify([contract, example]))
    .digest('hex')

export const sameContract = (a: Entry['contract'], b: Entry['contract']): boolean =>
  stableStringify(a) === stableStringify(b)
