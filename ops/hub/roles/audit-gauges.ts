import { lastHead } from '../../../commands/audit/sign-head.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { observe } from '../../../platform/telemetry/metrics/instruments.ts'
import type { AuditTree } from '../../../projections/audit/tree.ts'

const names = ['qh.audit.tree.size', 'qh.audit.head.age.seconds', 'qh.audit.inconsistent'] as const

export type AuditGauges = {
  readonly services: Services
  readonly tree: Pick<AuditTree, 'state'>
  /** The log is another one than was signed, as this process saw it last. */
  readonly isInconsistent: () => boolean
  readonly onTrouble: (error: unknown) => void
}

/** Gauges of the tree and its heads as the servers hold them, whoever keeps them. The result forgets them. */
export const auditGauges = ({
  services,
  tree,
  isInconsistent,
  onTrouble,
}: AuditGauges): (() => void) =>
  observe(names, async (tell) => {
    tell('qh.audit.inconsistent', isInconsistent() ? 1 : 0, {})
    try {
      const [{ size }, last] = [await tree.state(), await lastHead(services)]
      tell('qh.audit.tree.size', size, {})
      if (last === undefined) return
      const age = services.clock.now().getTime() - Date.parse(last.at)
      tell('qh.audit.head.age.seconds', Math.max(0, age / 1_000), {})
    } catch (error) {
      onTrouble(error)
    }
  })
