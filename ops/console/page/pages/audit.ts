import { read } from '../api/read.ts'
import { group, h } from '../dom/h.ts'
import { eventHref } from '../parts/event-table.ts'
import { field } from '../parts/field.ts'
import { filterForm } from '../parts/filter.ts'
import { pageOf, pager } from '../parts/pager.ts'
import { card, facts, heading } from '../parts/page.ts'
import { nothing } from '../parts/states.ts'
import { table } from '../parts/table.ts'
import { count, id, when } from '../parts/words.ts'
import { type AuditKey, inclusion, type TreeHead, treeHeads } from '../queries/audit.ts'
import { hrefOf, type Show } from '../routing/route.ts'

const headTable = (heads: readonly TreeHead[]): HTMLElement =>
  table(
    'Signed heads',
    [
      { title: 'Signed, UTC', cell: ({ signedAt }) => when(signedAt) },
      { title: 'Events under it', cell: ({ size }) => count(size), numeric: true },
      { title: 'Root', cell: ({ root }) => h('code', { class: 'long' }, root), wide: true },
      {
        title: 'Position',
        cell: ({ position }) => h('code', {}, position),
        numeric: true,
        minor: true,
      },
      { title: 'Key', cell: ({ keyId }) => id(keyId), minor: true },
    ],
    heads,
  )

const keyTable = (keys: readonly AuditKey[]): HTMLElement =>
  table(
    'Keys',
    [
      { title: 'Key', cell: ({ keyId }) => id(keyId) },
      { title: 'Public key', cell: ({ key }) => h('code', { class: 'long' }, key), wide: true },
      { title: 'Since, UTC', cell: ({ since }) => when(since) },
      { title: 'Until, UTC', cell: ({ until }) => when(until), minor: true },
    ],
    keys,
  )

/** Where an event stands under the last head, with the hashes beside its way to the root. */
const proofOf = async (eventId: string, signal: AbortSignal): Promise<HTMLElement> => {
  const { inclusionProof: proof } = await read(inclusion, { eventId }, signal)
  if (proof === null)
    return nothing(
      'No signed head is over that event yet.',
      'A head is signed on a schedule, when something has happened since the last.',
    )
  return card(
    'Proof of inclusion',
    facts([
      ['Event', h('a', { href: eventHref(eventId) }, eventId)],
      ['Leaf', count(proof.index)],
      ['Of', `${count(proof.head.size)} events`],
      ['Signed, UTC', when(proof.head.signedAt)],
      ['Leaf hash', h('code', {}, proof.leafHash)],
      ['Root', h('code', {}, proof.head.root)],
    ]),
    h('h3', {}, 'Hashes beside its way to the root, from the leaf up'),
    h(
      'ol',
      { class: 'proof' },
      proof.path.map((hash) => h('li', {}, h('code', { class: 'long' }, hash))),
    ),
  )
}

export const showAudit: Show = async ({ query }, signal) => {
  const eventId = query.get('event') ?? ''
  const { treeHeads: page, auditKeys } = await read(treeHeads, pageOf(query), signal)
  const heads = page.edges.map(({ node }) => node)
  return group(
    heading(
      'Audit heads',
      'A tree of hashes stands over the log; its head is signed on a schedule. With an export and a public key anybody can tell that no event was changed or left out.',
    ),
    filterForm(
      '/audit',
      'Which event',
      field('Prove that an event is in the tree: its id', {
        name: 'event',
        value: eventId,
        spellcheck: 'false',
      }),
    ),
    eventId === '' ? undefined : await proofOf(eventId, signal),
    heads.length === 0
      ? nothing('No head is signed yet.', 'The hub signs the first when something has happened.')
      : headTable(heads),
    pager(page.pageInfo, (place) => hrefOf('/audit', place)),
    auditKeys.length === 0 ? undefined : group(h('h2', {}, 'Keys'), keyTable(auditKeys)),
  )
}
