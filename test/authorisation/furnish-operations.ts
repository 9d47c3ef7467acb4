import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import type { Stage } from '../../ops/demo/stage.ts'
import { eventually } from '../servers/eventually.ts'

type Log = {
  readonly logEvents: {
    readonly edges: readonly {
      readonly node: { readonly eventId: string; readonly position: string }
    }[]
  }
}

/** An operator has had something done; and an event of a job, by which its story is found. */
export const furnishOperations = async (
  { http, graphql }: Stage,
  { operator: { token } }: Cast,
  jobId: string,
): Promise<{ readonly actionId: string; readonly eventId: string; readonly submitted: string }> => {
  const wish = { action: 'deadletters.redrive', subject: 'all', reason: 'A look' }
  const { body } = await http.send('POST', '/v1/operator-actions', wish, { token })
  const actionId = String(body['actionId'])
  const position = await eventually(async () => {
    const path = `/v1/operator-actions/${actionId}`
    const action = (await http.send('GET', path, undefined, { token })).body
    return action['status'] === 'REQUESTED' ? undefined : String(action['position'])
  })
  const { logEvents } = await graphql<Log>(
    `query @atLeast(position: "${position}", waitMs: 30000) {
      logEvents(filter: {stream: "job-${jobId}"}, direction: ASC, first: 1) { edges { node { eventId position } } }
    }`,
    {},
    token,
  )
  const submission = logEvents.edges[0]?.node
  return { actionId, eventId: submission?.eventId ?? '', submitted: submission?.position ?? '' }
}
