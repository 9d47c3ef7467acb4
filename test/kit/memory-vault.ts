import { SubjectErased, type Vault } from '../../platform/vault/vault.ts'

/** A vault in memory, for tests that are not about keys: what it seals has the stored form, and is gone with its subject. */
export const memoryVault = (): Vault => {
  const erased = new Set<string>()
  return {
    seal: async (subjectId, value) => {
      if (erased.has(subjectId)) throw new SubjectErased(subjectId)
      return `sealed:v1:${subjectId}.iv.${Buffer.from(value).toString('base64url') || '_'}.tag`
    },
    open: async (sealed) => {
      const [subject = '', , text = ''] = sealed.slice('sealed:v1:'.length).split('.')
      if (erased.has(subject)) return undefined
      return text === '_' ? '' : Buffer.from(text, 'base64url').toString()
    },
    destroy: async (subjectId) => {
      erased.add(subjectId)
    },
  }
}
