import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { casesIn, type Case } from './cases.ts'

/** The cases of one file of the suite. */
export type Area = { readonly area: string; readonly cases: readonly Case[] }

const suite = new URL('../', import.meta.url)
const ending = '.test.ts'

/** The areas are the files of the suite. */
export const areas = (): readonly string[] =>
  readdirSync(suite)
    .filter((file) => file.endsWith(ending))
    .map((file) => basename(file, ending))
    .sort()

/** After this a file counts as one that does not come to an end. */
const longestMs = 600_000

/** Runs an area's cases against a node, or, without a connection string, against an embedded one of its own. */
export const runArea = async (area: string, url: string | undefined): Promise<Area> => {
  const file = fileURLToPath(new URL(`${area}${ending}`, suite))
  const { QHUB_EVENTSTORE_URL: _inherited, ...environment } = process.env
  const env = { ...environment, ...(url === undefined ? {} : { QHUB_EVENTSTORE_URL: url }) }
  const child = spawn(process.execPath, ['--import=tsx', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
    timeout: longestMs,
    killSignal: 'SIGKILL',
  })
  const output: Buffer[] = []
  const trouble: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => trouble.push(chunk))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const cases = casesIn(Buffer.concat(output).toString('utf8'))
  const whole = code === 0 || cases.some(({ outcome }) => outcome === 'failed')
  if (whole && cases.length > 0) return { area, cases }
  const lines = Buffer.concat(trouble).toString('utf8').split('\n')
  const said = lines.find((line) => /Error: /.test(line)) ?? ''
  const name = `the file did not finish (${code === null ? 'too long' : `code ${code}`}) ${said.trim()}`
  return { area, cases: [...cases, { name: name.trim(), outcome: 'failed' }] }
}
