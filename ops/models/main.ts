import { readFileSync, writeFileSync } from 'node:fs'
import { fitQueueTime } from '../../commands/agents/models/fit.ts'
import { waitCollector } from '../../domain/agents/models/queue-time/samples.ts'
import { fit } from '../../platform/models/fit.ts'
import { figuresTable } from './figures.ts'
import { standardDevices, workloadEvents } from './workload.ts'

/**
 * `npm run queue-times`: trains both algorithms on workloads of three seeds and writes what came of it into the page about
 * models. The same code always writes the same figures.
 */
const page = new URL('../../docs/explanation/models.md', import.meta.url)
const seeds = ['first', 'second', 'third']
const days = 14

const parts = []
for (const seed of seeds) {
  const { take, samples } = waitCollector()
  for (const { event } of workloadEvents({ seed, days, devices: standardDevices })) take(event)
  const waits = samples()
  for (const algorithm of ['RIDGE', 'BOOSTED_TREES'] as const) {
    const fitted = await fitQueueTime(waits, algorithm, fit)
    if (fitted === undefined) throw new Error(`${seed}: too few waits`)
    const { evaluation, chosen, fittedOn } = fitted
    parts.push({ seed, algorithm, evaluation, chosen, fittedOn })
  }
}

const [begin, end] = ['<!-- figures -->', '<!-- end of figures -->']
const text = readFileSync(page, 'utf8')
const from = text.indexOf(begin) + begin.length
const to = text.indexOf(end)
if (from < begin.length || to < from) throw new Error(`${page.pathname} has no place for figures`)
writeFileSync(page, `${text.slice(0, from)}\n${figuresTable(parts)}\n${text.slice(to)}`)
