import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import type { Stage } from '../../ops/demo/stage.ts'
import { exampleCapsule } from '../../write-api/agents/capsules/examples.ts'

/** A capsule of the buyer’s, a run of it, and a plan to deploy it. */
export const furnishCapsules = async ({ http }: Stage, { carl: { token } }: Cast) => {
  const send = async (path: string, body: object) =>
    (await http.send('POST', path, body, { token })).body
  const { capsuleId } = await send('/v1/capsules', exampleCapsule)
  await send(`/v1/capsules/${String(capsuleId)}/runs`, { shots: 100 })
  const deploy = { kind: 'CAPSULE', capsuleId }
  const { planId } = await send('/v1/deployment-plans', { name: 'bell', deploy })
  return { capsuleId: String(capsuleId), planId: String(planId) }
}
