import t from 'tap'
import { app } from '../../domain/catalog/app.ts'
import { appDownload } from '../../domain/catalog/app-download.ts'
import { appLike } from '../../domain/catalog/app-like.ts'
import { appVersion } from '../../domain/catalog/app-version.ts'
import {
  appOf,
  draft,
  makeApp,
  publish,
  release,
  versionOf,
} from '../read-models/catalog-samples.ts'
import { idOf } from '../read-models/samples.ts'
import { startReadApi } from './kit.ts'

const api = await startReadApi()
const { recorder, ask } = api
t.teardown(api.stop)

const download = (name: string, account: string, semver = '1.0.0') =>
  recorder.record(appDownload, idOf('downloads', name, account), {
    type: 'CountDownload',
    downloadsId: idOf('downloads', name, account),
    appId: appOf(name),
    versionId: versionOf(name, semver),
    accountId: idOf('user', account),
  })
const like = (name: string, person: string, type: 'LikeApp' | 'UnlikeApp' = 'LikeApp') =>
  recorder.record(appLike, idOf('like', name, person), {
    type,
    likeId: idOf('like', name, person),
    appId: appOf(name),
    userId: idOf('user', person),
  })

makeApp(recorder, 'grover', {
  details: {
    name: 'Grover’s search',
    summary: 'Finds a needle in a haystack of qubits.',
    type: 'ALGORITHM',
    tags: ['search', 'amplitude-amplification'],
    readme: 'Unlike teleportation, this needs an oracle.',
  },
})
makeApp(recorder, 'teleport', {
  organisation: 'y',
  details: {
    name: 'Teleportation',
    summary: 'Moves a state by two bits.',
    licence: 'MIT',
    tags: ['entanglement', 'search'],
  },
})
makeApp(recorder, 'molecules', {
  details: {
    name: 'Molecule energies',
    summary: 'Ground states of small molecules.',
    type: 'CHEMISTRY',
    tags: ['chemistry'],
    readme: 'Variational, with an ansatz of one’s own choice.',
  },
})
makeApp(recorder, 'hidden', { visibility: 'PRIVATE', details: { name: 'Grover in private' } })
makeApp(recorder, 'by-name', { visibility: 'UNLISTED', details: { name: 'Grover by name only' } })
makeApp(recorder, 'unpublished', { details: { name: 'Grover to be' } })
release(recorder, 'grover', '1.0.0', { qubits: 3 })
release(recorder, 'grover', '1.10.0', { qubits: 4 })
release(recorder, 'grover', '1.9.0', { qubits: 3 })
release(recorder, 'grover', '2.0.0-rc.1', { qubits: 9 })
draft(recorder, 'grover', '3.0.0')
release(recorder, 'teleport', '1.0.0', { qubits: 3 }, 'y')
release(recorder, 'molecules', '1.0.0', { qubits: 12 })
release(recorder, 'hidden', '1.0.0')
release(recorder, 'by-name', '1.0.0')
for (const name of ['grover', 'teleport', 'molecules', 'hidden', 'by-name']) publish(recorder, name)
download('grover', 'x')
download('grover', 'x')
download('grover', 'y')
download('molecules', 'y')
like('molecules', 'x')
like('molecules', 'y')
like('grover', 'x')
like('grover', 'x')
like('teleport', 'x')
like('teleport', 'x', 'UnlikeApp')
recorder.record(app, appOf('teleport'), { type: 'FeatureApp', appId: appOf('teleport') })
await api.project()

type Connection<Node> = {
  readonly edges: readonly { readonly node: Node }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}
type Named = { readonly slug: string }
type Numbered = {
  readonly semver: string
  readonly status: string
  readonly program: string | null
}
const nodesOf = <Node>({ edges }: Connection<Node>): readonly Node[] =>
  edges.map(({ node }) => node)

/** The data of an answer without errors. */
const dataOf = async <Data>(query: string, variables: object, as?: string): Promise<Data> => {
  const { body } = await ask(query, { ...variables }, as)
  t.equal(body.errors, undefined, JSON.stringify(body.errors))
  return body.data as Data
}

const list = `query($search: String, $filter: RegistryFilter, $orderBy: RegistryOrderBy, $first: Int, $after: String) {
  registry(search: $search, filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    edges { cursor node { slug } } pageInfo { hasNextPage endCursor }
  } }`
type Listed = { readonly registry: Connection<Named> }
const slugs = async (variables: object): Promise<readonly string[]> =>
  nodesOf((await dataOf<Listed>(list, variables)).registry).map(({ slug }) => slug)

t.test('everybody browses what is public and published, the newest first', async (t) => {
  t.strictSame(await slugs({}), ['molecules', 'teleport', 'grover'])
})

t.test('a search finds words, and ranks names before readmes', async (t) => {
  t.strictSame(await slugs({ search: 'teleportation' }), ['teleport', 'grover'])
  t.strictSame(await slugs({ search: 'molecule' }), ['molecules'], 'in another form of the word')
  t.strictSame(await slugs({ search: 'search' }), ['grover', 'teleport'], 'name before tag')
  t.strictSame(await slugs({ search: 'nothing-like-it' }), [])
})

t.test('the last word may be the beginning of one', async (t) => {
  t.strictSame(await slugs({ search: 'telepor' }), ['teleport', 'grover'])
  t.strictSame(await slugs({ search: 'ground mol' }), ['molecules'])
  t.strictSame(await slugs({ search: 'needle mol' }), [])
})

t.test('phrases, alternatives and what is not wanted', async (t) => {
  t.strictSame(await slugs({ search: '"small molecules"' }), ['molecules'])
  t.strictSame(await slugs({ search: '"molecules small"' }), [])
  t.strictSame((await slugs({ search: 'needle or ansatz' })).toSorted(), ['grover', 'molecules'])
  t.strictSame(await slugs({ search: 'search -entanglement' }), ['grover'])
  t.strictSame(await slugs({ search: 'teleportation -oracle' }), ['teleport'])
})

t.test('what is typed breaks nothing', async (t) => {
  for (const search of [
    '',
    ' ',
    '"',
    '-',
    ':*',
    "'",
    '\\',
    'a & | !',
    '\0grover',
    '((',
    'the',
    '<->',
  ])
    t.ok(Array.isArray(await slugs({ search })), JSON.stringify(search))
  t.equal((await slugs({ search: '  ' })).length, 3, 'nothing typed is no search')
})

t.test('filters', async (t) => {
  t.strictSame(await slugs({ filter: { type: ['CHEMISTRY', 'ALGORITHM'] } }), [
    'molecules',
    'grover',
  ])
  t.strictSame(await slugs({ filter: { tags: ['search', 'entanglement'] } }), ['teleport'])
  t.strictSame(await slugs({ filter: { licence: ['MIT'] } }), ['teleport'])
  t.strictSame(
    await slugs({ filter: { minimumQubits: 4 } }),
    ['molecules', 'grover'],
    'of the latest',
  )
  t.strictSame(await slugs({ filter: { minimumQubits: 4, maximumQubits: 4 } }), ['grover'])
  t.strictSame(await slugs({ filter: { featured: true } }), ['teleport'])
  const publisherOrganisationId = idOf('organisation', 'y')
  t.strictSame(await slugs({ filter: { publisherOrganisationId } }), ['teleport'])
  const { body } = await ask(list, { filter: { publisherOrganisationId: 'y' } })
  t.match(body.errors, [{ extensions: { code: 'QUERY_INVALID' } }])
})

t.test('orders, page by page', async (t) => {
  t.strictSame(await slugs({ orderBy: { field: 'DOWNLOADS' } }), [
    'grover',
    'molecules',
    'teleport',
  ])
  t.strictSame(await slugs({ orderBy: { field: 'LIKES' } }), ['molecules', 'grover', 'teleport'])
  for (const field of ['RELEVANCE', 'PUBLISHED_AT', 'DOWNLOADS', 'LIKES'])
    for (const direction of ['ASC', 'DESC']) {
      const orderBy = { field, direction }
      const whole = await slugs({ orderBy, search: 'search or molecules' })
      const seen: string[] = []
      let after: string | null = null
      do {
        const variables: object = { orderBy, search: 'search or molecules', first: 1, after }
        const { registry }: Listed = await dataOf<Listed>(list, variables)
        const { pageInfo } = registry
        seen.push(...nodesOf(registry).map(({ slug }) => slug))
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null
      } while (after !== null)
      t.strictSame(seen, whole, `${field} ${direction}`)
      t.equal(whole.length, 3)
    }
})

const facets = `query($search: String, $filter: RegistryFilter) {
  registryFacets(search: $search, filter: $filter) {
    total types { value count } tags { value count } licences { value count }
    publisherOrganisationIds { value count } qubits { fewest most }
  } }`

t.test('facets count, each without its own filter', async (t) => {
  const { body } = await ask(facets, { filter: { type: ['CHEMISTRY'] } })
  t.strictSame(body.data.registryFacets, {
    total: 1,
    types: [
      { value: 'ALGORITHM', count: 1 },
      { value: 'CHEMISTRY', count: 1 },
      { value: 'EDUCATION', count: 1 },
    ],
    tags: [{ value: 'chemistry', count: 1 }],
    licences: [{ value: 'Apache-2.0', count: 1 }],
    publisherOrganisationIds: [{ value: idOf('organisation', 'x'), count: 1 }],
    qubits: { fewest: 12, most: 12 },
  })
  const all = (await ask(facets, { search: 'search' })).body.data.registryFacets
  t.match(all, { total: 2, tags: [{ value: 'search', count: 2 }], qubits: { fewest: 3, most: 4 } })
  const none = (await ask(facets, { search: 'nothing-like-it' })).body.data.registryFacets
  t.match(none, { total: 0, types: [], qubits: null })
})

const one = `query($slug: String!) { app(slug: $slug) {
  slug downloads likes likedByViewer latestVersion { semver }
  versions { edges { node { semver status program } } } } }`

type One = { readonly app: (Named & { readonly versions: Connection<Numbered> }) | null }
const versionsIn = ({ app: found }: One) => (found === null ? [] : nodesOf(found.versions))

t.test('an app, its counts and its versions, as others see them', async (t) => {
  const answer = await dataOf<One>(one, { slug: 'grover' })
  t.match(answer.app, {
    downloads: 2,
    likes: 1,
    likedByViewer: false,
    latestVersion: { semver: '1.10.0' },
  })
  t.strictSame(
    versionsIn(answer).map(({ semver }) => semver),
    ['2.0.0-rc.1', '1.10.0', '1.9.0', '1.0.0'],
    'no drafts, the highest first',
  )
  t.equal(versionsIn(answer)[0]?.program, null, 'programs are downloaded')
})

t.test('and as its own organisation does', async (t) => {
  const answer = await dataOf<One>(one, { slug: 'grover' }, 'x')
  t.match(answer.app, { likedByViewer: true })
  t.match(versionsIn(answer)[0], { semver: '3.0.0', status: 'DRAFT', program: /OPENQASM/ })
})

t.test('who finds what by its name', async (t) => {
  const seen = async (slug: string, as?: string) =>
    (await ask(one, { slug }, as)).body.data.app !== null
  for (const slug of ['hidden', 'unpublished']) {
    t.equal(await seen(slug), false)
    t.equal(await seen(slug, 'y'), false)
    t.equal(await seen(slug, 'x'), true)
    t.equal(await seen(slug, 'operator'), true)
  }
  t.equal(await seen('by-name'), true)
  const byId = `query($id: ID!) { appVersion(versionId: $id) { semver } }`
  const version = async (id: string, as?: string) =>
    (await dataOf<{ readonly appVersion: unknown }>(byId, { id }, as)).appVersion
  t.equal(await version(versionOf('hidden', '1.0.0'), 'y'), null)
  t.equal(await version(versionOf('grover', '3.0.0'), 'y'), null, 'a draft of others')
  t.match(await version(versionOf('grover', '3.0.0'), 'x'), { semver: '3.0.0' })
  t.match(await version(versionOf('grover', '1.0.0')), { semver: '1.0.0' })
})

t.test('own apps are one’s own', async (t) => {
  const own = `query($filter: OwnAppFilter) { ownApps(filter: $filter) { edges { node { slug } } } }`
  type Own = { readonly ownApps: Connection<Named> }
  const of = async (as: string, filter: object = {}) =>
    nodesOf((await dataOf<Own>(own, { filter }, as)).ownApps).map(({ slug }) => slug)
  t.strictSame(await of('y'), ['teleport'])
  t.strictSame(await of('x', { visibility: ['PRIVATE'] }), ['hidden'])
  t.strictSame(await of('x', { published: false }), ['unpublished'])
  t.match((await ask(own, {})).body.errors, [{ extensions: { code: 'UNAUTHENTICATED' } }])
})

t.test('a yank moves the latest back, a withdrawal takes the app out of the lists', async (t) => {
  const versionId = versionOf('grover', '1.10.0')
  recorder.record(appVersion, versionId, { type: 'YankVersion', reason: 'Wrong.' })
  recorder.record(app, appOf('grover'), {
    type: 'RecordYank',
    appId: appOf('grover'),
    versionId,
    semver: '1.10.0',
  })
  recorder.record(app, appOf('molecules'), {
    type: 'WithdrawApp',
    appId: appOf('molecules'),
    reason: 'Done.',
  })
  await api.project()
  const { body } = await ask(one, { slug: 'grover' })
  t.match(body.data.app.latestVersion, { semver: '1.9.0' })
  t.strictSame(await slugs({}), ['teleport', 'grover'])
  t.equal((await ask(one, { slug: 'molecules' })).body.data.app, null)
})
