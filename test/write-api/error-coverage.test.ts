import { readFileSync } from 'node:fs'
import t from 'tap'
import { errorTable, type ErrorCode } from '../../platform/errors/table.ts'
import { badRequests } from './bad-requests/all.ts'
import { provokedElsewhere } from './provoked-elsewhere.ts'

const root = new URL('../../', import.meta.url)
const here = new Set(badRequests.map(({ code }) => code))

for (const code of Object.keys(errorTable) as readonly ErrorCode[]) {
  const file = provokedElsewhere[code]
  if (file === undefined) t.ok(here.has(code), `${code} is provoked by a bad request`)
  else {
    t.notOk(here.has(code), `${code} is provoked by a bad request, too: strike it from the list`)
    t.match(
      readFileSync(new URL(file, root), 'utf8'),
      `'${code}'`,
      `${code} is provoked by ${file}`,
    )
  }
}
