import { compare, prerelease } from 'semver'

/** A released version as its app knows it. */
export type KnownVersion = {
  readonly versionId: string
  readonly semver: string
  readonly yanked: boolean
}

/** The highest that is neither yanked nor a prerelease (semver.org, 11): what an app is without further words. */
export const latestOf = (versions: readonly KnownVersion[]): KnownVersion | undefined =>
  versions
    .filter(({ semver, yanked }) => !yanked && prerelease(semver) === null)
    .toSorted((a, b) => compare(b.semver, a.semver))[0]
