import { readFileSync } from 'node:fs'
import type { ProviderSettings } from './settings.ts'

export type Environment = Readonly<Record<string, string | undefined>>
type Remote = Exclude<ProviderSettings, { readonly kind: 'local' }>

const fileText = (path: string, provider: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read'
    throw new Error(`the key of ${provider} is to be in ${path}: ${why}`, { cause: error })
  }
}

/** The provider's key, if it has one. Throws a plain sentence, without the key, when it is not where it is said to be. */
export const keyOf = (
  { name, kind, keyFile, keyEnv }: Remote,
  environment: Environment,
): string | undefined => {
  if (keyFile === undefined && keyEnv === undefined) {
    if (kind === 'openai' || kind === 'groq' || kind === 'anthropic')
      throw new Error(`${name} (${kind}) wants a key: set keyFile or keyEnv`)
    return undefined
  }
  const where = keyFile ?? `the environment variable ${keyEnv ?? ''}`
  const text = keyFile === undefined ? environment[keyEnv ?? ''] : fileText(keyFile, name)
  const key = text?.trim() ?? ''
  if (key === '') throw new Error(`the key of ${name} is to be in ${where}, which is empty`)
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new Error(`what is in ${where} is no key: it has spaces, lines or marks beyond ASCII`)
  return key
}
