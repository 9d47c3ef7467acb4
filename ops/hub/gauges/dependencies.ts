import type { Health } from '../../../platform/http/health.ts'
import { observe } from '../../../platform/telemetry/metrics/instruments.ts'
import { atMostEvery } from '../roles/at-most-every.ts'

const deadlineMs = 2_000

const isUp = async (check: () => Promise<void>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), deadlineMs)
  })
  const answered = check().then(
    () => true,
    () => false,
  )
  return Promise.race([answered, late]).finally(() => clearTimeout(timer))
}

/** Whether each of the checks of readiness holds, until it is forgotten. */
export const dependencyGauges = ({ checks }: Pick<Health, 'checks'>, everyMs: number) => {
  const asked = Object.entries(checks).map(([dependency, check]) => ({
    dependency,
    ask: atMostEvery(everyMs, () => isUp(check)),
  }))
  return observe(['qh.dependency.up'], async (tell) => {
    await Promise.all(
      asked.map(async ({ dependency, ask }) =>
        tell('qh.dependency.up', (await ask()) ? 1 : 0, { dependency }),
      ),
    )
  })
}
