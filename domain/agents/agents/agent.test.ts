import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../../test/kit/given-when-then/meta.ts'
import { agent, mostMemories, type AgentCommand } from './agent.ts'
import { titleOf, type AgentProfile } from './profile.ts'

const { given, after } = decider(agent)
const profile: AgentProfile = {
  ...{ name: 'Ada', description: '', role: { kind: 'DEVELOPER' }, skills: [], tools: [] },
  modelPolicy: { strategy: 'COST', fallbacks: 1 },
  budgetPerTask: { amount: '5', asset: 'USD/2' },
}
const spawn: AgentCommand = {
  ...{ type: 'SpawnAgent', agentId: idNumber(1), organisation: idNumber(2), profile },
}
const remember = (key: string): AgentCommand => ({
  ...{ type: 'Remember', key, text: 'sealed:v1:a.b.c.d' },
})
const [pause, resume, retire] = [
  { type: 'PauseAgent' },
  { type: 'ResumeAgent' },
  { type: 'RetireAgent' },
] as const

t.test('is spawned once', async () => {
  given().when(spawn).then(['AgentSpawned'])
  after(spawn).when(spawn).then('ALREADY_EXISTS')
  given().when(pause).then('NOT_FOUND')
})

t.test('pauses, resumes, and retires for good', async (t) => {
  after(spawn).when(pause).then(['AgentPaused'])
  after(spawn, pause).when(pause).then([])
  after(spawn, pause).when(resume).then(['AgentResumed'])
  after(spawn).when(resume).then([])
  after(spawn, remember('a')).when(retire).then(['AgentRetired'])
  t.match(after(spawn, remember('a'), retire).state, { status: 'RETIRED', memory: {} })
  after(spawn, retire).when(retire).then([])
  for (const command of [pause, resume, remember('b')])
    after(spawn, retire).when(command).then('AGENT_NOT_ACTIVE')
})

t.test('a profile that is the same is no change', async (t) => {
  const configure: AgentCommand = { type: 'ConfigureAgent', profile: { ...profile, name: 'Eve' } }
  after(spawn).when({ type: 'ConfigureAgent', profile }).then([])
  after(spawn).when(configure).then(['AgentConfigured'])
  t.match(after(spawn, configure).state, { version: 2, profile: { name: 'Eve' } })
})

t.test('remembers so much and no more; what is forgotten is gone', async () => {
  const all = Array.from({ length: mostMemories }, (_, n) => remember(`k${n}`))
  after(spawn, ...all)
    .when(remember('more'))
    .then('LIMIT_REACHED')
  after(spawn, ...all)
    .when(remember('k0'))
    .then(['AgentRemembered'])
  after(spawn, remember('a')).when({ type: 'Forget', key: 'a' }).then(['AgentForgot'])
  after(spawn).when({ type: 'Forget', key: 'a' }).then([])
})

t.test('every role has a title', async (t) => {
  t.equal(titleOf({ kind: 'QA_ENGINEER' }), 'QA engineer')
  t.equal(titleOf({ kind: 'OWN', title: 'bookkeeper' }), 'bookkeeper')
})
