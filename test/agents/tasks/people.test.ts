import t from 'tap'
import { openOffice } from '../world.ts'

t.setTimeout(300_000)
const office = await openOffice()
t.teardown(() => office.hub.stop())
const stop = office.run()
t.teardown(() => stop())
const { send, codeOf, becomes } = office
const lead = await office.person('1000')
const stranger = await office.person()

const submit = (body: object): Promise<string> => office.submit(lead, body)
const byOwner = { kind: 'ROLE', role: 'ADMIN' }

t.test('a person does a task, asks, and leaves an artifact', async (t) => {
  const taskId = await submit({
    assignee: { kind: 'USER', userId: lead.userId },
    instruction: 'Sum up',
  })
  const path = `/v1/tasks/${taskId}`
  t.equal(await codeOf(lead, 'POST', `${path}/start`), 'done')
  t.equal(await codeOf(lead, 'POST', `${path}/questions`, { question: 'What?' }), 'done')
  t.equal(await codeOf(lead, 'POST', `${path}/start`), 'ILLEGAL_TASK_TRANSITION')
  t.equal(await codeOf(lead, 'POST', `${path}/input`, { text: 'The week.' }), 'done')
  t.equal(
    await codeOf(lead, 'POST', `${path}/input`, { text: 'Again.' }),
    'ILLEGAL_TASK_TRANSITION',
  )
  const artifact = { name: 'week.md', mediaType: 'text/markdown', content: 'A fine week: ä.' }
  t.equal(await codeOf(lead, 'POST', `${path}/artifacts`, artifact), 'done')
  t.equal(await codeOf(lead, 'POST', `${path}/artifacts`, artifact), 'done', 'the same, kept once')
  t.equal(await codeOf(lead, 'POST', `${path}/approve`, {}), 'ILLEGAL_TASK_TRANSITION')
  t.equal(await codeOf(lead, 'POST', `${path}/complete`, { answer: 'See there.' }), 'done')
  const { body } = await send(lead, 'GET', path)
  t.match(body, {
    ...{ status: 'COMPLETED', outcome: 'DONE', answer: 'See there.' },
    messages: [{ text: 'Sum up' }, { text: 'What?' }, { text: 'The week.' }],
  })
  t.equal(body.artifacts.length, 1)
  const [{ artifactId, sha256 }] = body.artifacts
  const read = await send(lead, 'GET', `${path}/artifacts/${artifactId}`)
  t.match(read.body, { ...artifact, sha256, size: Buffer.byteLength(artifact.content) })
  for (const [url, more] of [
    [path, undefined],
    [`${path}/artifacts/${artifactId}`, undefined],
  ] as const)
    t.equal(await codeOf(stranger, 'GET', url, more), 'NOT_FOUND')
  t.equal(await codeOf(stranger, 'POST', `${path}/cancel`), 'NOT_FOUND')
  t.equal(await codeOf(lead, 'POST', `${path}/cancel`), 'TASK_ALREADY_TERMINAL')
  const log = await office.log()
  t.notOk(
    log.some(({ data }) => /A fine week|See there|Sum up/.test(JSON.stringify(data))),
    'no text stands in clear in the log',
  )
})

t.test('a person says yes or no to what is to be approved', async (t) => {
  const wish = { assignee: byOwner, instruction: 'May we?', approval: true }
  const yes = await submit(wish)
  t.equal(await codeOf(lead, 'POST', `/v1/tasks/${yes}/complete`, {}), 'ILLEGAL_TASK_TRANSITION')
  t.equal(await codeOf(lead, 'POST', `/v1/tasks/${yes}/approve`, { answer: 'Yes.' }), 'done')
  t.match(await becomes(lead, yes, 'COMPLETED'), { outcome: 'APPROVED', answer: 'Yes.' })
  const no = await submit(wish)
  t.equal(await codeOf(lead, 'POST', `/v1/tasks/${no}/reject`, { reason: 'Too dear.' }), 'done')
  t.match(await becomes(lead, no, 'REJECTED'), { detail: 'Too dear.' })
  const agentId = await office.spawn(lead)
  const byAgent = { ...wish, assignee: { kind: 'AGENT', agentId } }
  t.equal(await codeOf(lead, 'POST', '/v1/tasks', byAgent), 'INVALID_INPUT')
})

t.test('whose it is not, does not work on it', async (t) => {
  const agentId = await office.spawn(lead)
  const taskId = await submit({ assignee: { kind: 'AGENT', agentId }, instruction: 'Hello' })
  await becomes(lead, taskId, 'INPUT_REQUIRED')
  t.equal(await codeOf(lead, 'POST', `/v1/tasks/${taskId}/complete`, {}), 'FORBIDDEN')
  const nobody = { kind: 'USER', userId: stranger.userId }
  t.equal(
    await codeOf(lead, 'POST', '/v1/tasks', { assignee: nobody, instruction: 'x' }),
    'NOT_FOUND',
  )
  const foreign = { assignee: { kind: 'AGENT', agentId }, instruction: 'x' }
  t.equal(await codeOf(stranger, 'POST', '/v1/tasks', foreign), 'NOT_FOUND')
})

t.test(
  'an agent that is paused or has no money says so; when that is mended it goes on',
  async (t) => {
    const poor = await office.person()
    const agentId = await office.spawn(poor)
    const wish = { assignee: { kind: 'AGENT', agentId }, instruction: 'Draw up a plan' }
    const taskId = await office.submit(poor, wish)
    const seen = await becomes(poor, taskId, 'AUTH_REQUIRED')
    t.equal(seen.code, 'INSUFFICIENT_FUNDS')
    await office.credit(poor, '100')
    t.equal(await codeOf(poor, 'POST', `/v1/agents/${agentId}/pause`), 'done')
    t.equal(await codeOf(poor, 'POST', '/v1/tasks', wish), 'AGENT_NOT_ACTIVE')
    const goOn = () => codeOf(poor, 'POST', `/v1/tasks/${taskId}/input`, { text: 'Go on.' })
    t.equal(await goOn(), 'done')
    t.match(await becomes(poor, taskId, 'AUTH_REQUIRED'), { code: 'AGENT_PAUSED' })
    t.equal(await codeOf(poor, 'POST', `/v1/agents/${agentId}/resume`), 'done')
    t.equal(await goOn(), 'done')
    t.match(await becomes(poor, taskId, 'COMPLETED'), { artifacts: [{ name: 'notes.md' }] })
  },
)
