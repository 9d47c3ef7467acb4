import { basename, dirname, join, resolve } from 'node:path'
import { configOrExit } from '../load.ts'
import { fail } from '../say.ts'

/** The directory of the embedded event store: the one asked for, or that of the configured hub. */
export const storeDirectory = (asked: string | undefined): string => {
  if (asked !== undefined) return asked
  const { eventstoreUrl, dataDir } = configOrExit()
  return eventstoreUrl === undefined
    ? join(dataDir, 'event-store')
    : fail(
        2,
        'the configured event store is not embedded: it has tools of its own, or use qhub store export and import',
      )
}

/** Of the hub whose embedded store stands there: the directory is `event-store` in its data directory. */
export const dataDirOf = (directory: string): string => dirname(resolve(directory))

/** What has to be typed back: enough of the path to know which store it is. */
export const shortNameOf = (directory: string): string => {
  const full = resolve(directory)
  return `${basename(dirname(full))}/${basename(full)}`
}

/** The same of a store that is reached by its connection string, without what stands there of users. */
export const hostOf = (connectionString: string): string =>
  /^[^:]+:\/\/(?:[^@/]*@)?([^/?]+)/.exec(connectionString)?.[1] ?? 'event-store'
