import { parseArgs } from 'node:util'
import { playAgents } from './agents/play.ts'
import { playMarketplace } from './marketplace/play.ts'
import { playMoney } from './money/play.ts'
import { playOperator } from './operating/play.ts'
import { play as playJobs } from './play.ts'
import { createScreen, type Screen } from './screen.ts'
import { setStage, type Stage } from './stage.ts'
import { playTokens, tokenSettings } from './tokens/play.ts'

type Play = (stage: Stage, screen: Screen) => Promise<object>

const plays: Readonly<Record<string, Play>> = {
  agents: playAgents,
  jobs: playJobs,
  marketplace: playMarketplace,
  money: playMoney,
  operator: playOperator,
  tokens: playTokens,
}

/** A hundred commands a second, and the people of three stories, from one address are more than a hub takes by itself. */
const settings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  operator: { QHUB_RATE_LIMIT_PER_MINUTE: '100000', QHUB_RATE_LIMIT_LOGIN_PER_MINUTE: '1000' },
  tokens: tokenSettings,
}

/**
 * A story from empty data to a balanced ledger. `npm run demo` runs circuits; `npm run demo -- marketplace` sells an app;
 * `npm run demo -- money` pays by card, and a seller; `npm run demo -- operator` looks into all of that;
 * `npm run demo -- tokens` has a chain; `npm run demo -- agents` makes a capsule of a sentence.
 * With `--json` the summary is one line on stdout. Ends with 1 when something does not hold, with 2 for an unknown story.
 */
const perform = async (name: string, play: Play, json: boolean): Promise<void> => {
  const screen = createScreen(process.stderr)
  const began = performance.now()
  try {
    screen.heading('Starting on empty data')
    const stage = await setStage((text) => screen.line(`  ${text}`), settings[name])
    try {
      screen.line(`  commands at ${stage.writeApi}, GraphQL at ${stage.readApi}/graphql`)
      const summary = await play(stage, screen)
      const seconds = Number(((performance.now() - began) / 1000).toFixed(1))
      if (json) process.stdout.write(`${JSON.stringify({ ...summary, seconds })}\n`)
      else screen.line(`\nAll of it held, in ${seconds} s.`)
    } finally {
      await stage.clear()
    }
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
    screen.line(`\nThe demo (${name}) failed: ${why}`)
    process.exitCode = 1
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})
const name = positionals[0] ?? 'jobs'
const play = plays[name]
if (play === undefined) {
  process.stderr.write(`There is no story "${name}": ${Object.keys(plays).join(', ')}.\n`)
  process.exitCode = 2
} else await perform(name, play, values.json)
