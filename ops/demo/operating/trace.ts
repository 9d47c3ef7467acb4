import { z } from 'zod'
import type { Person } from '../../client/sign-up.ts'
import { hold } from '../expect.ts'
import type { Stage } from '../stage.ts'

const Charged = z.object({
  ledgerEntries: z.object({
    edges: z.array(z.object({ node: z.object({ jobId: z.string(), position: z.string() }) })),
  }),
})
const Event = z.object({
  eventId: z.string(),
  type: z.string(),
  stream: z.string(),
  position: z.string(),
  actor: z.object({ kind: z.string() }),
})
const Events = z.object({ logEvents: z.object({ edges: z.array(z.object({ node: Event })) }) })
const Tree = z.object({
  causalTree: z.object({ nodes: z.array(z.object({ depth: z.number(), event: Event })) }),
})
type Event = z.output<typeof Event>

export type Traced = {
  readonly jobId: string
  readonly submittedAt: string
  readonly chargedAt: string
  /** From the request to the charge: the types of the events. */
  readonly path: readonly string[]
}

/** What led to an event, cause by cause: the nodes before it that are one level up each. */
const pathTo = (
  nodes: readonly { readonly depth: number; readonly event: Event }[],
  position: string,
): readonly Event[] => {
  const at = nodes.findIndex(({ event }) => event.position === position)
  const path: Event[] = []
  let depth = Number.POSITIVE_INFINITY
  for (const node of nodes.slice(0, at + 1).reverse())
    if (node.depth < depth) {
      path.unshift(node.event)
      depth = node.depth
    }
  return path
}

/** From the last charge of a job back to the person who caused it. */
export const traceCharge = async ({ graphql }: Stage, { token }: Person): Promise<Traced> => {
  const { ledgerEntries } = Charged.parse(
    await graphql(
      `{ ledgerEntries(first: 1, filter: { type: "HoldCaptured", accountType: "commission_revenue" }) {
        edges { node { jobId position } } } }`,
      {},
      token,
    ),
  )
  const charge = ledgerEntries.edges[0]?.node
  hold(charge !== undefined, 'nothing was charged')
  const { jobId, position } = charge ?? { jobId: '', position: '' }
  const { logEvents } = Events.parse(
    await graphql(
      `query ($stream: String!) { logEvents(first: 1, direction: ASC, filter: { stream: $stream }) {
        edges { node { eventId type stream position actor { kind } } } } }`,
      { stream: `job-${jobId}` },
      token,
    ),
  )
  const { causalTree } = Tree.parse(
    await graphql(
      `query ($eventId: ID!) { causalTree(eventId: $eventId) {
        nodes { depth event { eventId type stream position actor { kind } } } } }`,
      { eventId: logEvents.edges[0]?.node.eventId },
      token,
    ),
  )
  const path = pathTo(causalTree.nodes, position)
  const [request] = path
  hold(request?.type === 'JobSubmitted', `a charge began with ${request?.type ?? 'nothing'}`)
  hold(request?.actor.kind === 'user', 'nobody asked for what was charged')
  return {
    jobId,
    submittedAt: request?.position ?? '',
    chargedAt: position,
    path: path.map(({ type }) => type),
  }
}
