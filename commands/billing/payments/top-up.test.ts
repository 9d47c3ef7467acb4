import t from 'tap'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { memoryLog } from '../../../test/kit/memory-log.ts'
import { contextOf, servicesOn } from '../../../test/kit/services.ts'
import { change } from '../../shared/change.ts'
import { execute } from '../../shared/execute.ts'
import { topUp } from './top-up.ts'

t.test('no card is asked for what the wallet does not count in', async (t) => {
  const { eventStore } = memoryLog()
  const services = servicesOn(eventStore)
  const organisation = newId()
  const of = { organisation, asset: 'CAD/0' } as const
  await change(services, contextOf(newId()), 'input', wallet, walletIdOf(organisation, of.asset), {
    ...of,
    type: 'CreditWallet',
    amount: 1n,
    reason: 'test',
  })
  const fill = (asset: string) =>
    execute(
      services,
      topUp,
      { organisation, amount: { amount: '5000', asset } },
      contextOf(newId(), { organisation }),
    )
  t.match(await fill('CAD/2'), { kind: 'failed', failure: { code: 'ASSET_MISMATCH' } })
  t.match(await fill('JPY/2'), { kind: 'failed', failure: { code: 'ASSET_MISMATCH' } })
  t.match(await fill('EUR/2'), { kind: 'done' })
})
