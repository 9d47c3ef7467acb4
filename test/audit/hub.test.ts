import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { provesConsistency, provesInclusion } from '../../domain/audit/verify-proof.ts'
import { createGraphqlClient } from '../../ops/client/graphql-client.ts'
import { createHttpClient } from '../../ops/client/http-client.ts'
import { createOperator, startHubProcess } from '../../ops/client/hub-process.ts'
import { logIn, signUp } from '../../ops/client/sign-up.ts'
import { bytesOf, sha256 } from '../../platform/audit/sha256.ts'
import { readVerifier } from '../../platform/audit/signing.ts'
import { eventually } from '../servers/eventually.ts'
import { linesOf, runQhub } from '../kit/qhub.ts'

t.setTimeout(300_000)
const dataDir = await mkdtemp(join(tmpdir(), 'qhub-audited-'))
const settings = {
  ...{ QHUB_DATA_DIR: dataDir, QHUB_LOG_LEVEL: 'error', QHUB_AUDIT_HEAD_SECONDS: '1' },
  ...{ QHUB_WRITE_API_PORT: '0', QHUB_READ_API_PORT: '0' },
}
/** `qhub audit …`, beside the hub or, with no configuration at all, far from any. */
const audit = (args: readonly string[], environment: Readonly<Record<string, string>> = settings) =>
  runQhub(['audit', ...args], environment)

const [email, password] = ['olga@example.org', 'only the operator knows this']
await createOperator(settings, email, 'olga', password)
const hub = await startHubProcess(settings)
t.teardown(async () => {
  await hub.stop()
  await rm(dataDir, { recursive: true, force: true })
})
const http = createHttpClient(hub.writeApi)
const graphql = createGraphqlClient(hub.readApi)
const operator = await logIn(http, 'olga', email, password)
const customer = await signUp(http, join(dataDir, 'outbox'), 'ravi', 'consumer')

type Head = {
  readonly size: number
  readonly root: string
  readonly text: string
  readonly signature: string
  readonly revision: string
}
type Page = {
  readonly edges: readonly { readonly cursor: string; readonly node: Head }[]
  readonly pageInfo: { readonly hasPreviousPage: boolean }
}
type Logged = { readonly eventId: string; readonly actor: { readonly id: string } }
/** What the queries below ask for. */
type Answer = {
  readonly logEvents: { readonly edges: readonly { readonly node: Logged }[] }
  readonly inclusionProof: {
    readonly index: number
    readonly leafHash: string
    readonly path: readonly string[]
    readonly head: Head
  } | null
  readonly treeHeads: Page
  readonly auditKeys: readonly { readonly key: string }[]
  readonly consistencyProof: {
    readonly fromRoot: string
    readonly toRoot: string
    readonly path: readonly string[]
  }
}

const ask = (
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  token = operator.token,
) => graphql<Answer>(query, variables, token)

const heads =
  '{ treeHeads(first: 50) { edges { cursor node { size root signedAt keyId text signature revision } } pageInfo { hasNextPage } } auditKeys { keyId key since until endorsedBy } }'

t.test('the hub signs by itself, and proves what it signed', async (t) => {
  const story = await eventually(async () => {
    const answer = await ask(
      '{ logEvents(first: 1, filter: {types: ["UserRegistered"]}) { edges { node { eventId correlationId actor { id } stream } } } }',
    )
    return answer.logEvents.edges[0]?.node
  })
  const proof = await eventually(async () => {
    const answer = await ask(
      'query($id: ID!) { inclusionProof(eventId: $id) { eventId index leafHash path head { size root text keyId signature } } }',
      { id: story.eventId },
    )
    return answer.inclusionProof ?? undefined
  })
  const { treeHeads, auditKeys } = await ask(heads)
  const published = (await http.get('/v1/audit/keys')).body
  t.match(published, { keys: auditKeys.map(({ key }) => ({ key })) }, 'anybody is told the keys')
  const verifier = readVerifier(auditKeys.at(-1)!.key)!
  t.ok(verifier.verifies(proof.head.text, proof.head.signature))
  t.match(proof.head.text, new RegExp(`\n${proof.head.size}\n`))
  t.ok(
    provesInclusion(sha256, {
      ...{ index: proof.index, size: proof.head.size, leaf: bytesOf(proof.leafHash) },
      ...{ proof: proof.path.map(bytesOf), root: bytesOf(proof.head.root) },
    }),
  )
  const newest = treeHeads.edges[0]!
  const oldest = treeHeads.edges.at(-1)!
  t.equal(oldest.node.revision, '0')
  const steps = await ask(
    'query($a: Int!, $b: Int!) { consistencyProof(from: $a, to: $b) { fromRoot toRoot path } }',
    { a: oldest.node.size, b: newest.node.size },
  )
  const { fromRoot, toRoot, path } = steps.consistencyProof
  t.equal(fromRoot, oldest.node.root)
  t.equal(toRoot, newest.node.root)
  t.ok(
    provesConsistency(sha256, {
      ...{ from: oldest.node.size, to: newest.node.size, proof: path.map(bytesOf) },
      ...{ fromRoot: bytesOf(fromRoot), toRoot: bytesOf(toRoot) },
    }),
  )
  const page = (args: string) =>
    ask(
      `{ treeHeads(${args}) { edges { cursor node { revision } } pageInfo { hasNextPage hasPreviousPage } } }`,
    )
  const revisions = (answer: Answer) => answer.treeHeads.edges.map(({ node }) => node.revision)
  const first = await page('first: 1, direction: ASC')
  t.same(revisions(first), ['0'])
  const { cursor } = first.treeHeads.edges[0]!
  const then = await page(`first: 1, after: "${cursor}", direction: ASC`)
  t.same([...revisions(then), then.treeHeads.pageInfo.hasPreviousPage], ['1', true])
  const last = await page(`last: 1, before: "${then.treeHeads.edges[0]!.cursor}", direction: ASC`)
  t.same(revisions(last), ['0'])
  await t.rejects(ask(heads, {}, customer.token), /operators/)
  await t.rejects(ask('{ consistencyProof(from: 3, to: 2) { path } }'), /sizes of trees/)
})

t.test('qhub audit: who did what, and whether anybody changed it since', async (t) => {
  const { logEvents } = await ask(
    '{ logEvents(first: 1, filter: {types: ["UserRegistered"]}) { edges { node { actor { id } } } } }',
  )
  const { out } = await audit(['actor', logEvents.edges[0]!.node.actor.id, '--json'])
  const person = linesOf(out)
  const { eventId, commandId, stream } = person.at(-1)! as Record<string, string>
  const tree = await audit(['trace', commandId!, '--json'])
  t.ok(linesOf(tree.out).some((line) => line['eventId'] === eventId))
  t.match(await audit(['stream', stream!]), { code: 0, out: new RegExp(`${stream}@0`) })
  t.match(await audit(['sign', '--reason', 'a test']), { code: 0 })
  const head = await audit(['head', '--json'])
  // What `audit head --json` prints.
  const { keys } = linesOf(head.out)[0] as { readonly keys: readonly [{ readonly key: string }] }
  t.match(await audit(['verify']), { code: 0, err: /events; \d+ heads fit/ })

  const directory = join(dataDir, 'exported')
  const made = await audit(['export', directory, '--reason', 'the yearly audit', '--json'])
  t.equal(made.code, 0, made.err)
  t.match(linesOf(made.out).at(-1), { kind: 'result', format: 'qhub-audit-export/1', from: 0 })
  const alone = ['verify', directory, '--key', keys[0].key]
  t.match(await audit(alone, {}), { code: 0, err: /those of the head/ })
  const file = join(directory, 'events.ndjson')
  const lines = (await readFile(file, 'utf8')).split('\n')
  await writeFile(
    file,
    lines.map((line, i) => (i === 5 ? line.replace('"type":"', '"type":"X') : line)).join('\n'),
  )
  const found = await audit([...alone, '--json'], {})
  t.equal(found.code, 1)
  t.match(linesOf(found.out), [
    {
      kind: 'finding',
      code: 'EVENT_CHANGED',
      line: 6,
      event: { index: 5, stream: String, revision: String, id: String, position: String },
    },
    { kind: 'result', ok: false },
  ])
})
