import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import type { Stage } from '../../ops/demo/stage.ts'
import { until } from '../../ops/demo/until.ts'

type First = {
  readonly logEvents: { readonly edges: readonly [{ readonly node: { readonly eventId: string } }] }
}
type Proved = { readonly inclusionProof: { readonly head: { readonly size: number } } | null }

/** The first event of the log, once a signed head covers it and the one behind it. */
export const furnishAudit = async (
  { graphql }: Stage,
  { operator: { token } }: Cast,
): Promise<string> => {
  const oldest = '{ logEvents(direction: ASC, first: 1) { edges { node { eventId } } } }'
  const { logEvents } = await graphql<First>(oldest, {}, token)
  const { eventId } = logEvents.edges[0].node
  await until('a head over two events', async () => {
    const proof = `{ inclusionProof(eventId: "${eventId}") { head { size } } }`
    const { inclusionProof } = await graphql<Proved>(proof, {}, token)
    return inclusionProof !== null && inclusionProof.head.size > 1 ? inclusionProof : undefined
  })
  return eventId
}
