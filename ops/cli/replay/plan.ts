import { Command } from 'commander'
import { bytesInWords, secondsInWords } from '../../progress/words.ts'
import { planReplay, type ReplayPlan } from '../../replay/plan.ts'
import { groupsIn } from '../../operations/replay-subject.ts'
import { attached } from '../attached.ts'
import { jsonOption, type Json } from '../options.ts'
import { asJson, print } from '../say.ts'

type Scope = Json & { readonly only?: string; readonly stream?: string }

const scopeOf = ({ groups: { built, copied }, stream }: ReplayPlan): string => {
  if (stream !== null) return `the rows of ${stream.stream}, in a copy of all others`
  return copied.length === 0
    ? 'all read models'
    : `${built.join(', ')} from the log; ${copied.join(', ')} copied`
}

/** What a person reads of a plan. */
export const planLines = (plan: ReplayPlan): readonly string[] => {
  const { events, exact, bytes, sample, seconds, disk, rows, suppressed, affected, stream } = plan
  const about = exact ? '' : 'about '
  const speed = sample.seconds === 0 ? 0 : Math.round(sample.events / sample.seconds)
  return [
    `build     ${scopeOf(plan)}`,
    `read      ${about}${events} events, ${bytesInWords(bytes)}`,
    `time      at least ${secondsInWords(seconds.atLeast)} (${sample.events} events applied in memory at ${speed}/s)` +
      (seconds.asLastTime === null ? '' : `; ${secondsInWords(seconds.asLastTime)} as last time`),
    `disk      ${bytesInWords(disk.built + disk.copied)} for about ${rows} rows`,
    ...suppressed.map(({ effect, events: count }) => `not again ${count} ${effect}`),
    `affected  ${affected.organisations} organisations, ${affected.users} people, ${affected.tables.length} tables`,
    ...(stream === null || stream.shared.length === 0
      ? []
      : [`left      as they are, for many streams add them up: ${stream.shared.join(', ')}`]),
    ...affected.notes.map((note) => `          ${note}`),
    ...(plan.obstacle === null ? [] : [`not now   ${plan.obstacle}`]),
  ]
}

export const planCommand = (): Command =>
  new Command('plan')
    .description('what a replay would read, take, leave undone and touch; writes nothing')
    .option(
      '--only <groups>',
      'these groups of tables from the log, the others copied; with commas',
    )
    .option('--stream <name>', 'only the rows of this stream, in a copy of all others')
    .addOption(jsonOption())
    .action(({ only, stream, json = false }: Scope) =>
      attached(async ({ connections: { postgres, eventStore, vault } }) => {
        const { pool } = postgres
        const parts = { pool, eventStore, vault }
        const plan = await planReplay(parts, groupsIn(only ?? 'all'), stream)
        if (json) print(asJson(plan))
        else for (const line of planLines(plan)) print(line)
      }),
    )
