import { parse } from 'semver'

/**
 * A text that sorts byte by byte as semantic versions are ordered (semver.org, 11): numbers padded; a release after its
 * prereleases; of identifiers, numbers before words, and fewer before more. The blank that ends an identifier sorts before
 * all that one may hold.
 */
export const semverOrder = (version: string): string => {
  const parsed = parse(version)
  if (parsed === null) throw new Error(`${version} is not a semantic version`)
  const { major, minor, patch, prerelease } = parsed
  const numbers = [major, minor, patch].map((number) => String(number).padStart(16, '0')).join('.')
  return numbers + (prerelease.length === 0 ? '~' : prerelease.map(identifierOrder).join(''))
}

const identifierOrder = (identifier: string | number): string => {
  if (typeof identifier === 'string') return `-w${identifier} `
  const digits = String(identifier)
  return `-n${String(digits.length).padStart(3, '0')}${digits} `
}
