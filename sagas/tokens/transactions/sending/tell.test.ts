import t from 'tap'
import { idNamed, meta } from '../../../../test/kit/given-when-then/meta.ts'
import { memoryLog } from '../../../../test/kit/memory-log.ts'
import { servicesOn } from '../../../../test/kit/services.ts'
import { manualClock } from '../../../../platform/clock/clock.ts'
import { loadSigner, tellSigner } from './tell.ts'

t.test('two that get in line at the same moment both wait, each once', async (t) => {
  const { eventStore } = memoryLog()
  const sender = {
    services: servicesOn(eventStore, manualClock(meta.now)),
    logger: { warn: () => undefined },
  }
  const [chain, address] = ['local', '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266']
  const transactions = ['first', 'second', 'third'].map(idNamed)
  const ask = () =>
    transactions.map((transactionId) =>
      tellSigner(sender, { type: 'RequestSlot', chain, address, transactionId }),
    )
  await Promise.all([...ask(), ...ask()])
  const { state } = await loadSigner(sender, chain, address)
  t.strictSame(state.waiting.toSorted(), transactions.toSorted())
})
