import { Command } from 'commander'
import { compareGenerations } from '../../projections/generations/compare.ts'
import { dropGeneration } from '../../projections/generations/drop.ts'
import {
  generationNumbered,
  listGenerations,
  liveGeneration,
} from '../../projections/generations/generations.ts'
import { movePointer } from '../../projections/generations/move-pointer.ts'
import { attached } from './attached.ts'
import { buildNext } from './replay/build.ts'
import { comparisonLines } from './replay/comparison-lines.ts'
import { statusOf, statusLine } from './replay/status.ts'
import { asJson, fail, print, say } from './say.ts'

type Json = { readonly json?: boolean }

const numbered = (text: string): number => {
  const number = Number(text)
  return Number.isSafeInteger(number) && number > 0
    ? number
    : fail(2, `${text} is not the number of a generation`)
}

/** The generation beside the live one. */
const besideLive = async (pool: Parameters<typeof listGenerations>[0]): Promise<number> => {
  const all = await listGenerations(pool)
  const found = all.find(({ live, state }) => !live && state === 'FOLLOWING')
  return found?.generation ?? fail(1, 'there is one generation only: qhub replay start')
}

const move = (given: string | undefined, { json = false }: Json): Promise<void> =>
  attached(async ({ connections: { postgres } }) => {
    const to = given === undefined ? await besideLive(postgres.pool) : numbered(given)
    const moved = await movePointer(postgres.pool, to)
    if (json) print(asJson(moved))
    else
      print(`readers follow generation ${moved.to} from position ${moved.position.toString()} on`)
  })

const diff = (given: string | undefined, { json = false, rows }: Json & { rows: string }) =>
  attached(async ({ connections: { postgres } }) => {
    const { pool } = postgres
    const other = given === undefined ? await besideLive(pool) : numbered(given)
    await generationNumbered(pool, other)
    const live = await liveGeneration(pool)
    const comparison = await compareGenerations(pool, live.generation, other, {
      most: Number(rows),
    })
    if (json) print(asJson(comparison))
    else for (const line of comparisonLines(comparison)) print(line)
    if (!comparison.equal) process.exitCode = 1
  })

/** Read models beside the live ones: built from the log, compared, read instead. */
export const replayCommand = (): Command =>
  new Command('replay')
    .description('build the read models again beside the live ones, compare them, go over to them')
    .addCommand(
      new Command('start')
        .description(
          'build the next generation from the log, or go on building; ends when it follows',
        )
        .option('--json', 'one JSON line for each step')
        .action(({ json = false }: Json) => attached((hub) => buildNext(hub, json))),
    )
    .addCommand(
      new Command('status')
        .description('every generation: how far it is, how much is left')
        .option('--json', 'one JSON document')
        .action(({ json = false }: Json) =>
          attached(async ({ connections: { postgres, eventStore } }) => {
            const all = await statusOf(postgres.pool, eventStore)
            if (json) print(asJson(all))
            else for (const one of all) print(statusLine(one))
          }),
        ),
    )
    .addCommand(
      new Command('diff')
        .description('compare a generation with the live one row by row; 1 when they differ')
        .argument('[generation]', 'by default the one beside the live one')
        .option('--rows <n>', 'how many differing rows of a table are shown', '5')
        .option('--json', 'one JSON document')
        .action(diff),
    )
    .addCommand(
      new Command('promote')
        .description('readers go over to a generation, at once')
        .argument('[generation]', 'by default the one beside the live one')
        .option('--json', 'one JSON document')
        .action(move),
    )
    .addCommand(
      new Command('rollback')
        .description('readers go back to the generation that they left, at once')
        .option('--json', 'one JSON document')
        .action((options: Json) => move(undefined, options)),
    )
    .addCommand(
      new Command('drop')
        .description('drop a generation that nobody reads; there is no way back to it')
        .argument('<generation>')
        .action((given: string) =>
          attached(async ({ connections: { postgres, cache } }) => {
            await dropGeneration(postgres.pool, cache, numbered(given))
            say(`generation ${given} is dropped`)
          }),
        ),
    )
