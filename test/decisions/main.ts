import { agents } from './agents/story.ts'
import { reportOf } from '../../ops/decisions/report.ts'
import { record, type Story } from './record.ts'
import { recordings, recordingsFolder, replayed } from './recordings.ts'
import { signingIn } from './signing-in.ts'
import { tokens } from './tokens.ts'
import { runWorkload } from './workload.ts'

const stories: Readonly<Record<string, Story>> = {
  workload: {
    settings: {},
    play: async (stage, openid) => {
      const jobs = await runWorkload(stage)
      await signingIn(stage.http, openid)
      return jobs
    },
  },
  tokens,
  agents,
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** `npm run decisions` replays every recording; `npm run decisions -- --record <name>` makes one, of the story of that name. */
const at = process.argv.indexOf('--record')
if (at >= 0) {
  const name = process.argv[at + 1] ?? ''
  const story = stories[name]
  if (story === undefined)
    throw new Error(`there is no story ${name}, but ${Object.keys(stories).join(', ')}`)
  await record(new URL(`${name}.ndjson.gz`, recordingsFolder), story)
  say(`recorded ${name}`)
}
for (const [name, recording] of recordings()) {
  const { commands, steps } = replayed(recording)
  for (const line of [`${name}, commands:`, ...reportOf(commands)]) say(line)
  for (const line of [`${name}, sagas:`, ...reportOf(steps)]) say(line)
  if (commands.differences.length + steps.differences.length > 0) process.exitCode = 1
}
