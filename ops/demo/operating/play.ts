import { registerDevice } from '../../client/register-device.ts'
import { signUp } from '../../client/sign-up.ts'
import { ideal } from '../devices.ts'
import { playMoney } from '../money/play.ts'
import { hold } from '../expect.ts'
import { makeOperator } from '../operator.ts'
import { play as playJobs } from '../play.ts'
import type { Screen } from '../screen.ts'
import type { Stage } from '../stage.ts'
import { travel } from './past.ts'
import { qhubBeside } from './qhub.ts'
import { replay } from './replaying.ts'
import { tamper } from './tampering.ts'
import { traceCharge } from './trace.ts'
import { sendTraffic } from './traffic.ts'
import { watchJobs } from './watching.ts'

export type Summary = {
  /** Events from a request to its charge. */
  readonly traced: number
  readonly then: string
  readonly now: string
  readonly rows: number
  readonly generations: readonly number[]
  readonly reads: number
  readonly commandsPerSecond: number
  readonly exported: number
  readonly found: string
}

/** What an operator can know and do, over the data of the other stories; throws where something does not hold. */
export const playOperator = async (stage: Stage, screen: Screen): Promise<Summary> => {
  await playJobs(stage, screen)
  await playMoney(stage, screen)
  const { hub, http, outbox } = stage
  const operator = await makeOperator(hub, http)

  screen.heading('A charge, traced to its cause')
  const traced = await traceCharge(stage, operator)
  screen.line(`  ${traced.path.join(' → ')}`)

  screen.heading('The same job, as it was')
  const { then, now, stateDiff } = await travel(stage, operator, traced)
  screen.line(`  ${then.status} then, ${now.status} now: ${stateDiff.changes.length} changes`)

  screen.heading('The read models, built again under 100 commands a second')
  const provider = await signUp(http, outbox, 'quentin', 'provider')
  const quoted = await signUp(http, outbox, 'quinn', 'consumer')
  const deviceId = await registerDevice(http, provider, ideal)
  const refused: unknown[] = []
  const traffic = sendTraffic(stage, quoted, deviceId, (error) => refused.push(error))
  const watch = watchJobs(stage, operator)
  const [replayed] = await Promise.allSettled([replay(stage, operator, screen)])
  const [{ accepted, perSecond }, { reads, generations }] = [
    await traffic.stop(),
    await watch.stop(),
  ]
  if (replayed.status === 'rejected') throw replayed.reason
  const { generation, rows } = replayed.value
  hold(refused.length === 0, `a command was refused: ${String(refused[0])}`)
  hold(generations.at(-1) === generation, 'no reader saw what was promoted')
  screen.line(`  ${accepted} commands meanwhile, ${perSecond}/s; ${reads} reads, none with a gap`)

  screen.heading('The log, signed, exported, and one byte of a copy changed')
  const { exported, found } = await tamper(stage, qhubBeside(stage))
  screen.line(`  ${exported} events verify; the copy does not: ${found}`)
  return {
    traced: traced.path.length,
    ...{ then: then.status, now: now.status },
    ...{ rows, generations, reads, commandsPerSecond: perSecond },
    ...{ exported, found },
  }
}
