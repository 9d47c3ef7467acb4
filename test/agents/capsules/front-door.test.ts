import t from 'tap'
import { signUp } from '../../../ops/client/sign-up.ts'
import { makeOperator } from '../../../ops/demo/operator.ts'
import { setStage } from '../../../ops/demo/stage.ts'
import { exampleCapsule } from '../../../write-api/agents/capsules/examples.ts'
import { eventually } from '../../servers/eventually.ts'
import { codeOf } from '../code-of.ts'

t.setTimeout(300_000)
const stage = await setStage(() => undefined, {
  QHUB_RATE_LIMIT_PER_MINUTE: '1000000',
  QHUB_RATE_LIMIT_ANONYMOUS_PER_MINUTE: '1000000',
})
t.teardown(stage.clear)
const { hub, http, graphql, outbox } = stage
const ada = await signUp(http, outbox, 'ada', 'developer')
const bob = await signUp(http, outbox, 'bob', 'developer')
type Person = typeof ada
type Body = Readonly<Record<string, unknown>>

const post = async (who: Person, path: string, body: object): Promise<Body> =>
  (await http.send('POST', path, body, { token: who.token })).body
const get = async (who: Person, path: string): Promise<Body> =>
  (await http.get(path, { token: who.token })).body
const shown = `query Shown($capsuleId: ID!) {
  capsule(capsuleId: $capsuleId) {
    status sha256 qubits tests { name basis } report { accepted tests { passed } }
    publications { semver versionId }
  }
  capsuleRuns(first: 5, capsuleId: $capsuleId) { edges { node { status counts output } } }
  capsules(first: 5, status: [VALID]) { edges { node { capsuleId } } }
}`

t.test('a capsule from its package to a released version', async (t) => {
  const made = await post(ada, '/v1/capsules', exampleCapsule)
  t.match(made, { accepted: true, report: { tests: [{ passed: true }] } })
  const capsuleId = String(made['capsuleId'])
  const ran = await post(ada, `/v1/capsules/${capsuleId}/runs`, { shots: 200, seed: 'x' })
  t.equal(ran['outcome'], 'COMPLETED')
  const run = await get(ada, `/v1/capsules/${capsuleId}/runs/${String(ran['runId'])}`)
  t.match(run, { shots: 200, outcome: { kind: 'COMPLETED', output: { agreement: 1 } } })
  const app = await post(ada, '/v1/apps', {
    ...{ slug: 'bell-capsule', name: 'Bell', summary: 'Two that agree.', type: 'EDUCATION' },
    ...{ licence: 'Apache-2.0', readme: '', tags: [] },
  })
  const { versionId } = await post(ada, `/v1/capsules/${capsuleId}/publications`, {
    appId: app['appId'],
  })
  const version = `/v1/apps/${String(app['appId'])}/versions/${String(versionId)}`
  await http.send('POST', `${version}/validation`, undefined, { token: ada.token })
  const report = await eventually(async () => {
    const view = await get(ada, version)
    return view['status'] === 'validating' ? undefined : view
  }, 60_000)
  t.match(report, { status: 'validated', report: { accepted: true } })
  const found = await eventually(async () => {
    const answer = await graphql<{
      readonly capsule: { readonly publications: readonly object[] } | null
    }>(shown, { capsuleId }, ada.token)
    return answer.capsule?.publications.length === 1 ? answer : undefined
  }, 60_000)
  t.match(found, {
    capsule: {
      status: 'VALID',
      sha256: made['sha256'],
      qubits: 2,
      tests: [{ basis: 'THEORY' }],
      report: { accepted: true },
      publications: [{ semver: '1.0.0', versionId }],
    },
    capsuleRuns: { edges: [{ node: { status: 'COMPLETED', output: { agreement: 1 } } }] },
    capsules: { edges: [{ node: { capsuleId } }] },
  })
  t.match(await graphql(shown, { capsuleId }, bob.token), {
    capsule: null,
    capsuleRuns: { edges: [] },
    capsules: { edges: [] },
  })
  t.equal(await codeOf(get(bob, `/v1/capsules/${capsuleId}`)), 'NOT_FOUND')
  t.equal(await codeOf(post(bob, `/v1/capsules/${capsuleId}/runs`, {})), 'NOT_FOUND')
})

t.test('one that fails its tests is shown, and runs nowhere', async (t) => {
  const tests = [{ ...exampleCapsule.tests[0], expected: { '01': 1 } }]
  const made = await post(ada, '/v1/capsules', { ...exampleCapsule, tests })
  t.equal(made['accepted'], false)
  const runs = `/v1/capsules/${String(made['capsuleId'])}/runs`
  t.equal(await codeOf(post(ada, runs, {})), 'CAPSULE_INVALID')
})

t.test('a plan over HTTP and in GraphQL, until it is withdrawn', async (t) => {
  const made = await post(ada, '/v1/deployment-plans', {
    name: 'hub',
    deploy: { kind: 'HUB', publicUrl: 'https://hub.example.org' },
  })
  const planId = String(made['planId'])
  const plan = await get(ada, `/v1/deployment-plans/${planId}`)
  t.match(plan, { status: 'current', secrets: [{ name: 'quantum-hub' }] })
  t.equal(await codeOf(get(bob, `/v1/deployment-plans/${planId}`)), 'NOT_FOUND')
  await http.send('POST', `/v1/deployment-plans/${planId}/withdraw`, undefined, {
    token: ada.token,
  })
  const query = `query Plan($planId: ID!) {
    deploymentPlan(planId: $planId) { name status files { path } }
    deploymentPlans(first: 5, status: [WITHDRAWN]) { edges { node { planId } } }
  }`
  type Found = { readonly deploymentPlan: { readonly status: string } | null }
  const found = await eventually(async () => {
    const answer = await graphql<Found>(query, { planId }, ada.token)
    return answer.deploymentPlan?.status === 'WITHDRAWN' ? answer : undefined
  }, 60_000)
  t.match(found, {
    deploymentPlan: { name: 'hub', files: [{ path: 'compose.yaml' }, { path: 'kubernetes.yaml' }] },
    deploymentPlans: { edges: [{ node: { planId } }] },
  })
  t.match(await graphql(query, { planId }, bob.token), { deploymentPlan: null })
})

t.test(
  'a workflow writes a program, tests it, packages it, runs it and plans for it',
  async (t) => {
    const operator = await makeOperator(hub, http)
    const credit = { amount: { amount: '1000', asset: 'USD/2' }, reason: 'test' }
    await http.send('POST', `/v1/wallets/${ada.organisationId}/credits`, credit, {
      token: operator.token,
    })
    const from = (path: string) => ({ $from: `steps.${path}` })
    const tool = (key: string, name: string, input: object) => ({
      key,
      kind: 'TOOL',
      tool: name,
      input,
    })
    const definition = {
      title: 'From an algorithm to a plan',
      steps: [
        tool('circuit', 'generateCircuit', { algorithm: 'grover', parameters: { marked: '101' } }),
        tool('more', 'generateTests', { source: from('circuit.output.source') }),
        tool('capsule', 'packageCapsule', {
          name: 'grover-101',
          source: from('circuit.output.source'),
          script: from('circuit.output.script'),
          tests: from('circuit.output.tests'),
        }),
        tool('run', 'runCapsule', { capsuleId: from('capsule.output.capsuleId') }),
        tool('plan', 'planDeployment', { capsuleId: from('capsule.output.capsuleId') }),
      ],
    }
    const { definitionId } = await post(ada, '/v1/workflow-definitions', { definition })
    const { runId } = await post(ada, '/v1/workflow-runs', {
      workflow: { definitionId },
      budget: { amount: '100', asset: 'USD/2' },
    })
    const ended = await eventually(async () => {
      const view = await get(ada, `/v1/workflow-runs/${String(runId)}`)
      return ['COMPLETED', 'FAILED', 'CANCELLED'].includes(String(view['status']))
        ? view
        : undefined
    }, 120_000)
    t.equal(ended['status'], 'COMPLETED', JSON.stringify(ended).slice(0, 2000))
    const text = JSON.stringify(ended)
    t.match(text, /"found":"101"/, 'the script names the marked one')
    t.match(text, /"path":"kubernetes.yaml"/)
  },
)
