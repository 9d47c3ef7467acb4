import type { World } from '../core/world.ts'
import type { RequestFault } from '../faults/fault.ts'
import type { Performed } from './perform.ts'

const kindOf = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'object' in body ? String(body.object) : undefined

const idOf = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'id' in body ? String(body.id) : undefined

/** An answer that contradicts what was done. */
export const sayOtherwise = (
  performed: Performed,
  fault: RequestFault | undefined,
  world: World,
): Performed => {
  if (fault?.kind === 'sayDeclined' && performed.status === 200)
    return {
      status: 402,
      body: {
        error: {
          type: 'card_error',
          code: 'card_declined',
          decline_code: 'generic_decline',
          message: 'Your card was declined.',
        },
      },
    }
  if (fault?.kind !== 'otherObject') return performed
  const kind = kindOf(performed.body)
  const own = idOf(performed.body)
  const others = [...world.objects.values()].filter((one) => one.object === kind && one.id !== own)
  return { ...performed, body: others.at(-1) ?? { object: 'nothing' } }
}
