import { Command, InvalidArgumentError } from 'commander'
import { createScreen } from '../demo/screen.ts'
import { runKills } from './run.ts'

/** `npm run kills -- --kills 50 --jobs 100 --seed 7`: exit 0 only when nothing was lost, doubled or left behind. */
const number = (text: string): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('a whole number')
  return value
}

type Options = {
  readonly kills: number
  readonly drains: number
  readonly jobs: number
  readonly seed: string
  readonly port: number
  readonly keepData?: boolean
  readonly json?: boolean
}

await new Command('kills')
  .description(
    'kill the hub and its event store at random moments while jobs run; then check everything',
  )
  .option('--kills <n>', 'SIGKILLs of the hub, its event store, or both', number, 50)
  .option('--drains <n>', 'SIGTERMs among them', number, 3)
  .option('--jobs <n>', 'jobs submitted meanwhile', number, 100)
  .option('--seed <text>', 'of everything that is random', '1')
  .option('--port <n>', 'of the command API; the read API takes the next', number, 4301)
  .option('--keep-data', "leave the hub's data and log for a look at them")
  .option('--json', 'end with one line of JSON on stdout')
  .action(async ({ port, json = false, ...size }: Options) => {
    const screen = createScreen(process.stderr)
    screen.heading(
      `${size.kills} kills, ${size.drains} drains, ${size.jobs} jobs, seed ${size.seed}`,
    )
    const { summary, findings } = await runKills({
      ...size,
      ports: { write: port, read: port + 1 },
      onLine: screen.line,
      onProgress: screen.progress,
    })
    for (const finding of findings) screen.line(`  WRONG: ${finding}`)
    if (findings.length > 0) process.exitCode = 1
    if (json) process.stdout.write(`${JSON.stringify({ seed: size.seed, ...summary })}\n`)
    else screen.line(JSON.stringify(summary, undefined, 2))
  })
  .parseAsync()
