import { actionTable } from '../../domain/operations/actions.ts'
import type { DeedOrder, DeedOutcome } from '../../platform/operations/port.ts'
import { operatorDeed, type CliWish } from '../operations/operator-deed.ts'
import { attached, type Attached } from './attached.ts'
import { beforeChange } from './before-change.ts'
import type { Confirmed, Dry, Json } from './options.ts'
import { asJson, fail, print } from './say.ts'

/** What an operator asks for at this machine, and how it shall be told. */
export type Asked = Omit<CliWish, 'reason'> & Dry & Confirmed & Json & { readonly reason?: string }

/** What came of it: detail for people, the rest for programs. Whatever is not done ends the program with 1. */
export const tellOutcome = (
  { action, subject, json = false }: Pick<Asked, 'action' | 'subject' | 'json'>,
  came: DeedOutcome,
): void => {
  if (json) print(asJson({ action, subject, ...came }))
  else print(came.detail)
  if (came.outcome !== 'DONE') process.exitCode = 1
}

type Work = (hub: Attached, order: DeedOrder) => Promise<DeedOutcome>

/** What would happen, line by line; nothing is changed or put on record. */
const tellBeforehand = ({ action, subject, parameters = {}, json = false }: Asked): Promise<void> =>
  attached(async ({ services }) => {
    const dry = await services.operations.preview({ action, subject, parameters })
    if ('code' in dry) return fail(1, dry.detail, dry.code)
    if (json) print(asJson({ action, subject, ...dry }))
    else for (const line of dry.would) print(line)
  })

/**
 * Changes something beside a hub that runs, and puts it on record: as the hub itself would do it, or by `work`. What takes
 * something away has its subject typed back first. `tell` is told what came of it.
 */
export const changing = async (
  asked: Asked,
  work: Work = ({ services }, order) => services.operations.perform(order),
  tell: (came: DeedOutcome) => void = (came) => tellOutcome(asked, came),
): Promise<void> => {
  const { action, subject, parameters = {}, confirm } = asked
  if (asked.dryRun === true) return tellBeforehand(asked)
  const reason = asked.reason ?? fail(2, 'say why, with --reason <text>')
  await beforeChange({ subject, confirm, destructive: actionTable[action].destructive })
  await attached(async (hub) => {
    const wish = { action, subject, reason, parameters }
    tell(await operatorDeed(hub, wish, (order) => work(hub, order)))
  })
}
