import t from 'tap'
import { Breakdown, type BreakdownTask } from './breakdown.ts'
import { propose } from './proposal.ts'
import type { Requirements } from './requirements.ts'
import { SoundBreakdown } from './sound-breakdown.ts'

const usd = (amount: string) => ({ amount, asset: 'USD/2' })
const requirements: Requirements = {
  goal: 'A Bell pair on a device',
  functional: [{ id: 'F1', statement: 'A circuit.' }],
  nonFunctional: [{ id: 'N1', quality: 'COST', statement: 'At most two dollars.' }],
  circuit: { algorithm: 'bell', parameters: {} },
  run: { shots: 100, maximumCost: usd('200') },
  deliverables: ['CIRCUIT', 'RESULT'],
  assumptions: ['A thousand shots.'],
  questions: ['On which device?'],
}
const task = (key: string, tool: string, input: object, needs: string[], satisfies: string[]) => ({
  ...{ key, title: key, role: 'DEVELOPER', needs, satisfies },
  work: { kind: 'TOOL', tool, input },
})
const generate = task('generate', 'generateCircuit', {}, [], ['F1'])
const submit = (maximumCost: unknown, key = 'submit') =>
  task(
    ...[key, 'submitJob', { source: { $from: 'steps.generate.output.source' }, maximumCost }],
    ...[['generate'], ['N1']],
  )
const breakdown = (...tasks: readonly object[]): Breakdown =>
  Breakdown.parse({ title: 'Work', tasks })
const known = { tools: ['generateCircuit', 'submitJob'], prompt: () => false }
const proposed = (...tasks: readonly object[]) =>
  propose(requirements, breakdown(...tasks), usd('200'), known)

t.test('what serves all that was asked becomes a workflow that a person can read', async (t) => {
  const proposal = proposed(generate, submit(usd('150')))
  t.match(proposal, {
    definition: { title: 'Work', steps: [{ key: 'generate' }, { key: 'submit' }] },
    mostOnDevices: usd('150'),
  })
  const summary = 'summary' in proposal ? proposal.summary : ''
  for (const said of ['A Bell pair', 'F1 A circuit', 'N1 COST', 'submitJob), after generate'])
    t.ok(summary.includes(said), said)
  t.match(summary, /- A thousand shots[^]*- On which device[^]*At most 1\.50 USD on devices\.$/)
  t.notOk(
    'mostOnDevices' in
      propose({ ...requirements, nonFunctional: [] }, breakdown(generate), usd('0'), known),
  )
})

t.test('what leaves something undone, or does more, is refused', async (t) => {
  t.match(proposed(generate), { rejected: 'INVALID_INPUT', detail: /serves N1/ })
  const more: BreakdownTask['satisfies'] = ['F1', 'F7']
  t.match(proposed({ ...generate, satisfies: more }, submit(usd('1'))), {
    ...{ rejected: 'INVALID_INPUT', detail: /F7, which nobody/ },
  })
})

t.test('nobody approves of work on what was not understood', async (t) => {
  const circuit = { algorithm: 'unknown', parameters: {} }
  const proposal = propose({ ...requirements, circuit }, breakdown(generate), usd('1'), known)
  t.match(proposal, { rejected: 'INVALID_INPUT', detail: 'On which device?' })
})

t.test('nothing is proposed that could cost more than there is', async (t) => {
  const refused = (code: string, ...tasks: readonly object[]) =>
    t.match(proposed(generate, ...tasks), { rejected: code })
  refused('COST_ABOVE_MAXIMUM', submit(usd('201')))
  refused('COST_ABOVE_MAXIMUM', submit(usd('150')), submit(usd('51'), 'again'))
  refused('COST_ABOVE_MAXIMUM', submit({ $from: 'steps.generate.output.price' }))
  refused('COST_ABOVE_MAXIMUM', submit(null))
  refused('ASSET_MISMATCH', submit({ amount: '1', asset: 'EUR/2' }))
})

t.test('a tool that there is not is refused, with the place', async (t) => {
  const unknown = task('other', 'orderPizza', {}, [], [])
  t.match(proposed(generate, submit(usd('1')), unknown), {
    ...{ rejected: 'INVALID_INPUT', issues: [{ code: 'UNKNOWN_TOOL', pointer: '/steps/other' }] },
  })
})

t.test('references that lead nowhere are told to the model that made them', async (t) => {
  t.ok(SoundBreakdown.safeParse(breakdown(generate, submit(usd('1')))).success)
  const [late] = [task('one', 'submitJob', { source: { $from: 'steps.two.output' } }, [], [])]
  const wrong = SoundBreakdown.safeParse(breakdown(late, { ...generate, key: 'two' }))
  t.match(wrong.error?.issues, [{ message: /two need not be over/ }])
})
