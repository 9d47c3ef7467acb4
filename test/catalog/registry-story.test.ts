import t from 'tap'
import { eventually } from '../servers/eventually.ts'
import { openMarket } from './market-world.ts'

t.setTimeout(240_000)
const market = await openMarket()
const { ask, buyer, codeOf, operator, read, seller, send, stranger } = market
t.teardown(market.close)

const source = `OPENQASM 3.0;
include "stdgates.inc";
input angle theta;
qubit[2] q;
bit[2] c;
ry(theta) q[0];
cx q[0], q[1];
c = measure q;
`
const version = {
  inputSchema: {
    type: 'object',
    properties: { theta: { type: 'number', minimum: 0, maximum: 3.2 } },
    required: ['theta'],
    additionalProperties: false,
  },
  examples: [{ name: 'a fair coin', inputs: { theta: 1.5708 } }],
  releaseNotes: 'The first one.',
}

/** Has a version validated, and waits for the saga to record what was found. */
const validated = async (path: string): Promise<unknown> => {
  await send(seller, 'POST', `${path}/validation`)
  const { status } = await eventually(async () => {
    const found = await read(seller, path)
    return found['status'] === 'validating' ? undefined : found
  }, 60_000)
  return status
}

const released = async (appId: string, versionId: unknown): Promise<string> => {
  const path = `/v1/apps/${appId}/versions/${String(versionId)}`
  t.equal(await validated(path), 'validated')
  await send(seller, 'POST', `${path}/release`)
  return path
}

const made = await send(seller, 'POST', '/v1/projects', {
  name: 'Tunable pair',
  description: 'How an angle sets the odds.',
  repository: 'https://git.example.org/sella/pair',
  template: 'bell-pair',
})
const project = `/v1/projects/${String(made['projectId'])}`
const circuit = await send(seller, 'POST', `${project}/circuits`, {
  name: 'pair',
  source,
  inputs: { theta: 1 },
})

t.test('a project holds circuits that compile, and is its organisation’s own', async (t) => {
  t.match(await read(seller, project), {
    name: 'Tunable pair',
    template: 'bell-pair',
    status: 'active',
    circuits: [{ name: 'Bell pair' }, { name: 'pair' }],
  })
  const bad = { name: 'bad', source: 'OPENQASM 3.0;\nqubit q;\nhh q;' }
  t.equal(await codeOf(send(seller, 'POST', `${project}/circuits`, bad)), 'INVALID_CIRCUIT')
  t.equal(await codeOf(read(stranger, project)), 'NOT_FOUND')
  t.equal(await codeOf(send(stranger, 'POST', `${project}/archive`)), 'NOT_FOUND')
  const text = `project(projectId: "${String(made['projectId'])}") { name circuits { name qubits } }`
  t.match(await ask(text, seller), {
    project: { circuits: [{ name: 'Bell pair' }, { name: 'pair', qubits: 2 }] },
  })
  t.match(await ask(text, stranger), { project: null })
})

const first = await send(seller, 'POST', `${project}/releases`, {
  circuitId: circuit['circuitId'],
  semver: '1.0.0',
  app: {
    slug: 'tunable-pair',
    type: 'EDUCATION',
    licence: 'Apache-2.0',
    summary: 'Two qubits that agree.',
    readme: '# Tunable pair',
    tags: ['entanglement'],
  },
  version,
})
const appId = String(first['appId'])
const app = `/v1/apps/${appId}`

t.test('nothing is published before a version is released', async (t) => {
  t.equal(await codeOf(send(seller, 'POST', `${app}/publication`)), 'NOTHING_RELEASED')
  t.match(await ask(`app(slug: "tunable-pair") { slug }`, stranger), { app: null })
  const path = `${app}/versions/${String(first['versionId'])}`
  t.equal(await codeOf(send(seller, 'POST', `${path}/release`)), 'ILLEGAL_VERSION_TRANSITION')
})

t.test('a version that does not run is refused with its report, and revised', async (t) => {
  const drafted = await send(seller, 'POST', `${app}/versions`, {
    semver: '0.9.0',
    version: { ...version, qubits: 1, program: 'OPENQASM 3.0;\nqubit q;\nhh q;' },
  })
  const path = `${app}/versions/${String(drafted['versionId'])}`
  t.equal(await validated(path), 'invalid')
  t.match(await read(seller, path), { report: { accepted: false, issues: [{ line: 3 }] } })
  t.equal(await codeOf(send(seller, 'POST', `${path}/release`)), 'ILLEGAL_VERSION_TRANSITION')
  await send(seller, 'PUT', path, { ...version, qubits: 2, program: source })
  t.equal(await validated(path), 'validated')
  t.equal(await codeOf(read(stranger, path)), 'NOT_FOUND')
})

t.test('released, published, browsed by anybody', async (t) => {
  await released(appId, first['versionId'])
  await send(seller, 'POST', `${app}/publication`)
  const found = await ask(`registry(search: "tun") { edges { node {
    slug repository latestVersion { semver qubits estimate { qubits depth } program } publisher { name } } } }`)
  t.match(found, {
    registry: {
      edges: [
        {
          node: {
            slug: 'tunable-pair',
            repository: 'https://git.example.org/sella/pair',
            latestVersion: { semver: '1.0.0', qubits: 2, estimate: { qubits: 2 }, program: null },
          },
        },
      ],
    },
  })
})

t.test('the next version comes from the project, too, and is the latest', async (t) => {
  const body = { circuitId: circuit['circuitId'], version }
  const next = await send(seller, 'POST', `${project}/releases`, { ...body, semver: '1.1.0' })
  t.equal(next['appId'], appId)
  const again = send(seller, 'POST', `${project}/releases`, { ...body, semver: '1.1.0' })
  t.equal(await codeOf(again), 'VERSION_EXISTS')
  const path = await released(appId, next['versionId'])
  t.match(await read(buyer, app), { latest: { semver: '1.1.0' } })
  await send(seller, 'POST', `${path}/yank`, { reason: 'Wrong for angles above 3.' })
  t.match(await read(buyer, app), { latest: { semver: '1.0.0' } })
  t.match(
    await ask(
      `app(appId: "${appId}") { latestVersion { semver } versions { edges { node { semver status yankReason } } } }`,
    ),
    {
      app: {
        latestVersion: { semver: '1.0.0' },
        versions: {
          edges: [
            {
              node: { semver: '1.1.0', status: 'YANKED', yankReason: 'Wrong for angles above 3.' },
            },
            { node: { semver: '1.0.0', status: 'RELEASED' } },
          ],
        },
      },
    },
  )
})

t.test('downloads count once an account and day, likes once a person', async (t) => {
  const path = `${app}/versions/${String(first['versionId'])}/downloads`
  t.match(await send(buyer, 'POST', path), { format: 'OPENQASM', program: source, semver: '1.0.0' })
  await Promise.all([1, 2, 3].map(() => send(buyer, 'POST', path)))
  await send(stranger, 'POST', path)
  await send(buyer, 'PUT', `${app}/like`)
  await send(buyer, 'PUT', `${app}/like`)
  await send(stranger, 'PUT', `${app}/like`)
  await send(stranger, 'DELETE', `${app}/like`)
  t.match(await ask(`app(appId: "${appId}") { downloads likes likedByViewer }`, buyer), {
    app: { downloads: 2, likes: 1, likedByViewer: true },
  })
})

t.test('featured by operators alone', async (t) => {
  const body = { featured: true }
  t.equal(await codeOf(send(seller, 'PUT', `${app}/feature`, body)), 'FORBIDDEN')
  await send(operator, 'PUT', `${app}/feature`, body)
  t.match(await ask(`registry(filter: { featured: true }) { edges { node { slug } } }`), {
    registry: { edges: [{ node: { slug: 'tunable-pair' } }] },
  })
})

t.test('documentation is read in the order that its developer gives it', async (t) => {
  const page = async (title: string) =>
    (await send(seller, 'POST', `${app}/pages`, { title, body: `${title}.` }))['pageId']
  const [one, two, three] = [await page('One'), await page('Two'), await page('Three')]
  await send(seller, 'PUT', `${app}/page-order`, { pageIds: [three, one, two] })
  await send(seller, 'PUT', `${app}/pages/${String(one)}`, { title: 'First', body: 'Anew.' })
  await send(seller, 'DELETE', `${app}/pages/${String(two)}`)
  t.match(await ask(`app(appId: "${appId}") { pages { title body } }`), {
    app: { pages: [{ title: 'Three' }, { title: 'First', body: 'Anew.' }] },
  })
  const missing = send(seller, 'PUT', `${app}/page-order`, { pageIds: [three] })
  t.equal(await codeOf(missing), 'INVALID_INPUT')
})

t.test('what belongs to another organisation is not there', async (t) => {
  const versionPath = `${app}/versions/${String(first['versionId'])}`
  const details = { name: 'Mine now', type: 'OTHER', licence: 'MIT' }
  const wishes = [
    () => send(stranger, 'PUT', app, details),
    () => send(stranger, 'PUT', `${app}/visibility`, { visibility: 'PRIVATE' }),
    () => send(stranger, 'POST', `${app}/withdrawal`, { reason: 'Because.' }),
    () => send(stranger, 'POST', `${app}/pages`, { title: 'Mine', body: '' }),
    () => send(stranger, 'POST', `${app}/versions`, { semver: '9.0.0', version: { qubits: 1 } }),
    () => send(stranger, 'POST', `${versionPath}/yank`, { reason: 'Because.' }),
    () => send(stranger, 'POST', `${versionPath}/validation`),
  ]
  for (const wish of wishes) t.equal(await codeOf(wish()), 'NOT_FOUND')
  const slug = { ...details, slug: 'tunable-pair' }
  t.equal(await codeOf(send(stranger, 'POST', '/v1/apps', slug)), 'SLUG_TAKEN')
  t.equal(await codeOf(send(buyer, 'POST', '/v1/apps', { ...slug, slug: 'bought' })), 'FORBIDDEN')
})

t.test('a private app is seen and taken by its organisation alone', async (t) => {
  await send(seller, 'PUT', `${app}/visibility`, { visibility: 'PRIVATE' })
  const path = `${app}/versions/${String(first['versionId'])}/downloads`
  t.equal(await codeOf(send(buyer, 'POST', path)), 'NOT_FOUND')
  t.equal(await codeOf(send(buyer, 'PUT', `${app}/like`)), 'NOT_FOUND')
  t.equal(await codeOf(read(buyer, app)), 'NOT_FOUND')
  t.match(await ask(`app(appId: "${appId}") { slug }`, buyer), { app: null })
  t.match(await ask(`app(appId: "${appId}") { slug }`, seller), { app: { slug: 'tunable-pair' } })
})

t.test('a request that is repeated makes nothing twice', async (t) => {
  const body = { slug: 'only-once', name: 'Once', type: 'TOOL', licence: 'MIT OR Apache-2.0' }
  const key = 'the-same-key-again'
  const [one, two] = [
    await send(seller, 'POST', '/v1/apps', body, key),
    await send(seller, 'POST', '/v1/apps', body, key),
  ]
  t.equal(one['appId'], two['appId'])
  t.equal(one['position'], two['position'])
})
