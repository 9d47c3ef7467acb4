import { readFileSync } from 'node:fs'
import t from 'tap'
import { parse, parseAllDocuments } from 'yaml'
import { planDeployment } from '../../../commands/agents/plans/plan-deployment.ts'
import { readPlan } from '../../../commands/agents/plans/read-plan.ts'
import { withdrawPlan } from '../../../commands/agents/plans/withdraw-plan.ts'
import { CapsuleFile } from '../../../commands/agents/plans/capsule-file.ts'
import { packageCapsule } from '../../../commands/agents/capsules/package-capsule.ts'
import { capsuleHashOf } from '../../../commands/agents/capsules/content-hash.ts'
import { hubImage } from '../../../domain/agents/plans/presets.ts'
import type { PlannedService } from '../../../domain/agents/plans/infrastructure.ts'
import { composeFaults, kubernetesFaults } from '../../../platform/manifests/validate.ts'
import { answerOf, codeOf } from '../answers.ts'
import { bellSource, organisation, stage, stranger } from '../capsules/stage.ts'

const web: PlannedService = {
  name: 'web',
  kind: 'SERVICE',
  image: 'registry.example.org/shop/web:1.4.2',
  command: ['node', 'server.js'],
  arguments: ['--greeting', 'it costs $5'],
  replicas: 2,
  resources: { cpuMillis: 500, memoryMb: 256 },
  environment: {
    GREETING: { value: 'no' },
    PRICE: { value: '$100' },
    DATABASE_URL: { secret: { name: 'shop', key: 'database-url' } },
  },
  ports: [{ port: 8080, public: true }],
  volumes: [],
  files: [{ path: '/etc/web/settings.json', content: '{"a":1}' }],
  health: { port: 8080, path: '/ready' },
  user: 1000,
  needs: ['store'],
}
const store: PlannedService = {
  name: 'store',
  kind: 'SERVICE',
  image: `store@sha256:${'a'.repeat(64)}`,
  replicas: 1,
  resources: { cpuMillis: 1000, memoryMb: 1024 },
  environment: { STORE_PASSWORD: { secret: { name: 'shop', key: 'store-password' } } },
  ports: [{ port: 5432, public: false }],
  volumes: [{ name: 'data', path: '/data', sizeMb: 2048 }],
  files: [],
  user: 999,
  needs: [],
}
const own = (...services: readonly PlannedService[]) => ({
  name: 'shop',
  deploy: { kind: 'OWN' as const, services: [...services] },
})

t.test('infrastructure becomes manifests that the schemas take', async (t) => {
  const { run, services, as } = stage(t)
  const made = answerOf(await run(planDeployment, own(store, web), 'one'))
  t.strictSame(made.files, ['compose.yaml', 'kubernetes.yaml', 'files/web/0-settings.json'])
  const read = await readPlan(services, as(organisation, 'read'), made.planId)
  if (read.kind === 'failed') throw new Error(read.failure.code)
  const { view } = read
  t.strictSame(view.secrets, [{ name: 'shop', keys: ['database-url', 'store-password'] }])
  const text = (path: string) => view.files.find((file) => file.path === path)?.content ?? ''
  const compose: unknown = parse(text('compose.yaml'), { version: '1.1' })
  t.match(compose, {
    services: {
      web: {
        entrypoint: ['node', 'server.js'],
        command: ['--greeting', 'it costs $$5'],
        environment: {
          ...{ GREETING: 'no', PRICE: '$$100' },
          DATABASE_URL: '${SHOP_DATABASE_URL:?the secret shop has no database-url}',
        },
        ports: ['8080'],
        read_only: true,
        cap_drop: ['ALL'],
        deploy: { replicas: 2, resources: { limits: { cpus: '0.5', memory: '256M' } } },
        depends_on: { store: { condition: 'service_started' } },
        volumes: ['./files/web/0-settings.json:/etc/web/settings.json:ro'],
      },
      store: { volumes: ['store-data:/data'] },
    },
    volumes: { 'store-data': {} },
  })
  const objects = parseAllDocuments(text('kubernetes.yaml')).map((each) => each.toJS() as unknown)
  t.strictSame(
    objects.map((object) => (object as { kind: string }).kind),
    [
      ...['Namespace', 'ConfigMap', 'Service', 'Service', 'NetworkPolicy', 'NetworkPolicy'],
      ...['StatefulSet', 'Deployment', 'PodDisruptionBudget'],
    ],
  )
  t.match(objects[7], {
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      replicas: 2,
      template: {
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 1000 },
          containers: [
            {
              resources: { limits: { cpu: '500m', memory: '256Mi' } },
              env: [
                { name: 'GREETING', value: 'no' },
                { name: 'PRICE', value: '$100' },
                {
                  name: 'DATABASE_URL',
                  valueFrom: { secretKeyRef: { name: 'shop', key: 'database-url' } },
                },
              ],
              securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
            },
          ],
        },
      },
    },
  })
  t.match(objects[4], {
    spec: { ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 5432 }] }] },
  })
  t.match(await readPlan(services, as(stranger, 'read'), made.planId), {
    failure: { code: 'NOT_FOUND' },
  })
  t.match(answerOf(await run(planDeployment, own(store, web), 'one')), made, 'asked for twice')
  const other = answerOf(await run(planDeployment, own(store, web), 'two'))
  t.equal(other.sha256, made.sha256, 'the same plan has the same files')
  t.equal(codeOf(await run(withdrawPlan, { planId: made.planId }, 'theirs', stranger)), 'NOT_FOUND')
  answerOf(await run(withdrawPlan, { planId: made.planId }, 'withdraw'))
  t.match(await readPlan(services, as(organisation, 'read'), made.planId), {
    view: { status: 'withdrawn' },
  })
})

t.test('a plan that breaks a rule is refused, and says where', async (t) => {
  const { run } = stage(t)
  const refusedFor = async (...services: readonly PlannedService[]) => {
    const outcome = await run(planDeployment, own(...services), JSON.stringify(services))
    if (outcome.kind === 'done') return []
    t.equal(outcome.failure.code, 'PLAN_REFUSED')
    return (outcome.failure.issues ?? []).map(({ pointer, code }) => `${code} ${pointer}`)
  }
  const alone = { ...web, needs: [] }
  const at = '/services/0'
  const cases: readonly (readonly [Partial<PlannedService>, string])[] = [
    [{ image: 'web:latest' }, `IMAGE_NOT_FIXED ${at}/image`],
    [{ image: 'web' }, `IMAGE_NOT_FIXED ${at}/image`],
    [{ image: 'we b:1' }, `IMAGE_INVALID ${at}/image`],
    [{ needs: ['nobody'] }, `SERVICE_UNKNOWN ${at}/needs/0`],
    [{ needs: ['web'] }, 'NEEDS_IN_A_RING /services'],
    [{ health: { port: 1, path: '/' } }, `PORT_UNKNOWN ${at}/health/port`],
    [{ kind: 'JOB' }, `JOB_SERVES ${at}`],
    [{ volumes: [{ name: 'data', path: '/data', sizeMb: 1 }] }, `VOLUME_SHARED ${at}/replicas`],
    [
      { environment: { DB_PASSWORD: { value: 'x' } } },
      `SECRET_IN_THE_CLEAR ${at}/environment/DB_PASSWORD/value`,
    ],
    [
      { environment: { QHUB_MASTER_KEY: { value: 'x' } } },
      `SECRET_IN_THE_CLEAR ${at}/environment/QHUB_MASTER_KEY/value`,
    ],
    [
      { environment: { URL: { value: 'postgres://me:pw@db/x' } } },
      `SECRET_IN_THE_CLEAR ${at}/environment/URL/value`,
    ],
    [
      { environment: { A: { value: `AKIA${'B'.repeat(16)}` } } },
      `SECRET_IN_THE_CLEAR ${at}/environment/A/value`,
    ],
    [{ arguments: [`--token=ghp_${'a'.repeat(36)}`] }, `SECRET_IN_THE_CLEAR ${at}/arguments/0`],
    [
      { files: [{ path: '/k', content: '-----BEGIN RSA PRIVATE KEY-----\nabc' }] },
      `SECRET_IN_THE_CLEAR ${at}/files/0/content`,
    ],
  ]
  for (const [changes, expected] of cases)
    t.strictSame(await refusedFor({ ...alone, ...changes }), [expected], expected)
  for (const environment of [
    { DB_PASSWORD_FILE: { value: '/run/secrets/db' } },
    { TOKEN_URL: { value: 'https://login.example.org/token' } },
    { DB_PASSWORD: { value: '' } },
    { MONKEY: { value: 'banana' } },
  ] as PlannedService['environment'][])
    t.strictSame(await refusedFor({ ...alone, environment }), [], JSON.stringify(environment))
  t.strictSame(await refusedFor(alone, alone), [
    'NAME_TWICE /services/1/name',
    'PORT_TWICE /services',
  ])
  const form = await run(planDeployment, own({ ...alone, user: 0 }), 'root')
  t.equal(codeOf(form), 'INVALID_INPUT', 'nothing runs as root')
})

t.test('a capsule comes with itself; the hub with what it names', async (t) => {
  const { run, services, as } = stage(t)
  const { capsuleId } = answerOf(
    await run(packageCapsule, { name: 'bell', source: bellSource }, 'capsule'),
  )
  const deploy = { kind: 'CAPSULE', capsuleId } as const
  const { planId } = answerOf(await run(planDeployment, { name: 'bell', deploy }, 'bell'))
  const read = await readPlan(services, as(organisation, 'read'), planId)
  if (read.kind === 'failed') throw new Error(read.failure.code)
  t.equal(read.view.capsuleId, capsuleId)
  const file = read.view.files.find(({ path }) => path.endsWith('capsule.json'))
  const { sha256, content } = CapsuleFile.parse(JSON.parse(file?.content ?? ''))
  t.equal(sha256, capsuleHashOf(content))
  t.equal(
    codeOf(await run(planDeployment, { name: 'bell', deploy }, 'theirs', stranger)),
    'NOT_FOUND',
  )
  const hub = {
    name: 'hub',
    deploy: { kind: 'HUB', publicUrl: 'https://hub.example.org' },
  } as const
  const planned = answerOf(await run(planDeployment, hub, 'hub'))
  const { view } = (await readPlan(services, as(organisation, 'read'), planned.planId)) as {
    view: { secrets: readonly { name: string; keys: readonly string[] }[] }
  }
  t.ok(view.secrets[0]?.keys.includes('master-key'))
  const { version } = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  ) as { version: string }
  t.equal(hubImage, `quantum-hub:${version}`)
})

t.test('the schemas do find what is wrong', async (t) => {
  t.match(composeFaults({ services: { web: { image: 'x:1', imagee: 'y' } } }), [/additional/])
  t.match(composeFaults({ services: { web: { deploy: { replicas: 'two' } } } }), [/integer/])
  t.match(
    kubernetesFaults([{ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 'x' } }]),
    [/Deployment/],
  )
  t.match(kubernetesFaults([{ kind: 'Gadget' }]), [/Gadget/])
})
