import { randomUUID } from 'node:crypto'
import type { HTTPMethods } from 'fastify'
import type { BadRequest } from './bad-request.ts'
import { appDetails, manifest } from './catalog-world.ts'
import { sendAs, type World } from './world.ts'

type Who = keyof World['people']
type Path = (catalog: World['catalog']) => string

const to =
  (method: HTTPMethods, path: Path, body?: object, who: Who = 'seller') =>
  (world: World) =>
    sendAs(world, who, method, path(world.catalog), body === undefined ? {} : { body })

const app: Path = ({ appId }) => `/v1/apps/${appId}`
const drafted: Path = ({ appId, versions }) => `/v1/apps/${appId}/versions/${versions.drafted}`
const incomplete: Path = ({ appId, versions }) =>
  `/v1/apps/${appId}/versions/${versions.incomplete}`
const active: Path = ({ projects }) => `/v1/projects/${projects.active}`

const create = (what: string, changes: object, pointer: string, code?: string): BadRequest => ({
  what: `app: ${what}`,
  code: 'INVALID_INPUT',
  send: to('POST', () => '/v1/apps', { ...appDetails, slug: 'new-app', ...changes }),
  issue: { pointer, ...(code === undefined ? {} : { code }) },
})

/** Nested deeper than anybody writes. */
const deep = Array.from({ length: 100 }).reduce<object>((inner) => ({ inner }), {})

const draft = (what: string, changes: object, pointer: string): BadRequest => ({
  what: `version: ${what}`,
  code: 'INVALID_INPUT',
  send: to('POST', (catalog) => `${app(catalog)}/versions`, {
    semver: '3.0.0',
    version: manifest,
    ...changes,
  }),
  issue: { pointer },
})

const ofStranger = (what: string, method: HTTPMethods, path: Path, body?: object): BadRequest => ({
  what: `catalogue: ${what} of somebody else’s`,
  code: 'NOT_FOUND',
  send: to(method, path, body, 'otherSeller'),
})

export const catalogRequests: readonly BadRequest[] = [
  {
    what: 'app: made by who is no developer',
    code: 'FORBIDDEN',
    send: to('POST', () => '/v1/apps', { ...appDetails, slug: 'new-app' }, 'provider'),
  },
  {
    what: 'app: under a slug that another has',
    code: 'SLUG_TAKEN',
    send: to('POST', () => '/v1/apps', { ...appDetails, slug: 'taken-slug' }),
  },
  create('under a slug that is none', { slug: 'Not A Slug' }, '/slug', 'invalid_format'),
  create('under a licence that is none', { licence: 'My own' }, '/licence', 'custom'),
  create('for nothing that there is', { type: 'MAGIC' }, '/type', 'invalid_value'),
  create('with a tag twice', { tags: ['a', 'a'] }, '/tags', 'custom'),
  create(
    'with a repository that is no address',
    { repository: 'http://user@localhost/' },
    '/repository',
  ),
  {
    what: 'app: published with nothing released',
    code: 'NOTHING_RELEASED',
    send: to('POST', (catalog) => `${app(catalog)}/publication`),
  },
  {
    what: 'app: featured by its developer',
    code: 'FORBIDDEN',
    send: to('PUT', (catalog) => `${app(catalog)}/feature`, { featured: true }),
  },
  {
    what: 'app: featured without being public',
    code: 'APP_NOT_PUBLIC',
    send: to('PUT', (catalog) => `${app(catalog)}/feature`, { featured: true }, 'operator'),
  },
  {
    what: 'app: pages put in order that it does not have',
    code: 'INVALID_INPUT',
    send: to('PUT', (catalog) => `${app(catalog)}/page-order`, { pageIds: [randomUUID()] }),
  },
  {
    what: 'app: liked without being in the registry',
    code: 'NOT_FOUND',
    send: to('PUT', (catalog) => `${app(catalog)}/like`, undefined, 'researcher'),
  },
  {
    what: 'version: downloaded without being released',
    code: 'NOT_FOUND',
    send: to('POST', (catalog) => `${drafted(catalog)}/downloads`),
  },
  {
    what: 'version: of a number that the app has',
    code: 'VERSION_EXISTS',
    send: to('POST', (catalog) => `${app(catalog)}/versions`, {
      semver: '1.0.0',
      version: manifest,
    }),
  },
  draft('of a number that is none', { semver: '1.0' }, '/semver'),
  draft('of a number with build metadata', { semver: '1.0.0+7' }, '/semver'),
  draft('without qubits', { version: { ...manifest, qubits: 0 } }, '/version/qubits'),
  draft(
    'with a schema that is too deep',
    { version: { ...manifest, inputSchema: deep } },
    '/version/inputSchema',
  ),
  draft(
    'with a schema that is too long',
    { version: { ...manifest, inputSchema: { title: 'x'.repeat(70_000) } } },
    '/version/inputSchema',
  ),
  {
    what: 'version: validated without a program',
    code: 'VERSION_INCOMPLETE',
    send: to('POST', (catalog) => `${incomplete(catalog)}/validation`),
  },
  {
    what: 'version: released without being validated',
    code: 'ILLEGAL_VERSION_TRANSITION',
    send: to('POST', (catalog) => `${drafted(catalog)}/release`),
  },
  {
    what: 'version: yanked without being released',
    code: 'ILLEGAL_VERSION_TRANSITION',
    send: to('POST', (catalog) => `${drafted(catalog)}/yank`, { reason: 'wrong' }),
  },
  {
    what: 'version: given a package that nobody uploaded',
    code: 'NOT_FOUND',
    send: to('PUT', (catalog) => `${drafted(catalog)}/package`, { packageId: randomUUID() }),
  },
  {
    what: 'project: changed while archived',
    code: 'PROJECT_ARCHIVED',
    send: to('PUT', ({ projects }) => `/v1/projects/${projects.archived}`, { name: 'other' }),
  },
  {
    what: 'project: from a template that there is not',
    code: 'INVALID_INPUT',
    send: to('POST', () => '/v1/projects', { name: 'new', template: 'magic' }),
    issue: { pointer: '/template', code: 'invalid_value' },
  },
  {
    what: 'project: a circuit that does not compile',
    code: 'INVALID_CIRCUIT',
    send: to('POST', (catalog) => `${active(catalog)}/circuits`, {
      name: 'bad',
      source: 'OPENQASM 3.0;\nqubit q;\nhh q;',
    }),
    issue: { pointer: '/source', line: 3 },
  },
  {
    what: 'project: released without saying what the app is',
    code: 'INVALID_INPUT',
    send: (world) =>
      sendAs(world, 'seller', 'POST', `${active(world.catalog)}/releases`, {
        body: { circuitId: world.catalog.circuitId, semver: '1.0.0', version: {} },
      }),
    issue: { pointer: '/app', code: 'misplaced' },
  },
  {
    what: 'project: released with a circuit that it does not have',
    code: 'NOT_FOUND',
    send: to('POST', (catalog) => `${active(catalog)}/releases`, {
      circuitId: randomUUID(),
      semver: '1.0.0',
      version: {},
    }),
  },
  ofStranger('project', 'PUT', active, { name: 'mine' }),
  ofStranger('project’s circuit', 'POST', (catalog) => `${active(catalog)}/circuits`, {
    name: 'mine',
    source: 'qubit q;',
  }),
  ofStranger('app', 'PUT', app, appDetails),
  ofStranger('page', 'POST', (catalog) => `${app(catalog)}/pages`, { title: 'mine', body: '' }),
  ofStranger('version', 'PUT', drafted, manifest),
  ofStranger('release', 'POST', (catalog) => `${drafted(catalog)}/release`),
]
