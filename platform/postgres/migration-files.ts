import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type MigrationFile = {
  readonly name: string
  readonly sql: string
  /** SHA-256 of the file, in hex. */
  readonly checksum: string
}

const first = join('migrations', '0001-infrastructure.sql')

const directoryAbove = (from: string): string => {
  if (existsSync(join(from, first))) return join(from, 'migrations')
  if (dirname(from) === from) throw new Error(`${first} is in no directory above the program`)
  return directoryAbove(dirname(from))
}

/** `migrations/` of the project: the same from the source and from the build. */
export const migrationsDirectory = (): string =>
  directoryAbove(dirname(fileURLToPath(import.meta.url)))

/** The SQL files in the order of their numbers; throws for a name without one or a number used twice. */
export const readMigrations = (directory: string): readonly MigrationFile[] => {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  for (const [index, name] of names.entries()) {
    if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name))
      throw new Error(`${name} is not named like 0001-what-it-does.sql`)
    const next = names[index + 1]
    if (next?.startsWith(name.slice(0, 5))) throw new Error(`${name} and ${next} share a number`)
  }
  return names.map((name) => {
    const sql = readFileSync(join(directory, name), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}
