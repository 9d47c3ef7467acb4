import { getById } from '../../shared/id-map.ts'
import { totalOf, type Burns } from './burns.ts'
import type { Grants } from './grants.ts'

type Paid = {
  /** Who pays. */
  readonly organisation: string
  readonly burns: Burns
  readonly grants: Grants
}

/**
 * What is owed for a share. Nobody earns promotional credit by spending it on their own device or app, or it could be paid
 * out: that part of one's own share stays with the hub, which gave the credit. Minor units, rounded down.
 */
export const payableShare = (
  share: bigint,
  receiver: string | undefined,
  { organisation, burns, grants }: Paid,
): bigint => {
  const total = totalOf(burns)
  if (receiver !== organisation || total === 0n) return share
  const given = totalOf(
    burns.filter(
      ({ grantId }) =>
        grantId !== undefined && getById(grants, grantId)?.category === 'PROMOTIONAL',
    ),
  )
  return (share * (total - given)) / total
}
