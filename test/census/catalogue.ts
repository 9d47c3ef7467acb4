import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { Entry } from './entry.ts'

export const catalogueFolder = new URL('./catalogue/', import.meta.url)

const fileOf = ({ type, version }: Entry): string => `${type}.${version}.json`

/** Every version that was ever catalogued. Throws on a file that is no entry, or is named as another. */
export const readCatalogue = (folder: URL): readonly Entry[] =>
  readdirSync(folder)
    .sort()
    .map((file) => {
      const entry = Entry.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
      if (fileOf(entry) !== file) throw new Error(`${file} holds ${fileOf(entry)}`)
      return entry
    })

/** Throws where there is a file: what is catalogued never changes. */
export const addEntry = (folder: URL, entry: Entry): void =>
  writeFileSync(new URL(fileOf(entry), folder), `${JSON.stringify(entry, undefined, 2)}\n`, {
    flag: 'wx',
  })
