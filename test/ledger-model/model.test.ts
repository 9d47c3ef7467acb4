import t from 'tap'
import { moneyDefinitions } from '../../domain/billing/ledger/money-events.ts'
import { planted } from './planted.ts'
import { Mismatch, runModel } from './run.ts'

t.setTimeout(300_000)

const told = ({ done, refused, nothing }: ReturnType<typeof runModel>): string =>
  `${done} done, ${refused} refused, ${nothing} with nothing to do`

/** Small here; `npm run ledger-model` is the long one. */
const size = Number(process.env['LEDGER_MODEL_OPERATIONS'] ?? 10_000)

t.test('whatever is asked, the domain does what a simple model of money does', async (t) => {
  const types = new Map<string, number>()
  for (const seed of ['one', 'two', 'three']) {
    const outcome = runModel(seed, size)
    t.ok(outcome.done > size / 4 && outcome.refused > 0 && outcome.nothing > 0, told(outcome))
    for (const [type, times] of outcome.types) types.set(type, (types.get(type) ?? 0) + times)
  }
  const missed = moneyDefinitions.map(({ type }) => type).filter((type) => !types.has(type))
  // Automatic top-ups, credit notes and books have property tests of their own.
  t.comment(`not tried: ${missed.join(', ')}`)
  t.ok(types.size >= 45, `${types.size} types of events were written`)
})

t.test('every bug that is planted is found', async (t) => {
  for (const [name, tried] of Object.entries(planted))
    t.throws(() => runModel('planted', 30_000, tried), Mismatch, name)
})
