import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Artifact } from '../../../domain/agents/tasks/task-events.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { Services } from '../../shared/services.ts'

/** Characters of one artifact at most. */
export const longestArtifact = 262_144

/** Something that a task brought forth, as text of a kind. */
export const ArtifactInput = z.strictObject({
  name: z.string().trim().min(1).max(120),
  mediaType: z
    .string()
    .max(100)
    .regex(/^[a-z]+\/[a-z0-9.+-]+$/),
  content: z.string().min(1).max(longestArtifact),
})
export type ArtifactInput = z.output<typeof ArtifactInput>

/** Keeps the content under the organisation's key. The same name and content of one task are the same artifact. */
export const keepArtifact = async (
  { vault, apps }: Pick<Services, 'vault' | 'apps'>,
  { organisation, taskId }: { readonly organisation: string; readonly taskId: string },
  { name, mediaType, content }: ArtifactInput,
): Promise<Artifact> => {
  const sha256 = createHash('sha256').update(content).digest('hex')
  const { key: object } = await apps.keepContent(await vault.seal(organisation, content))
  return {
    artifactId: derivedId(taskId, 'artifact', name, sha256),
    ...{ name, mediaType, sha256, size: Buffer.byteLength(content), object },
  }
}

/** In clear; nothing when it was erased with its organisation. Throws when the storage gives something else than was kept. */
export const openArtifact = async (
  { vault, apps }: Pick<Services, 'vault' | 'apps'>,
  { object, sha256 }: Artifact,
): Promise<string | undefined> => {
  const sealed = await apps.readContent(object)
  if (sealed === undefined) throw new Error(`the storage has lost ${object}`)
  const content = await vault.open(sealed)
  if (content === undefined) return undefined
  if (createHash('sha256').update(content).digest('hex') !== sha256)
    throw new Error(`${object} is not what was kept`)
  return content
}
