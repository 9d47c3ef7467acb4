import t from 'tap'
import { change } from '../../commands/shared/change.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { idNamed } from '../../test/kit/given-when-then/meta.ts'
import { memoryLog } from '../../test/kit/memory-log.ts'
import { contextOf, servicesOn } from '../../test/kit/services.ts'
import { performJobEffects } from './perform.ts'

const noProvider = (name: string): never => {
  throw new Error(`no provider is asked: ${name}`)
}

t.test('a hold that a wallet of other cents refused needs no voiding', async (t) => {
  const services = servicesOn(memoryLog().eventStore)
  const organisation = idNamed('buyer')
  await change(services, contextOf(idNamed('a')), 'in', wallet, walletIdOf(organisation, 'CAD/0'), {
    ...{ organisation, asset: 'CAD/0', type: 'CreditWallet', amount: 1n, reason: 'test' },
  })
  const signal = new AbortController().signal
  const tools = { services, providers: noProvider, context: contextOf(idNamed('b')), signal }
  const effect = { kind: 'voidHold', jobId: idNamed('job'), organisation, asset: 'CAD/2' } as const
  t.match(await performJobEffects.voidHold(effect, tools), { type: 'succeeded' })
})
