import { createHash } from 'node:crypto'
import type { Kept } from '../../../domain/agents/workflows/kept.ts'
import type { Json } from '../../../domain/shared/json.ts'
import { textOf } from '../../../domain/shared/same.ts'
import type { Services } from '../../shared/services.ts'

/** What one step may bring forth, or a run be given, as characters of JSON. */
export const longestValue = 262_144

/** Keeps JSON under the organisation's key. */
export const keepJson = async (
  { vault, apps }: Pick<Services, 'vault' | 'apps'>,
  organisation: string,
  value: Json,
): Promise<Kept> => {
  const content = textOf(value)
  const { key: object } = await apps.keepContent(await vault.seal(organisation, content))
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { sha256, size: Buffer.byteLength(content), object }
}

/** In clear; nothing when it was erased with its organisation. Throws when the storage gives something else than was kept. */
export const openJson = async (
  { vault, apps }: Pick<Services, 'vault' | 'apps'>,
  { object, sha256 }: Kept,
): Promise<Json | undefined> => {
  const sealed = await apps.readContent(object)
  if (sealed === undefined) throw new Error(`the storage has lost ${object}`)
  const content = await vault.open(sealed)
  if (content === undefined) return undefined
  if (createHash('sha256').update(content).digest('hex') !== sha256)
    throw new Error(`${object} is not what was kept`)
  // What was kept was JSON.
  return JSON.parse(content) as Json
}
