import t from 'tap'
import { z } from 'zod'
import { AgentView } from '../../../commands/agents/agents/read-agent.ts'
import { openOffice, profile } from '../world.ts'

t.setTimeout(300_000)
const office = await openOffice()
t.teardown(() => office.hub.stop())
const { send, codeOf } = office
const lead = await office.person()
const stranger = await office.person()
const Agent = z.object(AgentView.shape)

t.test('spawned, configured, paused, resumed, retired', async (t) => {
  const agentId = await office.spawn(lead, { instructions: 'Be brief.' })
  const path = `/v1/agents/${agentId}`
  const look = async () => Agent.parse((await send(lead, 'GET', path)).body)
  t.match(await look(), {
    ...{ agentId, status: 'ACTIVE', version: 1, title: 'quantum specialist' },
    profile: { name: 'Ada', instructions: 'Be brief.', modelPolicy: { strategy: 'COST' } },
  })
  const own = { ...profile, name: 'Eve', role: { kind: 'OWN', title: 'bookkeeper' } }
  t.equal(await codeOf(lead, 'PUT', `${path}/profile`, own), 'done')
  t.match(await look(), { version: 2, title: 'bookkeeper', profile: { name: 'Eve' } })
  t.equal((await look()).profile.instructions, undefined)
  t.equal(await codeOf(lead, 'POST', `${path}/pause`), 'done')
  t.match(await look(), { status: 'PAUSED' })
  t.equal(await codeOf(lead, 'POST', `${path}/resume`), 'done')
  t.equal(await codeOf(lead, 'POST', `${path}/retire`), 'done')
  t.match(await look(), { status: 'RETIRED' })
  t.equal(await codeOf(lead, 'POST', `${path}/resume`), 'AGENT_NOT_ACTIVE')
  t.equal(await codeOf(lead, 'PUT', `${path}/profile`, own), 'AGENT_NOT_ACTIVE')
})

t.test('what it keeps in mind', async (t) => {
  const agentId = await office.spawn(lead)
  const path = `/v1/agents/${agentId}`
  t.equal(await codeOf(lead, 'PUT', `${path}/memory/units`, { text: 'Hartrees.' }), 'done')
  t.equal(await codeOf(lead, 'PUT', `${path}/memory/units`, { text: 'Electronvolts.' }), 'done')
  t.match((await send(lead, 'GET', path)).body, {
    memory: [{ key: 'units', text: 'Electronvolts.' }],
  })
  t.equal(await codeOf(lead, 'DELETE', `${path}/memory/units`), 'done')
  t.same((await send(lead, 'GET', path)).body.memory, [])
  t.notOk((await office.log()).some(({ data }) => /Electronvolts/.test(JSON.stringify(data))))
})

t.test('it is its organisation’s alone', async (t) => {
  const agentId = await office.spawn(lead)
  const path = `/v1/agents/${agentId}`
  t.equal(await codeOf(stranger, 'GET', path), 'NOT_FOUND')
  t.equal(await codeOf(stranger, 'POST', `${path}/pause`), 'NOT_FOUND')
  t.equal(await codeOf(stranger, 'PUT', `${path}/profile`, profile), 'NOT_FOUND')
  t.equal(await codeOf(stranger, 'PUT', `${path}/memory/x`, { text: 'x' }), 'NOT_FOUND')
})

t.test('a profile that cannot be', async (t) => {
  const bad = (more: object) => codeOf(lead, 'POST', '/v1/agents', { ...profile, ...more })
  t.equal(await bad({ budgetPerTask: { amount: '5', asset: 'USD/3' } }), 'INVALID_INPUT')
  const skill = { id: 'a', name: 'A', description: 'A', tags: [] }
  t.equal(await bad({ skills: [skill, skill] }), 'INVALID_INPUT')
  t.equal(await bad({ tools: ['makeCoffee'] }), 'INVALID_INPUT')
  t.equal(await bad({ tools: ['submitJob'] }), 'done')
  t.equal(await bad({ role: { kind: 'OWN' } }), 'INVALID_INPUT')
  t.equal(await bad({ colour: 'red' }), 'INVALID_INPUT')
})
