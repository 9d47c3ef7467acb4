import { parseArgs } from 'node:util'
import { areas, runArea, type Area } from './runner/area.ts'
import { inWords, reportOn } from './runner/report.ts'

const usage = `npm run conformance -- [connection string] [--json] [--area <name>]...

Runs the suite against the node that the connection string names (or QHUB_EVENTSTORE_URL), and without one against
an embedded node for each area. Ends with 1 when a case fails, with 2 when it was asked wrongly.

Areas: ${areas().join(', ')}`

const options = () =>
  parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      area: { type: 'string', multiple: true },
      help: { type: 'boolean', default: false },
    },
  })

class WrongUse extends Error {}

const wanted = (named: readonly string[] | undefined): readonly string[] => {
  const unknown = named?.filter((area) => !areas().includes(area)) ?? []
  if (unknown.length > 0) throw new WrongUse(`There is no area ${unknown.join(', ')}.`)
  return named ?? areas()
}

const main = async (): Promise<number> => {
  const { values, positionals } = options()
  if (values.help) {
    process.stdout.write(`${usage}\n`)
    return 0
  }
  const url = positionals[0] ?? (process.env['QHUB_EVENTSTORE_URL'] || undefined)
  const done: Area[] = []
  // One after the other: a node given may not be one for crowds.
  for (const area of wanted(values.area)) {
    process.stderr.write(`${area} …`)
    const { cases } = await runArea(area, url)
    const failed = cases.filter(({ outcome }) => outcome === 'failed').length
    process.stderr.write(` ${cases.length} cases${failed === 0 ? '' : `, ${failed} failed`}\n`)
    done.push({ area, cases })
  }
  const report = reportOn(done, url)
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${inWords(report)}\n`)
  return report.total.failed === 0 ? 0 : 1
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error)
    process.stderr.write(`${message}\n\n${usage}\n`)
    process.exitCode = 2
  },
)
