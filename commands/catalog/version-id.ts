import { derivedId } from '../../platform/ids/ids.ts'

/** A version's id follows from its app and its number: what makes the number unique. */
export const versionIdOf = (appId: string, semver: string): string =>
  derivedId(appId, 'version', semver)
