import { definitions } from '../../domain/events.ts'
import { additionsTo } from './additions.ts'
import { addEntry, catalogueFolder, readCatalogue } from './catalogue.ts'
import { nameOf } from './entry.ts'
import { inspect } from './inspect.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** `npm run census`: adds what is new to the catalogue, changes nothing that is in it, and says what is wrong with it. */
const { entries, byHand } = additionsTo(readCatalogue(catalogueFolder), definitions)
for (const entry of entries) {
  addEntry(catalogueFolder, entry)
  say(`added ${nameOf(entry)}`)
}
for (const name of byHand) say(`${name}: no example could be made; add its file by hand`)
const catalogue = readCatalogue(catalogueFolder)
const findings = inspect(definitions, catalogue)
for (const { name, problem, detail } of findings) say(`${name}: ${problem}: ${detail}`)
say(`${catalogue.length} versions of ${definitions.size} event types, ${findings.length} findings`)
process.exitCode = findings.length === 0 ? 0 : 1
