import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

/** Circuits and device descriptions that are not part of the repository: beside it, or where QHUB_SHARED_DATA says. */
export const sharedData =
  process.env['QHUB_SHARED_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))

/** For a test's `skip`: false when the folder is there, else why the test can't run. */
export const withoutData = (folder: string): string | false =>
  existsSync(join(sharedData, folder))
    ? false
    : `no ${folder} under ${sharedData}; set QHUB_SHARED_DATA to run this`

/** File name -> text of all files in a folder that end so; empty where the folder is absent. */
export const readShared = (folder: string, ending: string): ReadonlyMap<string, string> => {
  const path = join(sharedData, folder)
  if (!existsSync(path)) return new Map()
  const names = readdirSync(path).filter((name) => name.endsWith(ending))
  return new Map(names.sort().map((name) => [name, readFileSync(join(path, name), 'utf8')]))
}
