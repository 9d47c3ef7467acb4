import { Command } from 'commander'
import { mainJobRound, type Figure } from './main-job.ts'
import { machine, markdown, rowsOf } from './report.ts'
import { writeFigures } from './document.ts'
import { openWorld } from './world.ts'

type Options = {
  readonly rounds: string
  readonly json?: boolean
  readonly write?: boolean
  readonly quick?: boolean
}

const full = { jobs: 200, commands: 1_000, visible: 200, queries: 1_500 }
const quick = { jobs: 40, commands: 100, visible: 40, queries: 150 }

const say = (line: string): void => void process.stderr.write(`${line}\n`)

const mainJob = async ({
  rounds,
  json = false,
  write = false,
  quick: short = false,
}: Options): Promise<void> => {
  const world = await openWorld()
  const measured: (readonly Figure[])[] = []
  try {
    say('warming up')
    await mainJobRound(world, quick)
    for (let round = 1; round <= Number(rounds); round++) {
      say(`round ${round} of ${rounds}`)
      measured.push(await mainJobRound(world, short ? quick : full))
    }
  } finally {
    await world.stop()
  }
  const rows = rowsOf(measured)
  process.stdout.write(
    json ? `${JSON.stringify({ machine: machine(), rows })}\n` : `${markdown(rows)}\n`,
  )
  if (write) writeFigures(rows, measured.length)
}

await new Command('bench')
  .addCommand(
    new Command('main-job')
      .description('a circuit from submission to bill: jobs/s, latency, commands/s, queries/s')
      .option('--rounds <n>', 'how often everything is measured', '5')
      .option('--quick', 'small rounds, to see that it works')
      .option('--json', 'one JSON document')
      .option('--write', 'put the figures into docs/performance.md')
      .action(mainJob),
  )
  .parseAsync()
