import t from 'tap'
import { beginRun } from '../../../commands/agents/workflows/begin-run.ts'
import { cancelRun, resumeRun } from '../../../commands/agents/workflows/steer-run.ts'
import { createWorkflowWorld } from '../../../test/agents/workflows/world.ts'

const from = ($from: string) => ({ $from })
const give = (key: string, value: unknown, more: object = {}) =>
  ({ key, kind: 'TOOL', tool: 'give', input: { value }, ...more }) as never
const done = (status: string) => ({ status })

t.test('one step after the other, each with what those before it gave', async (t) => {
  const world = createWorkflowWorld()
  const definitionId = await world.publish({
    title: 'Two steps',
    inputs: { name: { type: 'string' } },
    steps: [
      give('first', { $text: ['Hello ', from('input.name')] }),
      give('second', {
        said: from('steps.first.output.value'),
        none: { $from: 'steps.first.output.x', $default: 1 },
      }),
    ],
    output: { said: from('steps.second.output.value') },
  })
  const { runId } = await world.ask(beginRun, {
    workflow: { definitionId },
    input: { name: 'Ada' },
  })
  await world.days(1)
  t.match(await world.run(runId), done('COMPLETED'))
  t.strictSame(await world.output(runId), { said: { said: 'Hello Ada', none: 1 } })
  t.strictSame(world.deeds, [`${runId} first`, `${runId} second`])
})

t.test('at the same time, and joined', async (t) => {
  const world = createWorkflowWorld()
  const definitionId = await world.publish({
    title: 'A fan',
    steps: [
      {
        ...{ key: 'fan', kind: 'PARALLEL' },
        steps: [
          { key: 'slow', kind: 'TOOL', tool: 'wait', input: { ms: 3_600_000 } },
          give('quick', 2),
          give('after', from('steps.quick.output.value'), { needs: ['quick'] }),
        ],
      },
      give('join', from('steps.fan.output')),
    ],
  })
  const { runId } = await world.ask(beginRun, { workflow: { definitionId } })
  await world.days(1)
  t.match(await world.output(runId), {
    join: { value: { slow: { value: 3_600_000 }, quick: { value: 2 }, after: { value: 2 } } },
  })
  t.strictSame(
    world.deeds.map((deed) => deed.split(' ')[1]),
    ['quick', 'after', 'slow', 'join'],
  )
})

t.test('one branch or the other, and what was not taken is nothing', async (t) => {
  const world = createWorkflowWorld()
  const definitionId = await world.publish({
    title: 'A choice',
    inputs: { n: { type: 'number' } },
    steps: [
      {
        ...{ key: 'choice', kind: 'CONDITION' },
        if: { of: from('input.n'), is: 'GREATER', to: 3 },
        then: [give('much', 'much')],
        else: [give('little', 'little')],
      },
      give('said', [
        { $from: 'steps.much.output.value', $default: null },
        { $from: 'steps.little.output.value', $default: null },
      ]),
    ],
    output: { said: from('steps.said.output.value') },
  })
  for (const [n, said] of [
    [4, ['much', null]],
    [3, [null, 'little']],
  ] as const) {
    const { runId } = await world.ask(beginRun, { workflow: { definitionId }, input: { n } })
    await world.days(1)
    t.strictSame(await world.output(runId), { said })
  }
})

t.test('a loop ends when its condition holds, or at its bound', async (t) => {
  const world = createWorkflowWorld()
  const loop = (until: number, atMost: number) => ({
    title: 'A loop',
    steps: [
      {
        ...{ key: 'loop', kind: 'LOOP' as const, atMost },
        steps: [give('list', [{ $from: 'previous.list.output.value', $default: 0 }])],
        until: { of: from('run.id'), is: 'EQUAL' as const, to: until },
      },
    ],
    output: { loop: from('steps.loop.output'), list: from('steps.list.output.value') },
  })
  const definitionId = await world.publish(loop(1, 3))
  const { runId } = await world.ask(beginRun, { workflow: { definitionId } })
  await world.days(1)
  const list = [[[0]]]
  t.strictSame(await world.output(runId), {
    loop: { iterations: 3, last: { list: { value: list } } },
    list,
  })
  const other = await world.publish({
    title: 'A loop that is enough at once',
    steps: [
      {
        ...{ key: 'loop', kind: 'LOOP', atMost: 3 },
        steps: [give('one', 1)],
        until: { of: from('steps.one.output.value'), is: 'EQUAL', to: 1 },
      },
    ],
    output: { n: from('steps.loop.output.iterations') },
  })
  const again = await world.ask(beginRun, { workflow: { definitionId: other } })
  await world.days(1)
  t.strictSame(await world.output(again.runId), { n: 1 })
})

t.test('a timer takes its time by the clock', async (t) => {
  const world = createWorkflowWorld()
  const definitionId = await world.publish({
    title: 'A week',
    steps: [{ key: 'week', kind: 'TIMER', seconds: 7 * 86_400 }, give('after', 1)],
  })
  const { runId } = await world.ask(beginRun, { workflow: { definitionId } })
  await world.days(6.9)
  t.match(await world.run(runId), done('RUNNING'))
  t.strictSame(world.deeds, [])
  await world.days(0.2)
  t.match(await world.run(runId), done('COMPLETED'))
})

t.test('a workflow within another, out of its version', async (t) => {
  const world = createWorkflowWorld()
  const inner = await world.publish({
    title: 'Inner',
    inputs: { n: { type: 'number' } },
    steps: [give('said', from('input.n'))],
    output: { n: from('steps.said.output.value') },
  })
  const definitionId = await world.publish({
    title: 'Outer',
    steps: [
      give('which', { definitionId: inner, version: 1 }),
      {
        key: 'one',
        kind: 'SUBWORKFLOW',
        workflow: from('steps.which.output.value'),
        input: { n: 1 },
      },
      {
        ...{ key: 'two', kind: 'SUBWORKFLOW', workflow: { definitionId: inner, version: 1 } },
        input: { n: from('steps.one.output.n') },
      },
    ],
    output: { n: from('steps.two.output.n') },
  })
  const { runId } = await world.ask(beginRun, { workflow: { definitionId } })
  await world.days(1)
  t.strictSame(await world.output(runId), { n: 1 })
})

t.test('retries, and then everything is taken back, the last first', async (t) => {
  const world = createWorkflowWorld()
  const undo = (of: string) => ({
    compensate: { tool: 'give', input: { value: from(`steps.${of}.output.value`) } },
  })
  const definitionId = await world.publish({
    title: 'It fails',
    steps: [
      give('a', 1, undo('a')),
      give('b', 2, undo('b')),
      { key: 'c', kind: 'TOOL', tool: 'refuse', input: { times: 9 }, retries: 2 },
      give('never', 3),
    ],
  })
  const { runId } = await world.ask(beginRun, { workflow: { definitionId } })
  await world.days(1)
  t.match(await world.run(runId), { status: 'FAILED', code: 'NOT_TODAY' })
  t.strictSame(
    world.deeds.map((deed) => deed.split(' ')[1]),
    ['a', 'b', 'b~undo~1', 'a~undo~1'],
  )
  const failures = world.eventsOf(runId).filter(({ type }) => type === 'WorkflowStepFailed')
  t.equal(failures.length, 3, 'the attempt and two more')
  t.match(world.eventsOf(runId).at(-1), {
    data: { outcome: 'FAILED', compensation: 'COMPLETE', step: 'c' },
  })
  const second = await world.publish({
    title: 'It comes about in the end',
    steps: [{ key: 'c', kind: 'TOOL', tool: 'refuse', input: { times: 2 }, retries: 2 }],
  })
  const other = await world.ask(beginRun, { workflow: { definitionId: second } })
  await world.days(1)
  t.match(await world.run(other.runId), done('COMPLETED'))
})

t.test('a run that is suspended goes on when somebody resumes it', async (t) => {
  const world = createWorkflowWorld()
  const definitionId = await world.publish({
    ...{ title: 'Patience', onFailure: 'SUSPEND' },
    steps: [{ key: 'c', kind: 'TOOL', tool: 'refuse', input: { times: 1 } }, give('after', 1)],
  })
  const { runId } = await world.ask(beginRun, { workflow: { definitionId } })
  await t.rejects(world.ask(resumeRun, { runId }), /RUN_NOT_SUSPENDED/)
  await world.days(1)
  t.match(await world.run(runId), done('SUSPENDED'))
  await world.ask(resumeRun, { runId })
  await world.days(1)
  t.match(await world.run(runId), done('COMPLETED'))
  await t.rejects(world.ask(resumeRun, { runId }), /RUN_ALREADY_ENDED/)
})

t.test(
  'cancelled: what waits is left, what runs within is cancelled too, what was done is taken back',
  async (t) => {
    const world = createWorkflowWorld()
    const inner = await world.publish({
      title: 'Inner',
      steps: [
        give('x', 1, { compensate: { tool: 'give', input: { value: 'x' } } }),
        { key: 'long', kind: 'TIMER', seconds: 864_000 },
      ],
    })
    const definitionId = await world.publish({
      title: 'Outer',
      steps: [
        give('a', 1, { compensate: { tool: 'give', input: { value: 'a' } } }),
        {
          ...{ key: 'both', kind: 'PARALLEL' },
          steps: [
            { key: 'long', kind: 'TIMER', seconds: 864_000 },
            {
              ...{ key: 'within', kind: 'SUBWORKFLOW', input: {} },
              workflow: { definitionId: inner, version: 1 },
            },
          ],
        },
      ],
    })
    const { runId } = await world.ask(beginRun, { workflow: { definitionId } })
    await world.days(1)
    await world.ask(cancelRun, { runId })
    await world.days(1)
    t.match(await world.run(runId), done('CANCELLED'))
    t.strictSame(
      world.deeds.map((deed) => deed.split(' ')[1]),
      ['a', 'x', 'x~undo~1', 'a~undo~1'],
    )
    t.equal(world.all.filter(({ type }) => type === 'SagaEnded').length, 2)
    await t.rejects(
      world.ask(cancelRun, { runId }, 'ffffffff-0000-4000-8000-000000000000'),
      /NOT_FOUND/,
    )
  },
)

t.test('what cannot be taken back is on record as that', async (t) => {
  const world = createWorkflowWorld()
  const definitionId = await world.publish({
    title: 'No way back',
    steps: [
      give('a', 1, { compensate: { tool: 'refuse', input: { times: 99 } } }),
      { key: 'lie', kind: 'TOOL', tool: 'lie', input: {} },
    ],
  })
  const { runId } = await world.ask(beginRun, { workflow: { definitionId } })
  await world.days(1)
  t.match(await world.run(runId), { status: 'FAILED', code: 'INVALID_OUTPUT' })
  t.match(world.eventsOf(runId).at(-1), { data: { compensation: 'PARTIAL' } })
})

t.test('what may have been done is asked for again, and done once', async (t) => {
  const world = createWorkflowWorld()
  const definitionId = await world.publish({
    title: 'Mumbling',
    steps: [{ key: 'm', kind: 'TOOL', tool: 'mumble', input: { value: 7 } }],
  })
  const { runId } = await world.ask(beginRun, { workflow: { definitionId } })
  await world.days(1)
  t.strictSame(await world.output(runId), { m: { value: 7 } })
  t.equal(world.deeds.length, 1)
})
