import { reportOf } from '../../ops/decisions/report.ts'
import { record } from './record.ts'
import { recordings, recordingsFolder, replayed } from './recordings.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** `npm run decisions` replays every recording; `npm run decisions -- --record <name>` makes one. */
const at = process.argv.indexOf('--record')
if (at >= 0) {
  const name = process.argv[at + 1] ?? 'workload'
  await record(new URL(`${name}.ndjson.gz`, recordingsFolder))
  say(`recorded ${name}`)
}
for (const [name, recording] of recordings()) {
  const { commands, steps } = replayed(recording)
  for (const line of [`${name}, commands:`, ...reportOf(commands)]) say(line)
  for (const line of [`${name}, sagas:`, ...reportOf(steps)]) say(line)
  if (commands.differences.length + steps.differences.length > 0) process.exitCode = 1
}
