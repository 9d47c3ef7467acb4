import { Command } from 'commander'
import { compareGenerations } from '../../projections/generations/compare.ts'
import { explainDifference } from '../../projections/generations/explain.ts'
import { generationNumbered, liveGeneration } from '../../projections/generations/generations.ts'
import { besideLive } from '../../projections/generations/promote.ts'
import { attached } from './attached.ts'
import { jsonOption, wholeNumber, type Json } from './options.ts'
import { comparisonLines } from './replay/comparison-lines.ts'
import { statusLine, statusOf } from './replay/status.ts'
import { planCommand } from './replay/plan.ts'
import { buildCommands, pointerCommands, startCommand } from './replay/wishes.ts'
import { asJson, fail, print } from './say.ts'

const numbered = (text: string): number => {
  const number = Number(text)
  return Number.isSafeInteger(number) && number > 0
    ? number
    : fail(2, `${text} is not the number of a generation`)
}

const diff = (given: string | undefined, { json = false, rows }: Json & { rows: number }) =>
  attached(async ({ connections: { postgres, eventStore, vault } }) => {
    const { pool } = postgres
    const other = given === undefined ? await besideLive(pool) : numbered(given)
    await generationNumbered(pool, other)
    const live = await liveGeneration(pool)
    const compared = await compareGenerations(pool, live.generation, other, { most: rows })
    const difference = await explainDifference({ eventStore, vault }, compared)
    if (json) print(asJson(difference))
    else for (const line of comparisonLines(difference)) print(line)
    if (!difference.equal) process.exitCode = 1
  })

const statusCommand = (): Command =>
  new Command('status')
    .description('every generation: how far it is, how much is left, what is wished of it')
    .addOption(jsonOption())
    .action(({ json = false }: Json) =>
      attached(async ({ connections: { postgres, eventStore } }) => {
        const all = await statusOf(postgres.pool, eventStore)
        if (json) print(asJson(all))
        else for (const one of all) print(statusLine(one))
      }),
    )

const diffCommand = (): Command =>
  new Command('diff')
    .description('compare a generation with the live one row by row; 1 when they differ')
    .argument('[generation]', 'by default the one beside the live one')
    .option('--rows <n>', 'how many differing rows of a table are shown', wholeNumber(0, 1_000), 5)
    .addOption(jsonOption())
    .action(diff)

/** Read models beside the live ones: built from the log, compared, read instead. */
export const replayCommand = (): Command => {
  const command = new Command('replay').description(
    'build the read models again beside the live ones, compare them, go over to them',
  )
  for (const each of [
    planCommand(),
    startCommand(),
    statusCommand(),
    ...buildCommands(),
    diffCommand(),
    ...pointerCommands(),
  ])
    command.addCommand(each)
  return command
}
