import { compare, prerelease } from 'semver'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { idNumber, meta } from '../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../shared/rejection.ts'
import { app, latestVersion, type App, type AppCommand } from './app.ts'
import { maxPages } from './app-details.ts'

const { after, given } = decider(app)
const appId = idNumber(1)
const details = {
  name: 'Pairs',
  summary: '',
  type: 'TOOL',
  licence: 'MIT',
  readme: '',
  tags: ['pairs'],
} as const
const create: AppCommand = {
  type: 'CreateApp',
  appId,
  organisationId: idNumber(2),
  slug: 'pairs',
  details: { ...details, tags: [...details.tags] },
  visibility: 'PUBLIC',
}
const record = (type: 'RecordRelease' | 'RecordYank', n: number, semver: string): AppCommand => ({
  type,
  appId,
  versionId: idNumber(n),
  semver,
})
const release = (n: number, semver: string) => record('RecordRelease', n, semver)
const yank = (n: number, semver: string) => record('RecordYank', n, semver)
const of = (type: 'PublishApp' | 'FeatureApp' | 'EndAppFeature' | 'AbandonAppCreation') =>
  ({ type, appId }) as const
const page = (n: number): AppCommand => ({
  type: 'AddAppPage',
  appId,
  pageId: idNumber(n),
  page: { title: `Page ${n}`, body: '' },
})
const withdraw: AppCommand = { type: 'WithdrawApp', appId, reason: 'Done.' }

t.test('is created once, unless that was given up', async () => {
  given().when(create).then(['AppCreated'])
  after(create).when(create).then('ALREADY_EXISTS')
  after(of('AbandonAppCreation')).when(create).then('CREATION_ABANDONED')
  after(create).when(of('AbandonAppCreation')).then([])
})
t.test('says anew what it is, if that is another', async () => {
  const change = (name: string): AppCommand => ({
    type: 'ChangeAppDetails',
    appId,
    details: { ...details, tags: [...details.tags], name },
  })
  after(create).when(change('Pairs')).then([])
  after(create).when(change('More pairs')).then(['AppDetailsChanged'])
})
t.test('is published when something is released that is no prerelease', async () => {
  after(create).when(of('PublishApp')).then('NOTHING_RELEASED')
  after(create, release(10, '1.0.0-beta')).when(of('PublishApp')).then('NOTHING_RELEASED')
  after(create, release(10, '1.0.0')).when(of('PublishApp')).then(['AppPublished'])
  after(create, release(10, '1.0.0'), yank(10, '1.0.0'))
    .when(of('PublishApp'))
    .then('NOTHING_RELEASED')
})
t.test('is withdrawn, and then featured no more', async () => {
  const shown = [create, release(10, '1.0.0'), of('PublishApp')]
  after(create).when(of('FeatureApp')).then('APP_NOT_PUBLIC')
  after(...shown)
    .when(of('FeatureApp'))
    .then(['AppFeatured'])
  after(...shown, of('FeatureApp'), withdraw)
    .when(of('EndAppFeature'))
    .then([])
  after(create).when(withdraw).then([])
})
t.test('has pages in an order that names each once', async () => {
  const order = (...ns: readonly number[]): AppCommand => ({
    type: 'OrderAppPages',
    appId,
    pageIds: ns.map(idNumber),
  })
  const two = [create, page(20), page(21)]
  after(...two)
    .when(order(21, 20))
    .then(['AppPagesOrdered'])
  after(...two)
    .when(order(20, 21))
    .then([])
  for (const wrong of [order(20), order(20, 20), order(20, 22)])
    after(...two)
      .when(wrong)
      .then('INVALID_INPUT')
  const all = Array.from({ length: maxPages }, (_, n) => page(100 + n))
  after(create, ...all)
    .when(page(99))
    .then('LIMIT_REACHED')
})
t.test('hears of a release and of its yank in whatever order', async (t) => {
  const [first, second] = [
    after(create, release(10, '1.0.0'), yank(10, '1.0.0')),
    after(create, yank(10, '1.0.0'), release(10, '1.0.0')),
  ]
  t.strictSame(first.state, second.state)
  after(create, release(10, '1.0.0')).when(release(10, '1.0.0')).then([])
  after(create, yank(10, '1.0.0')).when(release(10, '1.0.0')).then([])
})

const known = fc
  .tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }), fc.constantFrom('', '-alpha', '-rc.1'))
  .map(([major, minor, pre]) => `${major}.${minor}.0${pre}`)
const told = fc.record({ semver: known, yanks: fc.boolean() })

t.test('the latest is the highest that is neither yanked nor a prerelease', async () =>
  fc.assert(
    fc.property(fc.array(told, { maxLength: 30 }), (words) => {
      const numbers = [...new Set(words.map(({ semver }) => semver))]
      const idOf = (semver: string): number => 100 + numbers.indexOf(semver)
      const commands = words.map(({ semver, yanks }) =>
        record(yanks ? 'RecordYank' : 'RecordRelease', idOf(semver), semver),
      )
      const state = [create, ...commands].reduce<App>(
        (before, wish) => step(before, wish),
        app.initial,
      )
      const yanked = new Set(words.filter(({ yanks }) => yanks).map(({ semver }) => semver))
      const expected = numbers
        .filter((semver) => !yanked.has(semver) && prerelease(semver) === null)
        .toSorted(compare)
        .at(-1)
      return state.kind === 'existing' && latestVersion(state)?.semver === expected
    }),
  ),
)

const step = (state: App, command: AppCommand): App => {
  const decided = app.decide(command, state, meta)
  return isRejection(decided) ? state : decided.reduce(app.evolve, state)
}
