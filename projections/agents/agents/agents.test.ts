import t from 'tap'
import { idNumber, meta } from '../../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import { agents } from './agents.ts'

const { given } = projection(agents)
const agentId = idNumber(1)
const stream = `agent-${agentId}`
const of = (type: string, more: object = {}) => ({
  type,
  data: { agentId, organisation: idNumber(2), at: meta.now, ...more },
})
const plain = {
  ...{ name: 'Ada', description: '', skills: [], tools: [] },
  role: { kind: 'DEVELOPER' },
  modelPolicy: { strategy: 'COST', fallbacks: 1 },
  budgetPerTask: { amount: '5', asset: 'USD/2' },
} as const
const text = 'sealed:v1:a.b.c.d'
const profile = { ...plain, instructions: text }
const spawned = of('AgentSpawned', { profile, spawnedBy: 'u' })
const remembers = (key: string) => of('AgentRemembered', { key, text })

t.test('an agent as it is configured, without its texts', async () => {
  given()
    .when(on(stream, spawned))
    .then({ agents: [{ name: 'Ada', role: 'developer', status: 'ACTIVE', profile: plain }] })
  const eve = { ...profile, name: 'Eve', role: { kind: 'OWN', title: 'bookkeeper' } }
  given(on(stream, spawned))
    .when(on(stream, of('AgentConfigured', { profile: eve }), of('AgentPaused')))
    .then({ agents: [{ name: 'Eve', role: 'bookkeeper', version: 2, status: 'PAUSED' }] })
})

t.test('what it remembers something under, each once, until it retires', async () => {
  given(on(stream, spawned))
    .when(on(stream, remembers('b'), remembers('a'), remembers('b')))
    .then({ agents: [{ memory_keys: ['a', 'b'] }] })
  given(on(stream, spawned, remembers('b'), remembers('a')))
    .when(on(stream, of('AgentForgot', { key: 'b' })))
    .then({ agents: [{ memory_keys: ['a'] }] })
  given(on(stream, spawned, remembers('b')))
    .when(on(stream, of('AgentRetired')))
    .then({ agents: [{ memory_keys: [], status: 'RETIRED' }] })
})
