import { z } from 'zod'
import type { Person } from '../../client/sign-up.ts'
import { hold } from '../expect.ts'
import type { Screen } from '../screen.ts'
import type { Stage } from '../stage.ts'
import { until } from '../until.ts'
import { haveDone } from './action.ts'

const Generations = z.object({
  readModelGenerations: z.array(
    z.object({
      generation: z.number(),
      isLive: z.boolean(),
      state: z.string(),
      replay: z.object({ progress: z.number().nullable() }).nullable(),
    }),
  ),
})
const Difference = z.object({
  generationDifference: z.object({
    isEqual: z.boolean(),
    position: z.string(),
    tables: z.array(z.object({ rows: z.number() })),
  }),
})

export type Replayed = { readonly generation: number; readonly rows: number }

/** Builds all read models again beside the live ones, compares them row by row, and has readers go over to them. */
export const replay = async (stage: Stage, operator: Person, screen: Screen): Promise<Replayed> => {
  const { graphql } = stage
  const { token } = operator
  screen.line(`  ${await haveDone(stage, operator, { action: 'replay.start', subject: 'all' })}`)
  const { generation } = await until('the generation to follow the log', async () => {
    const seen = Generations.parse(
      await graphql(
        '{ readModelGenerations { generation isLive state replay { progress } } }',
        {},
        token,
      ),
    )
    const beside = seen.readModelGenerations.find(
      ({ isLive, state }) => !isLive && state !== 'DROPPED',
    )
    screen.progress('  built', Math.round(100 * (beside?.replay?.progress ?? 0)), 100)
    return beside?.state === 'FOLLOWING' ? beside : undefined
  })
  screen.progress('  built', 100, 100)
  const { generationDifference: difference } = Difference.parse(
    await graphql(
      'query ($of: Int) { generationDifference(generation: $of) { isEqual position tables { rows } } }',
      { of: generation },
      token,
    ),
  )
  const rows = difference.tables.reduce((sum, table) => sum + table.rows, 0)
  hold(difference.isEqual, 'what was built is not what is live')
  screen.line(
    `  ${rows} rows in ${difference.tables.length} tables are equal at position ${difference.position}`,
  )
  const subject = String(generation)
  screen.line(`  ${await haveDone(stage, operator, { action: 'replay.promote', subject })}`)
  return { generation, rows }
}
