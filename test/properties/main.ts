import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'

type Options = { readonly seeds: number; readonly only: string }

const whole = (text: string): number => {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new InvalidArgumentError('A whole number above zero.')
}

const root = join(import.meta.dirname, '../..')
const layers =
  /^(?:domain|platform|commands|sagas|projections|write-api|read-api|migrations|ops|test)\//

const withProperties = (only: string): readonly string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => layers.test(path) && path.endsWith('.test.ts') && path.includes(only))
    .filter((path) => readFileSync(join(root, path), 'utf8').includes('/kit/fast-check.ts'))
    .toSorted()

const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** One JSON line at the end on stdout; 1 when a seed broke a property, which the lines on stderr say how to repeat. */
const run = ({ seeds, only }: Options): void => {
  const files = withProperties(only)
  const broken: { file: string; seed: number }[] = []
  for (let n = 1; n <= seeds; n += 1) {
    const seed = randomInt(2 ** 31)
    say(`seed ${seed} (${n} of ${seeds}): ${files.length} files`)
    for (const file of files) {
      const env = { ...process.env, QHUB_PROPERTY_SEED: String(seed), TAP_TIMEOUT: '600' }
      const { status } = spawnSync('node', ['--import=tsx', file], {
        cwd: root,
        env,
        stdio: 'ignore',
      })
      if (status === 0) continue
      broken.push({ file, seed })
      say(`broken: QHUB_PROPERTY_SEED=${seed} node --import=tsx ${file}`)
    }
  }
  process.stdout.write(
    `${JSON.stringify({ ok: broken.length === 0, files: files.length, seeds, broken })}\n`,
  )
  process.exitCode = broken.length === 0 ? 0 : 1
}

await new Command('properties')
  .description('Every test of properties, from fresh seeds')
  .option('--seeds <n>', 'fresh seeds, one after the other', whole, 1)
  .option('--only <part>', 'only the files whose path contains this', '')
  .action(run)
  .parseAsync()
